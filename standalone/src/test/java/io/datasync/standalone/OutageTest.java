package io.datasync.standalone;

import static io.datasync.config.UpdateType.HOURLY;
import static io.datasync.config.UpdateType.MASS;
import static io.datasync.standalone.TestPipeline.counts;
import static io.datasync.standalone.TestPipeline.table;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.datasync.config.UpdateType;
import io.datasync.embedded.EmbeddedKafka;
import io.datasync.embedded.TestPostgreSql.Schema;
import io.datasync.scheduler.log.LogEntry;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers that are not there at the start, or go away in the middle. */
class OutageTest {
    private static TestPipeline filled(TestPipeline pipeline) {
        pipeline.inSource(
                "CREATE TABLE held (id int PRIMARY KEY, name varchar(40), changed timestamptz NOT NULL)",
                "INSERT INTO held SELECT n, 'row ' || n, now() FROM generate_series(1, 25) n");
        return pipeline;
    }

    private static ConditionFactory waiting() {
        return await().atMost(Duration.ofSeconds(90)).pollInterval(Duration.ofMillis(100));
    }

    private static String waiters(String table) {
        return " FROM pg_locks WHERE NOT granted AND relation = '" + table + "'::regclass";
    }

    @Test
    void connectionsThatDieInTheMiddleOfReadingAndLoadingAreReplaced() throws Exception {
        try (TestPipeline pipeline =
                filled(new TestPipeline(table("held"))).options("batchSize: 10").start()) {
            String mass = whileLocked(pipeline, pipeline.source(), MASS);
            assertEquals(25, counts(pipeline.end(mass)).inserted());
            pipeline.inSource("INSERT INTO held SELECT n, 'new', now() FROM generate_series(26, 50) n");
            LogEntry hourly = pipeline.end(whileLocked(pipeline, pipeline.destination(), HOURLY));
            assertEquals(25, counts(hourly).inserted());
            assertEquals(25, counts(hourly).unchanged());
            pipeline.assertCopied("held");
        }
    }

    /** Holds the operation by a lock, and kills its connection there. */
    private static String whileLocked(TestPipeline pipeline, Schema where, UpdateType type) throws Exception {
        boolean atSource = where.equals(pipeline.source());
        try (Connection lock = TestPipeline.lock(where, "held")) {
            String operationId = pipeline.begin("held", type);
            String waiters = waiters("held");
            waiting()
                    .until(() -> !(atSource
                                    ? pipeline.sourceRows("SELECT pid" + waiters)
                                    : pipeline.rows("SELECT pid" + waiters))
                            .isEmpty());
            String kill = "SELECT pg_terminate_backend(pid)" + waiters;
            if (atSource) {
                pipeline.inSource(kill);
            } else {
                pipeline.inDestination(kill);
            }
            lock.rollback();
            return operationId;
        }
    }

    @Test
    void aStartWaitsForADestinationThatIsNotThereYet() throws Exception {
        try (TestPipeline pipeline = filled(new TestPipeline(table("held")))) {
            String url = pipeline.destination().jdbcUrl();
            int port = URI.create(url.substring("jdbc:".length())).getPort();
            try (CuttableProxy proxy = new CuttableProxy(port)) {
                pipeline.set("destinationUrl", url.replace(":" + port + "/", ":" + proxy.port() + "/"));
                CompletableFuture<Void> start = CompletableFuture.runAsync(pipeline::start);
                waiting()
                        .until(() ->
                                pipeline.topicNames().contains(pipeline.topics().tasks()));
                assertFalse(start.isDone());
                proxy.connect();
                start.join();
                pipeline.succeed("held", MASS);
                pipeline.assertCopied("held");
                pipeline.stop();
            }
        }
    }

    @Test
    void aBrokerMayBeMissingAtTheStartAndFailInTheMiddle(@TempDir Path directory) throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory);
                TestPipeline pipeline = filled(new TestPipeline(table("held")))
                        .options("batchSize: 10", "staleAfter: 20s")
                        .set("kafka", kafka.bootstrapServers())) {
            kafka.stop();
            CompletableFuture<Void> start = CompletableFuture.runAsync(pipeline::start);
            assertThrows(TimeoutException.class, () -> start.get(2, TimeUnit.SECONDS));
            kafka.restart();
            start.join();
            pipeline.succeed("held", MASS);
            pipeline.inSource("INSERT INTO held SELECT n, 'new', now() FROM generate_series(26, 50) n");

            String operationId;
            try (Connection lock = TestPipeline.lock(pipeline.destination(), "held")) {
                operationId = pipeline.begin("held", HOURLY);
                waiting()
                        .until(() ->
                                !pipeline.rows("SELECT pid" + waiters("held")).isEmpty());
                kafka.stop();
                lock.rollback();
            }
            kafka.restart();
            LogEntry end = pipeline.end(operationId);
            assertFalse(end.successful() == (end.errorCode() != null), end.toString());
            pipeline.succeed("held", HOURLY);
            pipeline.assertCopied("held");
        }
    }
}
