package io.datasync.standalone;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.datasync.config.UpdateType;
import io.datasync.message.Operation;
import io.datasync.scheduler.log.LogEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Operations that nobody asks for. */
class SchedulesTest {
    private static final Duration DAILY = Duration.ofSeconds(3);
    private static final Duration HOURLY = Duration.ofMillis(700);
    private static final int TABLES = 5;
    private static final int CAP = 3;
    private static final int SOURCE_CAP = 2;

    @Test
    void aTableGetsItsMassThenHourliesAndDailiesThatCountFromTheLastDailyOrMass() {
        String table = """
                - tableName: scheduled
                  sourceSystem: ERP
                  fetcher: jdbc
                  query: SELECT * FROM scheduled WHERE changed >= :minimumDT
                  keyColumns: id
                  lastUpdateColumn: changed
                  mass: {interval: 1h}
                  daily: {interval: 3s}
                  hourly: {interval: 700ms}
                """;
        try (TestPipeline pipeline = new TestPipeline(table).options("lookbackMultiplier: 2")) {
            pipeline.inSource(
                    "CREATE TABLE scheduled (id int PRIMARY KEY, changed timestamptz NOT NULL)",
                    "INSERT INTO scheduled SELECT n, now() FROM generate_series(1, 10) n");
            pipeline.start();
            List<LogEntry> entries = await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> ended(pipeline), SchedulesTest::hasAnHourlyAfterADaily);
            pipeline.stop();

            assertEquals(UpdateType.MASS, entries.get(0).operation().updateType());
            entries.forEach(TestPipeline::assertSucceeded);
            assertEquals(1, entries.stream().filter(SchedulesTest::isMass).count());
            for (int i = 1; i < entries.size(); i++) {
                assertLooksBack(entries.get(i).operation(), entries.subList(0, i));
            }
            pipeline.assertCopied("scheduled");
        }
    }

    private static void assertLooksBack(Operation operation, List<LogEntry> before) {
        boolean daily = operation.updateType() == UpdateType.DAILY;
        Instant from = before.stream()
                .map(LogEntry::operation)
                .filter(other -> other.updateType() != UpdateType.HOURLY)
                .map(Operation::startedAt)
                .max(Comparator.naturalOrder())
                .orElseThrow();
        assertEquals(from.minus((daily ? DAILY : HOURLY).multipliedBy(2)), operation.minimumDT(), operation.toString());
        Instant due = before.stream()
                .map(LogEntry::operation)
                .filter(other -> !daily || other.updateType() != UpdateType.HOURLY)
                .map(Operation::startedAt)
                .max(Comparator.naturalOrder())
                .orElseThrow()
                .plus(daily ? DAILY : HOURLY);
        assertTrue(!operation.startedAt().isBefore(due), operation + " is early, it is due at " + due);
    }

    private static boolean hasAnHourlyAfterADaily(List<LogEntry> entries) {
        int daily = -1;
        for (int i = 0; i < entries.size(); i++) {
            UpdateType type = entries.get(i).operation().updateType();
            if (daily >= 0 && type == UpdateType.HOURLY) {
                return true;
            } else if (type == UpdateType.DAILY) {
                daily = i;
            }
        }
        return false;
    }

    private static boolean isMass(LogEntry entry) {
        return entry.operation().updateType() == UpdateType.MASS;
    }

    /** Oldest first. */
    private static List<LogEntry> ended(TestPipeline pipeline) {
        return pipeline.operations().dataUpdates().recent(100).stream()
                .filter(entry -> entry.endedAt() != null)
                .sorted(Comparator.comparing(entry -> entry.operation().startedAt()))
                .toList();
    }

    @Test
    void noMoreOperationsAreOpenThanTheCapsAllowAndAllTablesGetTheirTurn() {
        StringBuilder tables = new StringBuilder();
        IntStream.range(0, TABLES).forEach(n -> tables.append(sample("of_erp_" + n, "ERP")));
        IntStream.range(0, TABLES).forEach(n -> tables.append(sample("of_other_" + n, "OTHER")));
        try (TestPipeline pipeline = new TestPipeline(tables.toString())
                .options("maxDegreeOfParallelism: " + CAP)
                .set("sources", "  OTHER: {url: \"{sourceUrl}\", user: {user}, maxOpenOperations: " + SOURCE_CAP + "}")
                .start()) {
            List<Integer> most = new ArrayList<>(List.of(0, 0));
            await().atMost(Duration.ofSeconds(90))
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> {
                        List<Integer> open = open(pipeline);
                        IntStream.range(0, open.size()).forEach(i -> most.set(i, Math.max(most.get(i), open.get(i))));
                        return ended(pipeline).size() >= 2 * TABLES;
                    });
            List<LogEntry> entries = ended(pipeline);
            entries.forEach(TestPipeline::assertSucceeded);
            assertEquals(
                    2L * TABLES,
                    entries.stream()
                            .map(entry -> entry.operation().tableName())
                            .distinct()
                            .count());
            assertEquals(List.of(CAP, SOURCE_CAP), most);
        }
    }

    /** How many operations are open in the log now: all, and those of the source with a cap of its own. */
    private static List<Integer> open(TestPipeline pipeline) {
        String counts = pipeline.controlRows("SELECT count(*), count(*) FILTER (WHERE SourceSystem = 'OTHER')"
                        + " FROM DataUpdate WHERE EndDT IS NULL")
                .get(0);
        return Stream.of(counts.split("\\|")).map(Integer::valueOf).toList();
    }

    private static String sample(String name, String source) {
        return """
                - tableName: %s
                  sourceSystem: %s
                  fetcher: sample
                  options: {rows: 200}
                  keyColumns: Id
                  mass: {interval: 1h}
                """.formatted(name, source);
    }
}
