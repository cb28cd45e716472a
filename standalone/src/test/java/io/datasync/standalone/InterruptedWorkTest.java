package io.datasync.standalone;

import static io.datasync.config.UpdateType.HOURLY;
import static io.datasync.config.UpdateType.MASS;
import static io.datasync.standalone.TestPipeline.counts;
import static io.datasync.standalone.TestPipeline.table;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.datasync.message.OperationState;
import io.datasync.message.OperationState.Phase;
import io.datasync.scheduler.log.LogEntry;
import io.datasync.telemetry.Telemetry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Operations that are stopped, abandoned or cancelled. A lock on a table holds an operation where the test wants it. */
class InterruptedWorkTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String HELD = table("held");

    private static TestPipeline filled(TestPipeline pipeline) {
        pipeline.inSource(
                "CREATE TABLE held (id int PRIMARY KEY, name varchar(40), changed timestamptz NOT NULL)",
                "INSERT INTO held SELECT n, 'row ' || n, now() FROM generate_series(1, 25) n");
        return pipeline;
    }

    private static void awaitPhase(TestPipeline pipeline, String operationId, Phase phase) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).until(() -> {
            OperationState state = pipeline.states().get(operationId);
            return state != null && state.phase() == phase;
        });
    }

    private static void awaitWaiting(TestPipeline pipeline, String table) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> !pipeline.rows(
                                "SELECT pid FROM pg_locks WHERE NOT granted AND relation = '" + table + "'::regclass")
                        .isEmpty());
    }

    @Test
    void aLoadThatWasStoppedIsFinishedByTheNextProcess() throws SQLException {
        try (TestPipeline pipeline =
                filled(new TestPipeline(HELD)).options("batchSize: 10").start()) {
            pipeline.succeed("held", MASS);
            pipeline.inSource("INSERT INTO held SELECT n, 'new', now() FROM generate_series(26, 50) n");
            String operationId;
            try (Connection lock = TestPipeline.lock(pipeline.destination(), "held")) {
                operationId = pipeline.begin("held", HOURLY);
                awaitWaiting(pipeline, "held");
                pipeline.stop();
                lock.rollback();
            }
            pipeline.start();
            LogEntry end = pipeline.end(operationId);
            assertEquals(25, counts(end).inserted());
            assertEquals(25, counts(end).unchanged());
            pipeline.assertCopied("held");
        }
    }

    @Test
    void aFetchThatWasStoppedIsFinishedByTheNextProcess() throws SQLException {
        try (TestPipeline pipeline = filled(new TestPipeline(HELD)).start()) {
            String operationId;
            try (Connection lock = TestPipeline.lock(pipeline.source(), "held")) {
                operationId = pipeline.begin("held", MASS);
                await().atMost(PATIENCE)
                        .until(() -> !pipeline.sourceRows(
                                        "SELECT pid FROM pg_locks WHERE NOT granted AND relation = 'held'::regclass")
                                .isEmpty());
                pipeline.stop();
                lock.rollback();
            }
            pipeline.start();
            assertEquals(25, counts(pipeline.end(operationId)).inserted());
            pipeline.assertCopied("held");
        }
    }

    @Test
    void anOperationThatNobodyWorksOnIsClosedAsStaleAndTheNextOneBringsItsRows() {
        try (TestPipeline pipeline =
                filled(new TestPipeline(HELD)).options("staleAfter: 2s").start()) {
            pipeline.succeed("held", MASS);
            pipeline.inSource("INSERT INTO held SELECT n, 'new', now() FROM generate_series(26, 50) n");
            insertOpenRow(pipeline, "lost-1", "10 seconds");
            LogEntry stale = pipeline.end("lost-1");
            assertEquals("STALE", stale.errorCode());
            assertEquals(25, counts(pipeline.run("held", HOURLY)).inserted());
            pipeline.assertCopied("held");
        }
    }

    @Test
    void closeAllOpenClosesAtStartWhatIsNotStaleYet() {
        try (TestPipeline pipeline = filled(new TestPipeline(HELD)).start()) {
            pipeline.succeed("held", MASS);
            pipeline.stop();
            insertOpenRow(pipeline, "lost-2", "1 second");
            pipeline.start(false);
            assertEquals(null, pipeline.entry("lost-2").endedAt());
            pipeline.stop();
            List<String> openAtStarts = new ArrayList<>();
            pipeline.start(true, process -> {
                openAtStarts.addAll(pipeline.controlRows("SELECT OperationId FROM DataUpdate WHERE EndDT IS NULL"));
                return Telemetry.start(process, pipeline.config().telemetry());
            });
            assertEquals(List.of(), openAtStarts, "no worker may find a task of an operation that is open still");
            LogEntry closed = pipeline.end("lost-2");
            assertFalse(closed.successful());
            assertEquals("STALE", closed.errorCode());
            pipeline.succeed("held", HOURLY);
        }
    }

    /** As a process leaves it that died between the log and Kafka. */
    private static void insertOpenRow(TestPipeline pipeline, String operationId, String age) {
        pipeline.inDestination("INSERT INTO " + pipeline.control().name()
                + ".DataUpdate (OperationId, TableName, SourceSystem, UpdateType, StartDT, HeartbeatDT) VALUES ('"
                + operationId + "', 'held', 'ERP', 'HOURLY', now() - interval '" + age + "', now() - interval '" + age
                + "')");
    }

    @Test
    void aCancelledOperationEndsItsFetcherStopsAndTheTableCanRunAgain() {
        String big = """
                - tableName: big
                  enabled: false
                  sourceSystem: ERP
                  fetcher: sample
                  options: {rows: 500_000_000}
                  keyColumns: Id
                  mass: {enabled: false, mode: swap}
                """;
        try (TestPipeline pipeline =
                new TestPipeline(big).options("batchSize: 20_000").start()) {
            String operationId = pipeline.begin("big", MASS);
            awaitPhase(pipeline, operationId, Phase.LOADING);
            pipeline.operations().cancel(operationId);
            LogEntry cancelled = pipeline.end(operationId);
            assertFalse(cancelled.successful());
            assertEquals("CANCELLED", cancelled.errorCode());
            assertEquals(Phase.FAILED, phase(pipeline, operationId));
            // The shadow is dropped, and the fetcher has let go: its batch topic does not grow any more.
            await().atMost(PATIENCE)
                    .until(() -> pipeline.rows("SELECT tablename FROM pg_tables WHERE schemaname = '"
                                    + pipeline.destination().name() + "'")
                            .equals(List.of("big")));
            await().atMost(PATIENCE).until(() -> {
                long before = pipeline.batchRecords(operationId);
                return before == pipeline.batchRecords(operationId);
            });
            assertEquals(List.of("0"), pipeline.rows("SELECT count(*) FROM big"));
            String next = pipeline.begin("big", MASS);
            assertNotEquals(operationId, next);
            awaitPhase(pipeline, next, Phase.LOADING);
            pipeline.operations().cancel(next);
            assertEquals("CANCELLED", pipeline.end(next).errorCode());
        }
    }

    private static Phase phase(TestPipeline pipeline, String operationId) {
        OperationState state = pipeline.states().get(operationId);
        return state == null ? Phase.OPEN : state.phase();
    }
}
