package io.datasync.reliability;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.datasync.config.DataSyncConfig;
import io.datasync.config.UpdateType;
import io.datasync.embedded.EmbeddedPostgreSql;
import io.datasync.embedded.TestKafka;
import io.datasync.embedded.TestPostgreSql;
import io.datasync.kafka.KafkaClients;
import io.datasync.message.OperationState;
import io.datasync.message.Topics;
import io.datasync.scheduler.OperationControl;
import io.datasync.standalone.TestPipeline;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.awaitility.core.ConditionFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Schedulers, fetchers and loaders as separate processes, which keep a table for each kind of update in step with a source
 * that changes.
 */
final class Installation implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Installation.class);
    private static final int ROWS = 2_000;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final TestPipeline pipeline;
    private final List<Update> updates;
    private final Path directory;
    private final List<RoleProcess> processes = new ArrayList<>();
    private int started;
    private int changes;

    /** An installation on the servers that all tests share, which is not started yet. */
    Installation(List<Update> updates, Path directory) {
        this(updates, TestKafka.bootstrapServers(), TestPostgreSql.server(), directory);
    }

    /**
     * An installation that is not started yet.
     *
     * @param directory for the logs of the processes
     */
    Installation(List<Update> updates, String bootstrapServers, EmbeddedPostgreSql database, Path directory) {
        this.updates = updates;
        this.directory = directory;
        pipeline = new TestPipeline(entries(true), bootstrapServers, database)
                .set("user", database.user() + ", queryTimeout: 10s")
                .set("destination", "  createTables: true\n  queryTimeout: 10s");
        timing(Duration.ofSeconds(3), Duration.ofSeconds(20), bootstrapServers);
        for (Update update : updates) {
            pipeline.inSource(
                    "CREATE TABLE " + update.table() + " (id int PRIMARY KEY, name varchar(80) NOT NULL,"
                            + " amount numeric(15, 3), changed timestamptz NOT NULL)",
                    "INSERT INTO " + update.table() + " SELECT n, 'row ' || n, n / 8.0, now() FROM generate_series(1, "
                            + ROWS + ") n");
        }
    }

    /**
     * Sets how soon others take over what a dead process had.
     *
     * @param lock how long a task is a silent worker's
     * @param staleAfter how long an operation is open without a sign of life
     */
    void timing(Duration lock, Duration staleAfter, String bootstrapServers) {
        pipeline.options("batchSize: 500", "batchRetention: 1s", "staleAfter: " + staleAfter.toSeconds() + "s")
                .set("kafka", bootstrapServers + "\n  lockDuration: " + lock.toSeconds() + "s");
    }

    private String entries(boolean enabled) {
        return updates.stream()
                .map(update -> TestPipeline.table(update.table(), update.schedule())
                        .replace("enabled: false", "enabled: " + enabled))
                .collect(Collectors.joining());
    }

    /** The topics, the schemas and the configuration. */
    TestPipeline pipeline() {
        return pipeline;
    }

    /** Starts processes of each role, and waits for the first copies. */
    void start(int ofEachRole) {
        for (Role role : Role.WORKERS) {
            for (int number = 0; number < ofEachRole; number++) {
                start(role);
            }
        }
        processes.forEach(RoleProcess::awaitRunning);
        awaitCopied();
        updates.forEach(update ->
                pipeline.inDestination("CREATE INDEX " + update.table() + "_name ON " + update.table() + " (name)"));
    }

    /** Starts a process, with further JVM options, without waiting for it. */
    RoleProcess start(Role role, String... options) {
        return start(role, ProcessClock.RIGHT, options);
    }

    RoleProcess start(Role role, ProcessClock clock, String... options) {
        started++;
        Path log = directory.resolve(role + "-" + started + ".log");
        RoleProcess process = RoleProcess.start(role, List.of(pipeline.file().toString()), log, clock, options);
        processes.add(process);
        return process;
    }

    /** The first process of a role. */
    RoleProcess process(Role role) {
        return processes.stream()
                .filter(process -> process.role() == role)
                .findFirst()
                .orElseThrow();
    }

    /** The others that do the same as this one. */
    List<RoleProcess> twins(RoleProcess one) {
        return processes.stream()
                .filter(process -> process != one && process.role() == one.role())
                .toList();
    }

    List<RoleProcess> processes() {
        return List.copyOf(processes);
    }

    /** No more than a note that the process is expected to be gone. */
    void forget(RoleProcess process) {
        processes.remove(process);
    }

    /** Stops all processes of a role as SIGTERM does. */
    void stop(Role role) {
        for (RoleProcess process : processes()) {
            if (process.role() == role) {
                process.stop();
                forget(process);
            }
        }
    }

    /** Updates a third of the rows, adds some. */
    void changeSource() {
        changes++;
        for (Update update : updates) {
            pipeline.inSource(
                    "UPDATE " + update.table() + " SET name = 'change " + changes + " of ' || id, amount = amount + 1,"
                            + " changed = now() WHERE id % 3 = " + changes % 3,
                    "INSERT INTO " + update.table()
                            + " SELECT n, 'new ' || n, NULL, now() FROM (SELECT max(id) AS last FROM " + update.table()
                            + ") m, generate_series(last + 1, last + 100) n");
        }
    }

    /** Waits until the copies equal the source, by key and value. */
    void awaitCopied() {
        for (Update update : updates) {
            waiting(update + " equals its source")
                    .until(() -> isThere(update) && sourceRows(update).equals(copiedRows(update)));
        }
    }

    private boolean isThere(Update update) {
        return !pipeline.rows("SELECT to_regclass('" + update.table() + "')")
                .get(0)
                .equals("null");
    }

    private List<String> sourceRows(Update update) {
        return pipeline.sourceRows("SELECT * FROM " + update.table() + " ORDER BY id");
    }

    private List<String> copiedRows(Update update) {
        return pipeline.rows("SELECT * FROM " + update.table() + " ORDER BY id");
    }

    private static ConditionFactory waiting(String what) {
        return await(what).atMost(PATIENCE).pollInterval(Duration.ofMillis(200));
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

    /** How many operations ended how: SUCCEEDED, or the error's code. */
    Map<String, Integer> endings() {
        Map<String, Integer> endings = new TreeMap<>();
        pipeline.controlRows("SELECT coalesce(ErrorCode, 'SUCCEEDED') FROM DataUpdate WHERE EndDT IS NOT NULL")
                .forEach(ending -> endings.merge(ending, 1, Integer::sum));
        pipeline.controlRows("SELECT ErrorCode, min(ErrorMessage) FROM DataUpdate WHERE NOT WasSuccessful GROUP BY 1")
                .forEach(log::info);
        log.atInfo().addKeyValue("operations", endings).log("How operations ended");
        return endings;
    }

    /** What is known of an operation. */
    OperationState state(String operationId) {
        return Objects.requireNonNull(pipeline.states().get(operationId), operationId);
    }

    /** Has no further operation start, waits for the open ones, and asserts that nothing is left over or does not add up. */
    void assertTidy() {
        stop(Role.SCHEDULER);
        pipeline.set("tables", entries(false).indent(2));
        start(Role.SCHEDULER);
        waiting("no operation is open").until(() -> open().isEmpty());
        repeatWhatFailedLast();
        awaitNoTaskWaits();
        waiting("no batch topic is left")
                .until(() -> pipeline.topicNames().stream()
                        .noneMatch(topic -> topic.startsWith(pipeline.topics().batchesPrefix())));
        processes.forEach(RoleProcess::requireAlive);
        updates.forEach(update -> assertEquals(sourceRows(update), copiedRows(update), update.table()));
        assertEquals(
                updates.stream().map(Update::table).sorted().toList(),
                pipeline.controlRows("SELECT tablename FROM pg_tables WHERE schemaname = '"
                        + pipeline.destination().name() + "' ORDER BY 1"),
                "tables in the destination");
        assertEquals(
                updates.stream()
                        .map(update -> update.table() + "_name")
                        .sorted()
                        .toList(),
                pipeline.controlRows("SELECT indexname FROM pg_indexes WHERE indexname LIKE '%name' AND schemaname = '"
                        + pipeline.destination().name() + "' ORDER BY 1"),
                "indexes in the destination");
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
        for (OperationState state : pipeline.states().values()) {
            if (state.phase() == OperationState.Phase.SUCCEEDED) {
                assertEquals(state.fetched(), state.counts().sum(), () -> "rows of " + state.operation());
            }
        }
    }

    /** As its schedule would: on a slow machine what is open becomes stale before the scheduler runs again. */
    private void repeatWhatFailedLast() {
        DataSyncConfig config = pipeline.config();
        try (OperationControl control = OperationControl.connect(config)) {
            for (Update update : updates) {
                pipeline.controlRows("SELECT UpdateType FROM (SELECT * FROM DataUpdate WHERE TableName = '"
                                + update.table() + "' ORDER BY Id DESC LIMIT 1) last WHERE NOT WasSuccessful")
                        .forEach(type -> assertEquals(
                                "SUCCEEDED",
                                outcome(control.run(
                                                config.table(update.table()).orElseThrow(), UpdateType.valueOf(type))
                                        .operation()
                                        .operationId())));
            }
        }
    }

    private void awaitNoTaskWaits() {
        Topics topics = pipeline.topics();
        try (SettledTasks tasks =
                new SettledTasks(new KafkaClients(pipeline.config().kafka()))) {
            tasks.await(topics.tasks(), topics.fetchers(), PATIENCE);
            tasks.await(topics.loads(), topics.loaders(), PATIENCE);
        }
    }

    @Override
    public void close() {
        processes.forEach(RoleProcess::close);
        pipeline.close();
    }
}
