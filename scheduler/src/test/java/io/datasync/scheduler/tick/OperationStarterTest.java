package io.datasync.scheduler.tick;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.datasync.config.TableConfig;
import io.datasync.config.UpdateType;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.kafka.Publisher;
import io.datasync.message.FetchTask;
import io.datasync.message.Json;
import io.datasync.message.OperationEvent.OperationAbandoned;
import io.datasync.message.OperationEvent.OperationOpened;
import io.datasync.scheduler.log.LogEntry;
import io.datasync.scheduler.log.OpenResult;
import io.datasync.scheduler.schedule.DueOperation;
import io.datasync.scheduler.schedule.TestingTables;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class OperationStarterTest {
    private static final TableConfig ITEM = TestingTables.table("Item", true, true, true);
    private static final DueOperation DUE =
            new DueOperation(ITEM, UpdateType.DAILY, Instant.parse("2026-03-01T00:00:00Z"), null);

    private final SchedulerWorld world = new SchedulerWorld();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aDueOperationIsLoggedThenAnnouncedThenAskedForInOneTrace() {
        world.withTopics(world.topics.events(), world.topics.tasks());

        Opened opened = world.starter().start(DUE);

        assertEquals(OpenResult.OPENED, opened.result());
        assertEquals(opened.operation(), world.log.openOperations().get(0).operation());
        ConsumerRecord<String, byte[]> event =
                world.records(world.topics.events(), 1).get(0);
        assertEquals(opened.operation().operationId(), event.key());
        assertEquals(
                new OperationOpened(opened.operation(), SchedulerWorld.START, 1, 7, true, null, null),
                Json.read(event.value(), OperationOpened.class));
        ConsumerRecord<String, byte[]> task =
                world.records(world.topics.tasks(), 1).get(0);
        assertEquals("Item", task.key());
        assertEquals(FetchTask.whole(opened.operation()), Json.read(task.value(), FetchTask.class));
        assertEquals(traceParent(event), traceParent(task));
    }

    @Test
    void whatReadsEverythingIsAskedForUndivided() {
        world.withTopics(world.topics.events(), world.topics.tasks());

        Opened opened = world.starter().start(new DueOperation(ITEM, UpdateType.MASS, null, null));

        assertEquals(
                0,
                Json.read(world.records(world.topics.events(), 1).get(0).value(), OperationOpened.class)
                        .slices());
        assertEquals(
                FetchTask.undivided(opened.operation()),
                Json.read(world.records(world.topics.tasks(), 1).get(0).value(), FetchTask.class));
    }

    @Test
    void deletesReadEverythingAndMayRejectNothing() {
        world.withTopics(world.topics.events(), world.topics.tasks());
        TableConfig table = TestingTables.deleting("Item");

        Opened opened = world.starter().start(new DueOperation(table, UpdateType.DELETES, null, null));

        assertEquals(
                new OperationOpened(opened.operation(), SchedulerWorld.START, 0, 0, true, null, null),
                Json.read(world.records(world.topics.events(), 1).get(0).value(), OperationOpened.class));
        assertEquals(OpenResult.TABLE_BUSY, world.starter().start(DUE).result(), "nothing else of the table runs");
    }

    @Test
    void deletesOfATableThatKeepsItsRowsAreRefused() {
        DueOperation due = new DueOperation(ITEM, UpdateType.DELETES, null, null);
        DataSyncException refusal =
                assertThrows(DataSyncException.class, () -> world.starter().start(due));
        assertEquals(ErrorCode.CONFIGURATION, refusal.code());
        assertEquals(List.of(), world.log.recent(1));
    }

    @Test
    void aBusyTableIsLeftAloneAndNothingIsPublished() {
        world.withTopics(world.topics.events(), world.topics.tasks());
        world.starter().start(DUE);

        assertEquals(OpenResult.TABLE_BUSY, world.starter().start(DUE).result());

        assertEquals(1, world.events(1).size());
        assertEquals(1, world.records(world.topics.tasks(), 1).size());
    }

    @Test
    void withoutABrokerTheOperationIsFailedAtOnceAndItsTableIsFree() {
        try (Producer<String, byte[]> nowhere =
                SchedulerWorld.clients("127.0.0.1:1").producer("nowhere")) {
            Publisher publisher = new Publisher(nowhere, world.topics);
            OperationStarter starter =
                    new OperationStarter(world.opener(publisher), publisher, world.options, world.clock);

            assertEquals(
                    ErrorCode.KAFKA_UNAVAILABLE,
                    assertThrows(DataSyncException.class, () -> starter.start(DUE))
                            .code());
            nowhere.close(Duration.ZERO);
        }

        LogEntry entry = world.log.recent(1).get(0);
        assertNotNull(entry.endedAt());
        assertEquals("KAFKA_UNAVAILABLE", entry.errorCode());
        assertEquals("OpenOperation", entry.errorStep());
        assertEquals(0, entry.records());
        assertEquals(List.of(), world.log.openOperations());
    }

    @Test
    void anOperationThatWasAnnouncedButNotAskedForIsAbandoned() {
        world.withTopics(world.topics.events());

        assertThrows(DataSyncException.class, () -> world.starter().start(DUE));

        assertEquals(2, world.events(2).size());
        OperationAbandoned abandoned = (OperationAbandoned) world.events(2).get(1);
        assertEquals(ErrorCode.KAFKA_UNAVAILABLE, abandoned.code());
        assertEquals(
                abandoned.operationId(), world.log.recent(1).get(0).operation().operationId());
        assertEquals(List.of(), world.log.openOperations());
    }

    private static String traceParent(ConsumerRecord<String, byte[]> record) {
        Header header = record.headers().lastHeader("traceparent");
        assertNotNull(header);
        String value = new String(header.value(), StandardCharsets.UTF_8);
        assertTrue(value.startsWith("00-"), value);
        return value;
    }
}
