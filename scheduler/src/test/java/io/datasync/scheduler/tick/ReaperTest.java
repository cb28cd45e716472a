package io.datasync.scheduler.tick;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.message.Operation;
import io.datasync.message.OperationEvent;
import io.datasync.message.OperationEvent.OperationAbandoned;
import io.datasync.scheduler.log.LogEntry;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ReaperTest {
    private final SchedulerWorld world = new SchedulerWorld();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void anOperationWithoutASignOfLifeIsClosedAndTheTopologyIsTold() {
        world.withTopics(world.topics.events());
        Operation dead = world.opened("Item", null);
        world.clock.advance(Duration.ofSeconds(60));
        Operation live = world.opened("Lot", null);
        assertEquals(List.of(), world.reaper().closeStale());

        world.clock.advance(Duration.ofSeconds(1));
        assertEquals(
                List.of(dead),
                world.reaper().closeStale().stream().map(LogEntry::operation).toList());

        List<OperationEvent> events = world.events(1);
        assertEquals(1, events.size());
        OperationAbandoned abandoned = (OperationAbandoned) events.get(0);
        assertEquals(dead.operationId(), abandoned.operationId());
        assertEquals(ErrorCode.STALE, abandoned.code());
        assertEquals(live, world.log.openOperations().get(0).operation());
    }

    @Test
    void whileTheTopologyCannotBeToldTheOperationStaysOpen() {
        world.opened("Item", null);
        world.clock.advance(Duration.ofSeconds(61));

        assertThrows(DataSyncException.class, () -> world.reaper().closeStale());
        assertEquals(1, world.log.openOperations().size());

        world.withTopics(world.topics.events());
        assertEquals(1, world.reaper().closeStale().size());
    }

    @Test
    void inASingleProcessEverythingOpenIsClosedAtStartUp() {
        world.withTopics(world.topics.events());
        world.opened("Item", null);
        world.opened("Lot", null);

        assertEquals(2, world.reaper().closeAllOpen().size());

        assertEquals(List.of(), world.log.openOperations());
        assertEquals(2, world.events(2).size());
    }
}
