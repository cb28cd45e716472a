package io.datasync.scheduler.topology;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.datasync.config.KafkaConfig;
import io.datasync.config.UpdateType;
import io.datasync.embedded.EmbeddedKafka;
import io.datasync.embedded.TestKafka;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.kafka.KafkaClients;
import io.datasync.kafka.TopicSetup;
import io.datasync.message.Topics;
import io.datasync.scheduler.health.TableHealth;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The topology on a real broker. */
final class OperationStreamsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int COUNT = 12;

    @Test
    void aRestartInTheMiddleLosesNothingAndDispatchesNothingTwice() {
        KafkaClients clients = freshClients(TestKafka.bootstrapServers());
        try (TestingWorkers workers = new TestingWorkers(clients)) {
            try (OperationStreams first = started(clients)) {
                fetchAll(workers);
                await().atMost(PATIENCE).until(() -> workers.haveLoaded(COUNT * 2));
                assertTrue(first.isRunning());
            }
            try (OperationStreams second = started(clients)) {
                await().atMost(PATIENCE).until(() -> workers.haveSucceeded(COUNT));
                assertEachLoadCameOnce(workers);
                assertHealthy(second);
            }
        }
    }

    @Test
    void anotherProcessTakesOverWhatOneLeaves() {
        KafkaClients clients = freshClients(TestKafka.bootstrapServers());
        try (TestingWorkers workers = new TestingWorkers(clients);
                OperationStreams staying = started(clients)) {
            try (OperationStreams leaving = started(clients)) {
                fetchAll(workers);
                await().atMost(PATIENCE).until(() -> workers.haveLoaded(COUNT * 2));
                assertFalse(leaving.hasFailed());
            }
            await().atMost(PATIENCE).until(() -> workers.haveSucceeded(COUNT));
            assertEachLoadCameOnce(workers);
            assertHealthy(staying);
        }
    }

    @Test
    void anOutageOfTheBrokerIsOutlived(@TempDir Path directory) {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory)) {
            KafkaClients clients = freshClients(kafka.bootstrapServers());
            try (TestingWorkers workers = new TestingWorkers(clients);
                    OperationStreams streams = started(clients)) {
                fetchAll(workers);
                await().atMost(PATIENCE).until(() -> workers.haveLoaded(COUNT * 2));
                kafka.stop();
                kafka.restart();
                await().atMost(PATIENCE).until(() -> workers.haveSucceeded(COUNT));
                assertEachLoadCameOnce(workers);
                assertHealthy(streams);
            }
        }
    }

    @Test
    void theHealthOfTablesOutlivesAllProcesses() {
        KafkaClients clients = freshClients(TestKafka.bootstrapServers());
        try (TestingWorkers workers = new TestingWorkers(clients);
                OperationStreams first = started(clients)) {
            workers.fetch("op-1", "Item");
            await().atMost(PATIENCE).until(() -> workers.haveSucceeded(1));
            await().atMost(PATIENCE).until(() -> lastMass(first.tableHealth().get("Item")) == 500);
        }
        try (OperationStreams second = started(clients)) {
            assertEquals(500, lastMass(second.tableHealth().get("Item")));
        }
    }

    @Test
    void beforeItIsStartedTheHealthIsNotToBeHad() {
        KafkaClients clients = freshClients(TestKafka.bootstrapServers());
        try (OperationStreams streams = streams(clients)) {
            DataSyncException refusal = assertThrows(DataSyncException.class, streams::tableHealth);
            assertEquals(ErrorCode.KAFKA_UNAVAILABLE, refusal.code());
            assertFalse(streams.isRunning());
            assertFalse(streams.hasFailed());
        }
    }

    /** Rows of the table's last Mass, -1 if there was none. */
    private static long lastMass(@Nullable TableHealth table) {
        TableHealth.Success mass = table == null ? null : table.lastSuccess().get(UpdateType.MASS);
        return mass == null ? -1 : mass.rows();
    }

    private static void fetchAll(TestingWorkers workers) {
        for (int number = 0; number < COUNT; number++) {
            workers.fetch("op-" + number, "Table" + number);
        }
    }

    private static void assertEachLoadCameOnce(TestingWorkers workers) {
        assertEquals(TestingWorkers.loadsOf(COUNT), workers.loads().size());
        assertEquals(TestingWorkers.loadsOf(COUNT), new HashSet<>(workers.loads()).size());
    }

    private static void assertHealthy(OperationStreams streams) {
        await().atMost(PATIENCE).until(() -> {
            Map<String, TableHealth> health = streams.tableHealth();
            return health.size() == COUNT
                    && health.values().stream()
                            .allMatch(table ->
                                    table.live() == null && table.lastSuccess().size() == 1);
        });
    }

    private static OperationStreams started(KafkaClients clients) {
        OperationStreams streams = streams(clients);
        streams.start();
        return streams;
    }

    private static OperationStreams streams(KafkaClients clients) {
        return new OperationStreams(
                clients, new Topics(clients.config().topicPrefix()), Duration.ofSeconds(20), InstantSource.system());
    }

    private static KafkaClients freshClients(String bootstrapServers) {
        KafkaConfig config = KafkaConfig.of(bootstrapServers, TestKafka.uniquePrefix());
        KafkaClients clients = new KafkaClients(config);
        try (Admin admin = clients.admin()) {
            new TopicSetup(admin, config, new Topics(config.topicPrefix())).run();
        }
        return clients;
    }
}
