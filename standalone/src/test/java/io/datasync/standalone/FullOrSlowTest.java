package io.datasync.standalone;

import static io.datasync.config.UpdateType.HOURLY;
import static io.datasync.config.UpdateType.MASS;
import static io.datasync.standalone.TestPipeline.counts;
import static io.datasync.standalone.TestPipeline.query;
import static io.datasync.standalone.TestPipeline.table;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.datasync.embedded.TestPostgreSql;
import io.datasync.error.ErrorCode;
import io.datasync.scheduler.log.LogEntry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Servers that are full, slow or silent: each operation ends, in success or in an error that names what is wrong. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FullOrSlowTest {
    private static final String TABLES = String.join(
            "",
            table("locked"),
            table("locked_for_long"),
            table("overflowing"),
            table("unanswered"),
            query(
                            "slow",
                            // The server sends what fills a packet of 8 kB.
                            "SELECT n AS id, repeat('x', 9000) AS name, pg_sleep(1)::text AS waited, now() AS changed"
                                    + " FROM generate_series(1, 4) n",
                            "slices: 1")
                    .replace("ERP", "SLOW"),
            table("silent").replace("ERP", "PROXIED"));

    private final CuttableProxy sourceProxy;
    private final CuttableProxy destinationProxy;
    private final TestPipeline pipeline = new TestPipeline(TABLES);
    private final HttpClient http = HttpClient.newHttpClient();
    private Connection lockForLong;
    private String lockedForLong = "";

    FullOrSlowTest() throws IOException {
        String source = pipeline.source().jdbcUrl();
        int port = URI.create(source.substring("jdbc:".length())).getPort();
        sourceProxy = new CuttableProxy(port);
        destinationProxy = new CuttableProxy(port);
        sourceProxy.connect();
        destinationProxy.connect();
        pipeline.set("sources", """
                  SLOW: {url: "%s", user: {user}, queryTimeout: 3s}
                  PROXIED: {url: "%s", user: {user}, queryTimeout: 2s}
                """.formatted(source, source.replace(":" + port + "/", ":" + sourceProxy.port() + "/")))
                .set(
                        "destinationUrl",
                        pipeline.destination().jdbcUrl().replace(":" + port + "/", ":" + destinationProxy.port() + "/"))
                .set("destination", "  createTables: true\n  lockTimeout: 500ms\n  queryTimeout: 5s");
    }

    @BeforeAll
    void start() throws Exception {
        for (String table : List.of("locked", "locked_for_long", "unanswered", "overflowing", "silent")) {
            String create = "CREATE TABLE " + table + " (id int PRIMARY KEY, name text, changed timestamptz NOT NULL)";
            pipeline.inSource(
                    create, "INSERT INTO " + table + " SELECT n, 'row ' || n, now() FROM generate_series(1, 25) n");
            if (!table.equals("overflowing")) {
                pipeline.inDestination(create);
            }
        }
        pipeline.start();
        lockForLong = TestPipeline.lock(pipeline.destination(), "locked_for_long");
        lockedForLong = pipeline.begin("locked_for_long", MASS);
    }

    @AfterAll
    void close() throws Exception {
        lockForLong.close();
        pipeline.close();
        sourceProxy.close();
        destinationProxy.close();
    }

    private static ConditionFactory waiting() {
        return await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(100));
    }

    private void awaitRetry(int port, String table, ErrorCode code) {
        String metric = "sync_retries_total{code=\"" + code + "\",table=\"" + table + "\"";
        waiting().until(() -> metrics(port).contains(metric));
    }

    private String metrics(int port) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    private static void assertFailed(LogEntry entry, ErrorCode code, String part) {
        assertFalse(entry.successful());
        assertEquals(code.name(), entry.errorCode(), entry.errorMessage());
        assertTrue(String.valueOf(entry.errorMessage()).contains(part), entry.errorMessage());
    }

    @Test
    void aTableThatSomebodyLocksForAWhileIsLoadedAfterwards() throws Exception {
        String operationId;
        try (Connection lock = TestPipeline.lock(pipeline.destination(), "locked")) {
            operationId = pipeline.begin("locked", MASS);
            awaitRetry(pipeline.app().loaderPort(), "locked", ErrorCode.DESTINATION_BUSY);
            lock.rollback();
        }
        assertEquals(25, counts(pipeline.end(operationId)).inserted());
        pipeline.assertCopied("locked");
    }

    /** Begun before all others. */
    @Test
    @Order(Integer.MAX_VALUE)
    void aTableThatStaysLockedFailsItsOperationByName() {
        assertFailed(pipeline.end(lockedForLong), ErrorCode.DESTINATION_BUSY, "lock timeout");
    }

    @Test
    void aSourceThatSendsARowASecondIsReadToItsEnd() {
        assertEquals(4, counts(pipeline.run("slow", HOURLY)).inserted());
    }

    @Test
    void aSourceThatFallsSilentIsGivenUpAndReadAnew() throws Exception {
        fallSilent(
                "silent",
                pipeline.source(),
                sourceProxy,
                () -> awaitRetry(pipeline.app().fetcherPort(), "silent", ErrorCode.SOURCE_UNAVAILABLE));
    }

    @Test
    void aDestinationThatFallsSilentIsGivenUpAndLoadedAnew() throws Exception {
        fallSilent(
                "unanswered",
                pipeline.destination(),
                destinationProxy,
                () -> awaitRetry(pipeline.app().loaderPort(), "unanswered", ErrorCode.DESTINATION_UNAVAILABLE));
        pipeline.assertCopied("unanswered");
    }

    /** The server is heard no more while an operation waits for it, until {@code retried} has returned. */
    private void fallSilent(String table, TestPostgreSql.Schema server, CuttableProxy proxy, Runnable retried)
            throws Exception {
        String operationId;
        try (Connection lock = TestPipeline.lock(server, table)) {
            operationId = pipeline.begin(table, HOURLY);
            waiting().until(() -> isWaitedFor(table, server));
            proxy.stall();
            lock.rollback();
            retried.run();
        } finally {
            proxy.resume();
        }
        assertEquals(25, counts(pipeline.end(operationId)).inserted());
    }

    private boolean isWaitedFor(String table, TestPostgreSql.Schema where) {
        String query = "SELECT 1 FROM pg_locks WHERE NOT granted AND relation = '" + table + "'::regclass";
        return !(where.equals(pipeline.source()) ? pipeline.sourceRows(query) : pipeline.rows(query)).isEmpty();
    }

    @Test
    void aDestinationWhoseDiskIsFullFailsTheOperationAndKeepsTheOldRows(@TempDir Path directory) throws Exception {
        Path disk = Files.createDirectory(directory.resolve("small"));
        Assumptions.assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=2m,mode=0777", "none", disk.toString()),
                "Disk full: this user may not mount a small disk");
        String tablespace = "small_" + pipeline.destination().name();
        try {
            Path data = Path.of(pipeline.rows("SHOW data_directory").get(0));
            Files.setOwner(disk, Files.getOwner(data));
            pipeline.inDestination(
                    "CREATE TABLESPACE " + tablespace + " LOCATION '" + disk + "'",
                    "CREATE TABLE overflowing (id int PRIMARY KEY, name text, changed timestamptz NOT NULL)"
                            + " TABLESPACE " + tablespace);
            pipeline.succeed("overflowing", MASS);
            pipeline.inSource("INSERT INTO overflowing SELECT n, repeat(md5(n::text), 30), now()"
                    + " FROM generate_series(26, 9000) n");
            assertFailed(pipeline.run("overflowing", HOURLY), ErrorCode.DESTINATION_STATEMENT, "No space left");
            assertEquals(List.of("25"), pipeline.rows("SELECT count(*) FROM overflowing"));
        } finally {
            pipeline.inDestination("DROP TABLE IF EXISTS overflowing", "DROP TABLESPACE IF EXISTS " + tablespace);
            run("umount", disk.toString());
        }
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException noSuchCommand) {
            return false;
        }
    }
}
