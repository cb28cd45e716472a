package io.datasync.reliability;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.datasync.embedded.TestKafka;
import io.datasync.kafka.KafkaClients;
import io.datasync.standalone.TestPipeline;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.admin.SharePartitionOffsetInfo;
import org.awaitility.core.ConditionFactory;

/** One scheduler, fetcher and loader as separate processes, which keep a table in step with a source that changes. */
final class Installation implements AutoCloseable {
    private static final int ROWS = 2_000;
    private static final String TABLE = "copied";

    private final TestPipeline pipeline;
    private final Update update;
    private final Path directory;
    private final Map<Role, WorkerProcess> processes = new EnumMap<>(Role.class);
    private int started;

    /** @param directory for the logs of the processes */
    Installation(Update update, Path directory) {
        this.update = update;
        this.directory = directory;
        pipeline = new TestPipeline(entry(true))
                .options("batchSize: 500", "staleAfter: 20s")
                .set("kafka", TestKafka.bootstrapServers() + "\n  lockDuration: 3s");
        pipeline.inSource(
                "CREATE TABLE " + TABLE + " (id int PRIMARY KEY, name varchar(80) NOT NULL, amount numeric(15, 3),"
                        + " changed timestamptz NOT NULL)",
                "INSERT INTO " + TABLE + " SELECT n, 'row ' || n, n / 8.0, now() FROM generate_series(1, " + ROWS
                        + ") n");
    }

    private String entry(boolean enabled) {
        return TestPipeline.table(TABLE, update.schedule()).replace("enabled: false", "enabled: " + enabled);
    }

    /** Starts all processes and waits for the first copy. */
    void start() {
        for (Role role : Role.values()) {
            processes.put(role, launch(role));
        }
        processes.values().forEach(WorkerProcess::awaitRunning);
        awaitCopied();
        pipeline.inDestination("CREATE INDEX copied_name ON " + TABLE + " (name)");
    }

    private WorkerProcess launch(Role role, String... options) {
        started++;
        Path log = directory.resolve(role + "-" + started + ".log");
        return WorkerProcess.start(role, pipeline.file(), log, options);
    }

    WorkerProcess process(Role role) {
        return Objects.requireNonNull(processes.get(role), role + " is not started");
    }

    /** Ends the process of that role, and starts another one with further JVM options. */
    void replace(Role role, String... options) {
        process(role).stop();
        restart(role, options);
    }

    /** Starts a process in place of one that has ended. */
    void restart(Role role, String... options) {
        processes.put(role, launch(role, options));
    }

    /** Updates a third of the rows, adds some, and gives some keys to other rows. */
    void changeSource() {
        pipeline.inSource(
                "UPDATE " + TABLE
                        + " SET name = 'changed ' || id, amount = amount + 1, changed = now() WHERE id % 3 = 0",
                "INSERT INTO " + TABLE + " SELECT n, 'new ' || n, NULL, now() FROM generate_series(" + (ROWS + 1) + ", "
                        + (ROWS + 300) + ") n");
    }

    /** Waits until the copy equals the source, by key and value. */
    void awaitCopied() {
        waiting("the copy equals the source")
                .until(() -> !rows().isEmpty() && pipeline.sourceRows(query()).equals(rows()));
    }

    private List<String> rows() {
        return pipeline.rows("SELECT to_regclass('" + TABLE + "')").get(0).equals("null")
                ? List.of()
                : pipeline.rows(query());
    }

    private static String query() {
        return "SELECT * FROM " + TABLE + " ORDER BY id";
    }

    private static ConditionFactory waiting(String what) {
        return await(what).atMost(Duration.ofSeconds(90)).pollInterval(Duration.ofMillis(100));
    }

    /** Ids of the operations that are open. */
    List<String> open() {
        return pipeline.controlRows("SELECT OperationId FROM DataUpdate WHERE EndDT IS NULL");
    }

    /** How an operation ended: SUCCEEDED, or the error's code. */
    String outcome(String operationId) {
        return waiting("operation " + operationId + " is closed")
                .until(
                        () -> pipeline.controlRows("SELECT CASE WHEN EndDT IS NULL THEN '' WHEN WasSuccessful THEN"
                                        + " 'SUCCEEDED' ELSE ErrorCode END FROM DataUpdate WHERE OperationId = '"
                                        + operationId + "'")
                                .get(0),
                        outcome -> !outcome.isEmpty());
    }

    /** Has no further operation start, waits for the open ones, and asserts that nothing is left over or does not add up. */
    void assertTidy() {
        process(Role.SCHEDULER).stop();
        pipeline.set("tables", entry(false).indent(2));
        restart(Role.SCHEDULER);
        waiting("no operation is open").until(() -> open().isEmpty());
        waiting("no task waits").until(() -> tasks() == 0);
        processes.values().forEach(WorkerProcess::requireAlive);
        assertEquals(pipeline.sourceRows(query()), rows());
        assertEquals(
                List.of(TABLE),
                pipeline.controlRows("SELECT tablename FROM pg_tables WHERE schemaname = '"
                        + pipeline.destination().name() + "'"),
                "tables in the destination");
        assertEquals(
                List.of("1"),
                pipeline.rows("SELECT count(*) FROM pg_indexes WHERE indexname = 'copied_name' AND schemaname = '"
                        + pipeline.destination().name() + "'"),
                "the index is there");
        assertEquals(List.of(), pipeline.controlRows("SELECT IndexName FROM DisabledIndex"), "disabled indexes");
        assertEquals(
                List.of(),
                pipeline.controlRows(
                        "SELECT d.OperationId, d.NumberRecords, l.Rows FROM DataUpdate d LEFT JOIN LATERAL (SELECT"
                                + " sum(Inserted + Updated + Unchanged + Duplicates + Rejected) AS Rows FROM LoadLedger l"
                                + " WHERE l.OperationId = d.OperationId AND Step = 'LoadBatch') l ON true WHERE"
                                + " WasSuccessful AND (NumberRecords <> Inserted + Updated + Unchanged + Duplicates +"
                                + " Rejected OR NumberRecords > coalesce(l.Rows, 0))"),
                "what the log and the ledger say");
        assertTrue(Integer.parseInt(pipeline.controlRows("SELECT count(*) FROM DataUpdate WHERE WasSuccessful")
                        .get(0))
                >= 2);
    }

    /** Tasks in both work queues that wait or are being done. */
    private long tasks() throws InterruptedException, ExecutionException {
        List<SharePartitionOffsetInfo> partitions = new ArrayList<>();
        try (Admin admin = new KafkaClients(pipeline.config().kafka()).admin()) {
            for (String group :
                    List.of(pipeline.topics().fetchers(), pipeline.topics().loaders())) {
                partitions.addAll(admin.listShareGroupOffsets(Map.of(group, new ListShareGroupOffsetsSpec()))
                        .partitionsToOffsetInfo(group)
                        .get()
                        .values());
            }
        }
        return partitions.stream()
                .mapToLong(partition -> partition.lag().orElse(0L))
                .sum();
    }

    @Override
    public void close() {
        processes.values().forEach(WorkerProcess::close);
        pipeline.close();
    }
}
