package io.datasync.scheduler.tick;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.datasync.config.TableConfig;
import io.datasync.config.UpdateType;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.message.BatchRef;
import io.datasync.message.LoadTask;
import io.datasync.message.Operation;
import io.datasync.message.OperationEvent;
import io.datasync.message.OperationEvent.OperationOpened;
import io.datasync.message.OperationEvent.TargetChecked;
import io.datasync.message.OperationState;
import io.datasync.scheduler.log.LogEntry;
import io.datasync.scheduler.log.OpenResult;
import io.datasync.scheduler.log.TestingStates;
import io.datasync.scheduler.schedule.TestingTables;
import io.datasync.scheduler.topology.Decision;
import io.datasync.scheduler.topology.OperationStateMachine;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class OperationReplayerTest {
    private static final TableConfig ITEM = TestingTables.table("Item", true, true, true);
    private static final Instant OLD_START = SchedulerWorld.START.minus(Duration.ofHours(5));
    private static final Operation OLD = new Operation(
            "old", "Item", TestingTables.SOURCE, UpdateType.DAILY, OLD_START.minus(Duration.ofDays(1)), OLD_START);

    private final SchedulerWorld world = new SchedulerWorld();
    private final BatchRef batch = new BatchRef(0, world.topics.batches("old"), 0, 0, 0, 3, 10, 1);
    private final OperationReplayer replayer = new OperationReplayer(
            world.opener(world.publisher), world.publisher, world.admin, world.options, world.clock);

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void oldBatchesAreLoadedAgainWithoutFetching() {
        world.withTopics(world.topics.events(), batch.topic());
        world.produce(batch.topic(), new byte[] {1});

        Opened opened = replayer.replay(succeeded(), ITEM);

        assertEquals(OpenResult.OPENED, opened.result());
        List<OperationEvent> events = world.events(4);
        OperationOpened first = assertInstanceOf(OperationOpened.class, events.get(0));
        assertEquals("old", first.replayOf());
        assertEquals(7, first.maxRejects());
        OperationState state = null;
        for (OperationEvent event : events) {
            assertEquals(opened.operation().operationId(), event.operationId());
            state = OperationStateMachine.apply(state, event).state();
        }
        Decision checked = OperationStateMachine.apply(
                state, new TargetChecked(opened.operation().operationId(), world.clock.instant()));
        LoadTask.LoadBatch load =
                assertInstanceOf(LoadTask.LoadBatch.class, checked.loads().get(0));
        assertEquals(batch, load.batch());
        assertEquals(opened.operation(), load.operation());
    }

    @Test
    void theReplayHasTheStartOfTheOldOperationButIsAlive() {
        world.withTopics(world.topics.events(), batch.topic());
        world.produce(batch.topic(), new byte[] {1});

        Operation replay = replayer.replay(succeeded(), ITEM).operation();

        assertNotEquals("old", replay.operationId());
        assertEquals(OLD_START, replay.startedAt());
        assertEquals(OLD.minimumDT(), replay.minimumDT());
        LogEntry entry = world.log.openOperations().get(0);
        assertEquals(replay, entry.operation());
        assertEquals("old", entry.replayOf());
        assertEquals(List.of(), world.reaper().closeStale());
    }

    @Test
    void aReplayWhoseTopicIsGoneIsRefusedBeforeAnythingIsOpened() {
        DataSyncException failure = assertThrows(DataSyncException.class, () -> replayer.replay(succeeded(), ITEM));

        assertEquals(ErrorCode.BATCH_DAMAGED, failure.code());
        assertTrue(String.valueOf(failure.getMessage()).contains(batch.topic()));
        assertEquals(List.of(), world.log.recent(1));
    }

    @Test
    void aReplayWhoseChunksAreGoneIsRefused() {
        world.withTopics(world.topics.events(), batch.topic());

        assertEquals(
                ErrorCode.BATCH_DAMAGED,
                assertThrows(DataSyncException.class, () -> replayer.replay(succeeded(), ITEM))
                        .code());
    }

    @Test
    void whatIsLiveOrWasNotFetchedToItsEndIsRefused() {
        assertEquals(
                ErrorCode.BATCH_DAMAGED,
                assertThrows(
                                DataSyncException.class,
                                () -> replayer.replay(TestingStates.loading(OLD, OLD_START), ITEM))
                        .code());
        assertEquals(
                ErrorCode.BATCH_DAMAGED,
                assertThrows(
                                DataSyncException.class,
                                () -> replayer.replay(TestingStates.failed(OLD, "no", OLD_START), ITEM))
                        .code());
    }

    @Test
    void keysOfThenAreNotComparedWithRowsOfNow() {
        Operation deletes = new Operation("old", "Item", TestingTables.SOURCE, UpdateType.DELETES, null, OLD_START);
        OperationState old = TestingStates.succeeded(deletes, batch, OLD_START.plusSeconds(60));
        DataSyncException refusal = assertThrows(DataSyncException.class, () -> replayer.replay(old, ITEM));
        assertEquals(ErrorCode.BATCH_DAMAGED, refusal.code());
        assertTrue(String.valueOf(refusal.getMessage()).contains("keys of then"), refusal.getMessage());
    }

    private OperationState succeeded() {
        return TestingStates.succeeded(OLD, batch, OLD_START.plusSeconds(60));
    }
}
