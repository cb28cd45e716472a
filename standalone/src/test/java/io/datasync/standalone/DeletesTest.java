package io.datasync.standalone;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.datasync.cli.TestCommand;
import io.datasync.config.UpdateType;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.lifecycle.ExitCodes;
import io.datasync.message.LoadCounts;
import io.datasync.scheduler.log.LogEntry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Rows that are gone at the source, from its query to the destination. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DeletesTest {
    private static final String COLUMNS = " (id int PRIMARY KEY, name varchar(40), changed timestamptz NOT NULL)";

    private final TestPipeline pipeline = started();

    private static TestPipeline started() {
        TestPipeline pipeline = new TestPipeline(String.join(
                        "",
                        TestPipeline.table("purged", "slices: 3", "deletes: {mode: remove}"),
                        TestPipeline.query(
                                "picky",
                                "SELECT n + 32750 AS id, 'x' AS name, now() AS changed FROM generate_series(1, 18) n",
                                "deletes: {mode: remove}"),
                        TestPipeline.table("kept"),
                        """
                        - tableName: marked
                          sourceSystem: ERP
                          fetcher: jdbc
                          query: SELECT * FROM marked WHERE changed >= :minimumDT
                          keyColumns: id
                          lastUpdateColumn: changed
                          mass: {interval: 1h}
                          deletes: {mode: mark, markColumn: DeletedDT, interval: 1s, maxDeletePercent: 50}
                        """))
                .options("batchSize: 10", "maxRejects: 3");
        for (String table : List.of("purged", "marked")) {
            pipeline.inSource(
                    "CREATE TABLE " + table + COLUMNS,
                    "INSERT INTO " + table + " SELECT n, 'row ' || n, now() FROM generate_series(1, 60) n");
        }
        return pipeline.start();
    }

    @AfterAll
    void close() {
        pipeline.close();
    }

    private static TestCommand command(TestPipeline pipeline, String name, String... arguments) {
        String[] all = new String[arguments.length + 3];
        all[0] = name;
        all[1] = "--config";
        all[2] = pipeline.file().toString();
        System.arraycopy(arguments, 0, all, 3, arguments.length);
        return TestCommand.run(all);
    }

    @Test
    void whatIsPurgedAtTheSourceGoesAtTheDestinationButNotMoreThanMay() throws Exception {
        pipeline.succeed("purged", UpdateType.MASS);
        pipeline.inSource("DELETE FROM purged WHERE id IN (7, 30, 60)", "INSERT INTO purged VALUES (99, 'new', now())");

        TestCommand run = command(pipeline, "run", "purged", "--type", "deletes", "--wait");
        assertEquals(ExitCodes.OK, run.code(), run.err());
        assertTrue(run.err().contains("58 keys, 3 rows gone"), run.err());
        assertEquals(List.of("57"), pipeline.rows("SELECT count(*) FROM purged"));
        assertEquals(List.of(), pipeline.rows("SELECT id FROM purged WHERE id IN (7, 30, 60, 99)"));
        LogEntry entry = pipeline.operations().dataUpdates().recent(20).stream()
                .filter(recent -> recent.operation().updateType() == UpdateType.DELETES
                        && recent.operation().tableName().equals("purged"))
                .findFirst()
                .orElseThrow();
        assertEquals(58, entry.records());
        assertEquals(3L, entry.deleted());
        assertEquals(new LoadCounts(0, 0, 58, 0, 0), TestPipeline.counts(entry));
        TestCommand status = command(pipeline, "status", "--recent", "20");
        assertTrue(status.out().contains("succeeded, 3 rows gone"), status.out());
        assertTrue(
                status.out().lines().anyMatch(line -> line.startsWith("purged") && line.contains("MASS")),
                status.out());
        assertTrue(loaderMetrics().contains("outcome=\"deleted\",table=\"purged\",type=\"DELETES\"} 3.0"));
        assertEquals(
                ErrorCode.BATCH_DAMAGED,
                assertThrows(
                                DataSyncException.class,
                                () -> pipeline.replay(entry.operation().operationId()))
                        .code());

        pipeline.succeed("purged", UpdateType.HOURLY);
        pipeline.inSource("DELETE FROM purged WHERE id < 20");
        LogEntry guarded = pipeline.run("purged", UpdateType.DELETES);
        assertEquals("DELETE_GUARD", guarded.errorCode());
        assertEquals("FinishTarget", guarded.errorStep());
        assertEquals(List.of("58"), pipeline.rows("SELECT count(*) FROM purged"));
        await().until(() -> keyTables().isEmpty());
    }

    private List<String> keyTables() {
        return pipeline.rows("SELECT table_name FROM information_schema.tables WHERE table_schema = '"
                + pipeline.destination().name() + "' AND table_name LIKE '%keys%'");
    }

    private String loaderMetrics() throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(
                                        "http://127.0.0.1:" + pipeline.app().loaderPort() + "/metrics"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    @Test
    void byScheduleRowsAreMarkedAndUnmarkedAgain() {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> ended().contains("marked|MASS|true") && ended().contains("marked|DELETES|true"));
        assertEquals(List.of(), marked());
        pipeline.inSource("DELETE FROM marked WHERE id IN (5, 6)");
        await().atMost(Duration.ofSeconds(60)).until(() -> marked().equals(List.of("5", "6")));
        pipeline.inSource("INSERT INTO marked VALUES (5, 'back', now())");
        await().atMost(Duration.ofSeconds(60)).until(() -> marked().equals(List.of("6")));
        assertEquals(List.of("60"), pipeline.rows("SELECT count(*) FROM marked"));
    }

    private List<String> ended() {
        return pipeline.controlRows("SELECT TableName || '|' || UpdateType || '|' || WasSuccessful FROM DataUpdate");
    }

    private List<String> marked() {
        return pipeline.rows("SELECT id FROM marked WHERE deleteddt IS NOT NULL ORDER BY id");
    }

    @Test
    void aKeyThatDoesNotFitFailsTheOperationWhateverMayBeRejectedOtherwise() {
        pipeline.inDestination(
                "CREATE TABLE picky (id smallint PRIMARY KEY, name varchar(40), changed timestamptz)",
                "INSERT INTO picky SELECT n FROM generate_series(1, 20) n");
        LogEntry failed = pipeline.run("picky", UpdateType.DELETES);
        assertEquals("TOO_MANY_REJECTS", failed.errorCode());
        assertEquals(List.of("20"), pipeline.rows("SELECT count(*) FROM picky"));
    }

    @Test
    void aTableThatKeepsItsRowsIsRefused() {
        TestCommand run = command(pipeline, "run", "kept", "--type", "deletes");
        assertEquals(ExitCodes.CONFIGURATION, run.code());
        assertTrue(run.err().contains("deletes.mode"), run.err());
    }
}
