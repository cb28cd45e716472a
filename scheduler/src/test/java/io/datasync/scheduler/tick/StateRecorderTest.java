package io.datasync.scheduler.tick;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.datasync.message.Operation;
import io.datasync.scheduler.log.LogEntry;
import io.datasync.scheduler.log.TestingStates;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class StateRecorderTest {
    private final SchedulerWorld world = new SchedulerWorld();
    private final StateRecorder recorder = new StateRecorder(world.log, world.clock);

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aLiveStateIsASignOfLifeNotedAtMostEachFiveSeconds() {
        Operation operation = world.opened("Item", null);
        world.clock.advance(Duration.ofSeconds(50));
        assertFalse(recorder.record(TestingStates.loading(operation, SchedulerWorld.START)));
        assertEquals(SchedulerWorld.START.plusSeconds(50), heartbeat());

        world.clock.advance(Duration.ofMillis(4_999));
        recorder.record(TestingStates.loading(operation, SchedulerWorld.START));
        assertEquals(SchedulerWorld.START.plusSeconds(50), heartbeat());

        world.clock.advance(Duration.ofMillis(1));
        recorder.record(TestingStates.loading(operation, SchedulerWorld.START));
        assertEquals(SchedulerWorld.START.plusSeconds(55), heartbeat());
    }

    @Test
    void aStateThatComesSoonAfterTheOpeningNeedsNoSignOfLife() {
        Operation operation = world.opened("Item", null);
        world.clock.advance(Duration.ofMillis(4_999));

        recorder.record(TestingStates.loading(operation, world.clock.instant()));

        assertEquals(SchedulerWorld.START, heartbeat());
    }

    @Test
    void aFinalStateEndsTheOperationOnceHoweverOftenItComes() {
        Operation operation = world.opened("Item", null);
        Instant end = SchedulerWorld.START.plusSeconds(90);

        assertTrue(recorder.record(TestingStates.succeeded(operation, 3, end)));
        assertFalse(recorder.record(TestingStates.succeeded(operation, 3, end)));

        assertEquals(List.of(), world.log.openOperations());
        LogEntry entry = world.log.find(operation.operationId()).orElseThrow();
        assertEquals(end, entry.endedAt());
        assertEquals(3, entry.records());
    }

    @Test
    void aLateStateDoesNotOpenWhatIsClosed() {
        Operation operation = world.opened("Item", null);
        recorder.record(TestingStates.failed(operation, "no", SchedulerWorld.START));

        assertFalse(recorder.record(TestingStates.loading(operation, SchedulerWorld.START)));
        assertFalse(recorder.record(TestingStates.succeeded(operation, 1, SchedulerWorld.START)));

        assertFalse(world.log.find(operation.operationId()).orElseThrow().successful());
    }

    private Instant heartbeat() {
        return world.log.openOperations().get(0).heartbeatAt();
    }
}
