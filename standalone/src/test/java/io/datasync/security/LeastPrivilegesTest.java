package io.datasync.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.datasync.config.DataSyncConfig;
import io.datasync.config.UpdateType;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.fetcher.FetcherApp;
import io.datasync.lifecycle.Lifecycle;
import io.datasync.loader.LoaderApp;
import io.datasync.message.LoadCounts;
import io.datasync.scheduler.OperationControl;
import io.datasync.scheduler.SchedulerApp;
import io.datasync.scheduler.log.LogEntry;
import io.datasync.standalone.TestPipeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Whole operations by logins that have just the rights of docs/security.md, and what happens without one of those. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LeastPrivilegesTest {
    private static final String PASSWORD = "password-of-the-test";
    private static final String TABLES = TestPipeline.table("work_order", "mass: {enabled: false, mode: swap}")
            + TestPipeline.table("lot_usage", "mass: {enabled: false, prepurgeData: true}");
    private static final String CREATE =
            "CREATE TABLE %s (id int PRIMARY KEY, name varchar(40), changed timestamptz NOT NULL)";

    private final TestPipeline pipeline = new TestPipeline(TABLES).set("destination", "  createTables: false");
    private final Lifecycle parts = new Lifecycle();
    private final String prefix = pipeline.topics().prefix();
    private final Rights rights;
    private final Map<String, List<AclBinding>> acls;
    private final SaslKafka kafka;

    LeastPrivilegesTest(@TempDir Path directory) throws IOException {
        rights = new Rights(Files.readString(page()));
        acls = rights.ofKafka(prefix);
        kafka = parts.add("kafka", SaslKafka.start(directory));
    }

    @BeforeAll
    void start() {
        acls.forEach((role, list) -> {
            kafka.addUser(user(role), PASSWORD);
            kafka.grant(list);
        });
        for (String table : List.of("work_order", "lot_usage")) {
            pipeline.inSource(
                    CREATE.formatted(table),
                    "INSERT INTO " + table + " SELECT n, 'row ' || n, now() FROM generate_series(1, 500) n");
            pipeline.inDestination(CREATE.formatted(table));
        }
        pipeline.inSource("DROP SCHEMA " + pipeline.control().name());
        grant("A PostgreSQL source");
        grant("A PostgreSQL destination, at first");
        parts.add("scheduler", SchedulerApp.start(config("scheduler"), false));
        grant("A PostgreSQL destination, once a scheduler was started");
        parts.add("fetcher", FetcherApp.start(config("fetcher")));
        parts.add("loader", LoaderApp.start(config("loader")));
        pipeline.use(OperationControl.connect(config("person")));
    }

    @AfterAll
    void close() {
        pipeline.close();
        parts.close();
    }

    private static Path page() {
        Path page = Path.of("docs", "security.md");
        return Files.exists(page) ? page : Path.of("..").resolve(page);
    }

    private String user(String role) {
        return Rights.user(role, prefix);
    }

    private DataSyncConfig config(String role) {
        return config(role, PASSWORD);
    }

    /** The file as that process has it: one login for Kafka, the source and the destination. */
    private DataSyncConfig config(String role, String password) {
        return pipeline.set("kafka", kafka.configuration(user(role), password))
                .set("user", user(role))
                .set("destinationUser", user(role))
                .config();
    }

    private void grant(String heading) {
        List<String> statements = rights.ofDatabase(
                heading,
                Map.of(
                        "datasync_scheduler", user("scheduler"),
                        "datasync_fetcher", user("fetcher"),
                        "datasync_loader", user("loader"),
                        "datasync_person", user("person"),
                        "datasync", pipeline.control().name(),
                        "erp", pipeline.source().name(),
                        "reporting", pipeline.destination().name()));
        pipeline.inSource(statements.toArray(String[]::new));
    }

    @Test
    void everyKindOfOperationRunsWithTheLeastPrivileges() {
        assertEquals(
                List.of("fetcher", "loader", "person", "scheduler"),
                acls.keySet().stream().toList());
        for (String table : List.of("work_order", "lot_usage")) {
            assertEquals(
                    500,
                    TestPipeline.counts(pipeline.succeed(table, UpdateType.MASS))
                            .sum());
            pipeline.assertCopied(table);
            pipeline.inSource(
                    "UPDATE " + table + " SET name = 'new', changed = now() WHERE id <= 5",
                    "INSERT INTO " + table + " VALUES (501, 'another', now())");
            LogEntry hourly = pipeline.succeed(table, UpdateType.HOURLY);
            LoadCounts counts = TestPipeline.counts(hourly);
            assertEquals(List.of(1L, 5L), List.of(counts.inserted(), counts.updated()));
            pipeline.assertCopied(table);
            TestPipeline.assertSucceeded(pipeline.replay(hourly.operation().operationId()));
            pipeline.succeed(table, UpdateType.MASS);
            pipeline.assertCopied(table);
        }
    }

    @Test
    void aRightOfKafkaThatIsMissingIsNamedByTheOperation() {
        assertFails(
                "fetcher", "batches.", AclOperation.CREATE, "Kafka did not create the topic " + prefix + ".batches.");
        assertFails(
                "fetcher", "batches.", AclOperation.WRITE, "Kafka did not take a chunk for " + prefix + ".batches.");
        assertFails("loader", "batches.", AclOperation.READ, "Reading " + prefix + ".batches.");
    }

    private void assertFails(String role, String resource, AclOperation operation, String message) {
        AclBinding right = right(role, resource, operation);
        kafka.revoke(right);
        try {
            LogEntry failed = pipeline.run("lot_usage", UpdateType.HOURLY);
            assertEquals(ErrorCode.KAFKA_REFUSED.name(), failed.errorCode(), failed.errorMessage());
            String words = String.valueOf(failed.errorMessage());
            assertTrue(words.contains(message) && words.contains("docs/security.md"), words);
        } finally {
            kafka.grant(List.of(right));
        }
    }

    private AclBinding right(String role, String resource, AclOperation operation) {
        return Objects.requireNonNull(acls.get(role)).stream()
                .filter(acl ->
                        acl.pattern().name().endsWith(resource) && acl.entry().operation() == operation)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aRightOfADatabaseThatIsMissingIsNamedByTheOperation() {
        assertFailsWithout(
                "SELECT ON " + pipeline.source().name() + ".lot_usage", "fetcher", ErrorCode.SOURCE_QUERY, "lot_usage");
        assertFailsWithout(
                "INSERT ON " + pipeline.destination().name() + ".lot_usage",
                "loader",
                ErrorCode.DESTINATION_STATEMENT,
                "permission denied for table lot_usage");
    }

    private void assertFailsWithout(String right, String role, ErrorCode code, String message) {
        pipeline.inSource("REVOKE " + right + " FROM " + user(role));
        try {
            LogEntry failed = pipeline.run("lot_usage", UpdateType.MASS);
            assertEquals(code.name(), failed.errorCode(), failed.errorMessage());
            assertTrue(String.valueOf(failed.errorMessage()).contains(message), failed.errorMessage());
        } finally {
            pipeline.inSource("GRANT " + right + " TO " + user(role));
        }
    }

    @Test
    void whoIsRefusedAtTheStartEndsAndSaysWhy() {
        assertRefused(config("loader", "another-password"), "Kafka refuses the login (kafka.properties)");
        kafka.addUser(user("stranger"), PASSWORD);
        assertRefused(config("stranger"), "Kafka did not describe topic " + prefix + ".");
        AclBinding right = right("loader", "-loaders", AclOperation.DESCRIBE_CONFIGS);
        kafka.revoke(right);
        try {
            assertRefused(config("loader"), prefix + "-loaders");
        } finally {
            kafka.grant(List.of(right));
        }
    }

    private static void assertRefused(DataSyncConfig config, String message) {
        DataSyncException refused = assertThrows(DataSyncException.class, () -> LoaderApp.start(config));
        assertEquals(ErrorCode.KAFKA_REFUSED, refused.code(), refused.getMessage());
        String words = String.valueOf(refused.getMessage());
        assertTrue(words.contains(message), words);
        assertFalse(words.contains(PASSWORD) || words.contains("another-password"), words);
    }
}
