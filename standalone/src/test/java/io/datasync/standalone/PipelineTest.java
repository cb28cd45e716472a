package io.datasync.standalone;

import static io.datasync.config.UpdateType.DAILY;
import static io.datasync.config.UpdateType.HOURLY;
import static io.datasync.config.UpdateType.MASS;
import static io.datasync.standalone.TestPipeline.counts;
import static io.datasync.standalone.TestPipeline.query;
import static io.datasync.standalone.TestPipeline.table;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.datasync.message.LoadCounts;
import io.datasync.message.OperationState;
import io.datasync.message.SliceState;
import io.datasync.scheduler.log.LogEntry;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Operations by hand, from a real source through a real broker to a real destination. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PipelineTest {
    private static final String TABLES = String.join(
            "",
            table("item", "mass: {enabled: false, prepurgeData: true, reIndexData: true}"),
            table("lot", "mass: {interval: 7d}", "daily: {interval: 1d}", "hourly: {interval: 1h}"),
            table("swapped", "mass: {enabled: false, mode: swap}"),
            table(
                    "finished",
                    "postProcessor: sql",
                    "postProcessorSql: INSERT INTO {schema}.after_finished SELECT count(*) FROM {schema}.finished"),
            table("unfinished", "postProcessor: sql", "postProcessorSql: SELECT 1 / 0"),
            table("sliced", "slices: 3", "mass: {enabled: false, mode: swap}"),
            table("replayed"),
            query("numbered", "SELECT * FROM numbered WHERE id > :highWaterMark", "cursor: {column: id, window: 5}"));

    private final TestPipeline pipeline =
            new TestPipeline(TABLES).options("lookbackMultiplier: 3").start();

    @AfterAll
    void close() {
        pipeline.close();
    }

    private void fill(String name, int rows) {
        pipeline.inSource(
                "CREATE TABLE " + name + " (id int PRIMARY KEY, name varchar(40), changed timestamptz NOT NULL)",
                "INSERT INTO " + name + " SELECT n, 'row ' || n, now() FROM generate_series(1, " + rows + ") n");
    }

    @Test
    void aMassCreatesTheTableAndASecondOneFindsItAndIsCountedAgain() {
        fill("item", 500);
        LogEntry first = pipeline.succeed("item", MASS);
        assertEquals(new LoadCounts(500, 0, 0, 0, 0), counts(first));
        assertNull(first.operation().minimumDT());
        pipeline.inDestination("CREATE INDEX item_name ON item (name)");
        pipeline.inSource("DELETE FROM item WHERE id <= 100");
        assertEquals(new LoadCounts(400, 0, 0, 0, 0), counts(pipeline.succeed("item", MASS)));
        pipeline.assertCopied("item");
        assertEquals(
                List.of("item_name", "item_pkey"),
                pipeline.rows("SELECT indexname FROM pg_indexes WHERE schemaname = '"
                        + pipeline.destination().name() + "' AND tablename = 'item' ORDER BY 1"));
        assertEquals(List.of(), pipeline.controlRows("SELECT * FROM DisabledIndex"));
    }

    @Test
    void incrementalRunsLookBackFromTheLastDailyAndCountWhatChanged() {
        fill("lot", 100);
        pipeline.inSource("UPDATE lot SET changed = now() - interval '30 days' WHERE id <= 40");
        LogEntry mass = pipeline.succeed("lot", MASS);
        assertEquals(100, counts(mass).inserted());

        LogEntry unchanged = pipeline.succeed("lot", HOURLY);
        assertEquals(new LoadCounts(0, 0, 60, 0, 0), counts(unchanged));
        assertEquals(
                mass.operation().startedAt().minus(Duration.ofHours(3)),
                unchanged.operation().minimumDT());

        pipeline.inSource(
                "UPDATE lot SET name = 'changed', changed = now() WHERE id = 41",
                "INSERT INTO lot VALUES (101, 'new', now())",
                "UPDATE lot SET name = 'too old to be seen' WHERE id = 1");
        LogEntry daily = pipeline.succeed("lot", DAILY);
        assertEquals(new LoadCounts(1, 1, 59, 0, 0), counts(daily));
        assertEquals(
                mass.operation().startedAt().minus(Duration.ofDays(3)),
                daily.operation().minimumDT());

        LogEntry hourly = pipeline.succeed("lot", HOURLY);
        assertEquals(new LoadCounts(0, 0, 61, 0, 0), counts(hourly));
        assertEquals(
                daily.operation().startedAt().minus(Duration.ofHours(3)),
                hourly.operation().minimumDT());
        assertEquals(List.of("row 1"), pipeline.rows("SELECT name FROM lot WHERE id = 1"));
        pipeline.succeed("lot", MASS);
        pipeline.assertCopied("lot");
    }

    @Test
    void rowsWithoutAStampAreFoundByAGrowingNumber() {
        fill("numbered", 100);
        assertEquals(new LoadCounts(100, 0, 0, 0, 0), counts(pipeline.succeed("numbered", MASS)));
        assertEquals(new LoadCounts(0, 0, 5, 0, 0), counts(pipeline.succeed("numbered", HOURLY)));
        pipeline.inSource(
                "INSERT INTO numbered SELECT n, 'new', now() FROM generate_series(101, 110) n",
                "UPDATE numbered SET name = 'changed' WHERE id IN (90, 98)");
        assertEquals(new LoadCounts(10, 1, 4, 0, 0), counts(pipeline.succeed("numbered", HOURLY)));
        assertEquals(List.of("row 90"), pipeline.rows("SELECT name FROM numbered WHERE id = 90"));
        // Nothing new: the number stays known.
        pipeline.inSource("DELETE FROM numbered WHERE id > 50");
        assertEquals(LoadCounts.NONE, counts(pipeline.succeed("numbered", HOURLY)));
        pipeline.inSource("INSERT INTO numbered VALUES (111, 'late', now()), (107, 'later', now())");
        assertEquals(new LoadCounts(1, 1, 0, 0, 0), counts(pipeline.succeed("numbered", DAILY)));
        assertEquals(
                List.of("100", "100", "110", "110", "111"),
                pipeline.controlRows("SELECT HighWaterMark FROM DataUpdate WHERE TableName = 'numbered' ORDER BY Id"));
    }

    @Test
    void aSwappedTableKeepsItsViewAndIsNeverSeenHalfFull() {
        fill("swapped", 300);
        pipeline.succeed("swapped", MASS);
        pipeline.inDestination("CREATE VIEW swapped_view AS SELECT count(*) AS n FROM swapped");
        pipeline.inSource("DELETE FROM swapped WHERE id > 200", "UPDATE swapped SET name = 'x' WHERE id = 1");
        LogEntry second = pipeline.succeed("swapped", MASS);
        assertEquals(200, second.records());
        pipeline.assertCopied("swapped");
        assertEquals(List.of("200"), pipeline.rows("SELECT n FROM swapped_view"));
        assertEquals(
                List.of("swapped"),
                pipeline.rows("SELECT tablename FROM pg_tables WHERE schemaname = '"
                        + pipeline.destination().name() + "' AND tablename LIKE 'swapped%'"));
    }

    @Test
    void slicesAreFetchedAndLoadedOnTheirOwnAndReplayed() {
        fill("sliced", 3_000);
        for (int run = 0; run < 2; run++) {
            LogEntry mass = pipeline.succeed("sliced", MASS);
            assertEquals(new LoadCounts(3_000, 0, 0, 0, 0), counts(mass));
            OperationState state = Objects.requireNonNull(
                    pipeline.states().get(mass.operation().operationId()));
            assertEquals(
                    List.of(1_000L, 1_000L, 1_000L),
                    state.slices().stream().map(SliceState::fetchedRows).toList());
            pipeline.assertCopied("sliced");
        }
        LogEntry daily = pipeline.succeed("sliced", DAILY);
        assertEquals(
                1,
                Objects.requireNonNull(pipeline.states().get(daily.operation().operationId()))
                        .slices()
                        .size());
        LogEntry mass = pipeline.succeed("sliced", MASS);
        pipeline.inDestination("DELETE FROM sliced WHERE id > 1500");
        pipeline.replay(mass.operation().operationId());
        pipeline.assertCopied("sliced");
    }

    @Test
    void aPostProcessorSeesTheLoadedRows() {
        fill("finished", 20);
        pipeline.inDestination("CREATE TABLE after_finished (n bigint)");
        pipeline.succeed("finished", MASS);
        assertEquals(List.of("20"), pipeline.rows("SELECT n FROM after_finished"));
    }

    @Test
    void aFailingPostProcessorFailsTheOperation() {
        fill("unfinished", 20);
        LogEntry failed = pipeline.run("unfinished", MASS);
        assertFalse(failed.successful());
        assertEquals("POST_PROCESSOR", failed.errorCode());
        assertEquals("FinishTarget", failed.errorStep());
        assertTrue(String.valueOf(failed.errorMessage()).contains("division by zero"), failed.errorMessage());
    }

    @Test
    void aReplayBringsDeletedRowsBackWithoutAskingTheSource() {
        fill("replayed", 50);
        LogEntry first = pipeline.succeed("replayed", MASS);
        pipeline.inSource("DROP TABLE replayed");
        pipeline.inDestination("DELETE FROM replayed WHERE id > 30");
        LogEntry replay = pipeline.replay(first.operation().operationId());
        assertEquals(new LoadCounts(20, 0, 30, 0, 0), counts(replay));
        assertEquals(first.operation().operationId(), replay.replayOf());
        assertEquals(first.operation().startedAt(), replay.operation().startedAt());
        assertEquals(List.of("50"), pipeline.rows("SELECT count(*) FROM replayed"));

        LogEntry again = pipeline.replay(replay.operation().operationId());
        assertEquals(new LoadCounts(0, 0, 50, 0, 0), counts(again));
    }
}
