package io.datasync.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.datasync.config.UpdateType;
import io.datasync.embedded.TestKafka;
import io.datasync.lifecycle.ExitCodes;
import io.datasync.scheduler.log.LogEntry;
import io.datasync.standalone.TestPipeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Commands against running processes, by what they print and by what they bring about. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OperationCommandsTest {
    private static final String TABLES = String.join(
            "",
            TestPipeline.table("item"),
            TestPipeline.query("partly", "SELECT * FROM partly WHERE changed >= :minimumDT ORDER BY id"),
            TestPipeline.query(
                    "mostly_bad",
                    "SELECT n AS id, 'long'::text AS name, now() AS changed" + " FROM generate_series(1, 9) n"),
            TestPipeline.table("unmade"),
            TestPipeline.query(
                    "once",
                    "SELECT n AS id, CASE n WHEN 1 THEN 'long' ELSE 'ok' END::text AS name, now() AS changed"
                            + " FROM generate_series(1, 9) n"),
            TestPipeline.query(
                    "kinds",
                    "SELECT n AS id, CASE n WHEN 2 THEN 'toolong' ELSE 'ok' END::text AS name,"
                            + " CASE n WHEN 3 THEN 1000 ELSE 999.99 END::numeric(10, 2) AS amount,"
                            + " CASE n WHEN 4 THEN 32768 ELSE 32767 END AS small, CASE n WHEN 5 THEN NULL ELSE '' END::text AS must,"
                            + " CASE n WHEN 6 THEN timestamp '2026-03-29 01:30:00.0005' ELSE '2026-03-29 01:30' END AS seen,"
                            + " now() AS changed FROM generate_series(1, 8) n ORDER BY n"),
            """
            - tableName: odd
              enabled: false
              sourceSystem: ERP
              fetcher: odd-text
              keyColumns: id
            - tableName: UserDefinedCode
              enabled: false
              sourceSystem: ERP
              fetcher: jde
              sourceTable: F0005
              keyColumns: [ProductCode, CodeType, Code]
              lastUpdateColumn: LastUpdateDT
            - tableName: endless
              enabled: false
              sourceSystem: ERP
              fetcher: sample
              options: {rows: 500_000_000}
              keyColumns: Id
            """);

    private final TestPipeline pipeline = started();

    private static TestPipeline started() {
        TestPipeline pipeline = new TestPipeline(TABLES)
                .options("batchSize: 4", "maxRejects: 65%")
                .set("destination", "")
                .set("sources", TestPipeline.NOBODY);
        String columns = " (id int PRIMARY KEY, name varchar(40), changed timestamptz NOT NULL)";
        for (String table : List.of("item", "partly", "unmade")) {
            pipeline.inSource(
                    "CREATE TABLE " + table + columns,
                    "INSERT INTO " + table + " SELECT n, 'row ' || n, now() FROM generate_series(1, 10) n");
        }
        String narrow = columns.replace("40", "5");
        pipeline.inDestination(
                "CREATE TABLE item" + columns,
                "CREATE TABLE partly" + narrow,
                "CREATE TABLE mostly_bad (id int PRIMARY KEY, name varchar(3), changed timestamptz)",
                "CREATE TABLE endless (id bigint PRIMARY KEY, name varchar(40), note text, quantity numeric(15, 4),"
                        + " reading float8, isactive boolean, madeon date, lastupdatedt timestamp)");
        return pipeline.start();
    }

    @AfterAll
    void close() {
        pipeline.close();
    }

    private TestCommand command(String name, String... arguments) {
        String[] all = new String[arguments.length + 3];
        all[0] = name;
        all[1] = "--config";
        all[2] = pipeline.file().toString();
        System.arraycopy(arguments, 0, all, 3, arguments.length);
        return TestCommand.run(all);
    }

    private LogEntry latest(String table) {
        return pipeline.operations().dataUpdates().recent(100).stream()
                .filter(entry -> entry.operation().tableName().equals(table))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void runStatusAndReplayWorkTogether() {
        Instant before = Instant.now();
        TestCommand run = command("run", "item", "--type", "mass", "--wait");
        assertEquals(ExitCodes.OK, run.code(), run.err());
        String operationId = latest("item").operation().operationId();
        assertTrue(run.out().contains("Started item MASS " + operationId), run.out());
        assertTrue(run.err().contains("10 rows"), run.err());
        pipeline.assertCopied("item");

        TestCommand status = command("status", "--recent", "50");
        assertEquals(ExitCodes.OK, status.code(), status.err());
        assertTrue(status.out().contains(operationId), status.out());
        assertTrue(status.out().contains("succeeded"), status.out());
        assertTrue(status.out().contains("never"), status.out());

        pipeline.inDestination("DELETE FROM item WHERE id > 5");
        TestCommand replay = command("replay", "--operation", operationId, "--wait");
        assertEquals(ExitCodes.OK, replay.code(), replay.err());
        assertEquals(operationId, latest("item").replayOf());
        pipeline.assertCopied("item");

        pipeline.inDestination("DELETE FROM item");
        TestCommand since = command("replay", "--since", before.toString(), "--wait");
        assertEquals(ExitCodes.OK, since.code(), since.err());
        pipeline.assertCopied("item");

        TestCommand unknown = command("replay", "--operation", "no-such-operation");
        assertEquals(ExitCodes.DATA, unknown.code());
        assertTrue(unknown.err().contains("No such operation"), unknown.err());
    }

    @Test
    void statusNeedsNoKafka(@TempDir Path directory) throws IOException {
        String running = Files.readString(pipeline.file());
        Path file = Files.writeString(
                directory.resolve("datasync.yaml"), running.replace(TestKafka.bootstrapServers(), "127.0.0.1:1"));
        TestCommand status = TestCommand.run("status", "--recent", "3", "--config", file.toString());
        assertEquals(ExitCodes.OK, status.code(), status.err());
        assertTrue(status.out().contains("mostly_bad"), status.out());
    }

    @Test
    void rejectsOfATableThatIsNoLongerConfiguredAreShown(@TempDir Path directory) throws IOException {
        pipeline.inDestination("CREATE TABLE once (id int PRIMARY KEY, name varchar(3), changed timestamptz)");
        assertEquals(
                ExitCodes.OK, command("run", "once", "--type", "mass", "--wait").code());
        String running = Files.readString(pipeline.file());
        Path file = Files.writeString(
                directory.resolve("datasync.yaml"), running.replace("tableName: once", "tableName: another"));
        TestCommand rejects = TestCommand.run("rejects", "--table", "Once", "--config", file.toString());
        assertEquals(ExitCodes.OK, rejects.code(), rejects.err());
        assertTrue(rejects.out().contains("once.name  key {id=1}  text of length 4"), rejects.out());
        assertTrue(rejects.err().contains("Table Once is not in the configuration any more"), rejects.err());
    }

    @Test
    void aFewRejectsLetTheOtherRowsThroughAndAreShown() {
        pipeline.inSource(
                "UPDATE partly SET name = 'too long' WHERE id IN (2, 7)",
                "UPDATE partly SET name = 'ok' WHERE" + " id NOT IN (2, 7)");
        TestCommand run = command("run", "partly", "--type", "mass", "--wait");
        assertEquals(ExitCodes.OK, run.code());
        LogEntry entry = latest("partly");
        String hint = ", 2 rejected: datasync rejects --operation "
                + entry.operation().operationId();
        assertTrue(run.err().contains(hint), run.err());
        TestCommand verify = command("verify", "partly", "--deep");
        assertEquals(ExitCodes.OK, verify.code(), verify.out());
        assertTrue(
                verify.out()
                        .contains(
                                "equal but for 2 rejected, all values of 10 rows in the source and 8 in the destination"),
                verify.out());
        assertEquals(10, entry.records());
        assertEquals(2, TestPipeline.counts(entry).rejected());
        assertEquals(
                List.of("1", "3", "4", "5", "6", "8", "9", "10"), pipeline.rows("SELECT id FROM partly ORDER BY id"));

        TestCommand rejects = command("rejects", "--table", "partly");
        assertEquals(ExitCodes.OK, rejects.code());
        assertTrue(rejects.out().contains("partly.name  key {id=2}  text of length 8"), rejects.out());
        assertTrue(rejects.out().contains("at most 5 fits"), rejects.out());
        assertTrue(rejects.out().contains("2 rejects"), rejects.out());
        TestCommand json = command("rejects", "--operation", entry.operation().operationId(), "--json");
        assertEquals(2, json.out().lines().count());
        assertTrue(json.out().contains("\"column\":\"name\""), json.out());
        assertTrue(command("rejects", "--table", "item").out().contains("0 rejects"));

        pipeline.inDestination("ALTER TABLE partly ALTER name TYPE varchar(40)");
        pipeline.inSource("UPDATE partly SET name = 'later than the reject' WHERE id = 7");
        TestCommand retry =
                command("replay", "--rejects", "--operation", entry.operation().operationId(), "--wait");
        assertEquals(ExitCodes.OK, retry.code(), retry.err());
        pipeline.assertCopied("partly");
        LogEntry retried = latest("partly");
        assertEquals(UpdateType.HOURLY, retried.operation().updateType());
        assertEquals(null, retried.operation().minimumDT());
        assertEquals(2, TestPipeline.counts(retried).inserted());
        TestCommand none =
                command("replay", "--rejects", "--since", Instant.now().toString());
        assertTrue(none.err().contains("No such rejected row"), none.err());
    }

    @Test
    void eachKindOfRejectIsNamedWithKeyColumnLimitAndReasonAndTheRestIsLoaded() {
        pipeline.inDestination(
                "CREATE TABLE kinds (id int PRIMARY KEY, name varchar(5), amount numeric(5, 2), small smallint,"
                        + " must text NOT NULL, seen timestamp(3), changed timestamptz)",
                "CREATE TABLE odd (id bigint PRIMARY KEY, body text)",
                "CREATE TABLE userdefinedcode (productcode varchar(4), codetype varchar(2), code varchar(10),"
                        + " description varchar(30), seconddescription varchar(30), specialhandling varchar(10),"
                        + " hardcoded varchar(1), userid varchar(10), programid varchar(10), workstation varchar(10),"
                        + " lastupdatedt timestamp, PRIMARY KEY (productcode, codetype, code))");
        pipeline.inSource(
                "CREATE TABLE f0005 (drsy char(4), drrt char(2), drky char(10), drdl01 char(30), drdl02 char(30),"
                        + " drsphd char(10), drhrdc char(1), druser char(10), drpid char(10), drjobn char(10),"
                        + " drupmj numeric, drupmt numeric)",
                "INSERT INTO f0005 (drsy, drrt, drky, drupmj, drupmt) VALUES ('00', 'UM', 'good', 126001, 0),"
                        + " ('00', 'UM', 'bad', 126000, 0)");
        assertEquals(
                ExitCodes.OK,
                command("run", "kinds", "odd", "userdefinedcode", "--type", "mass", "--wait")
                        .code());
        assertEquals(List.of("1", "7", "8"), pipeline.rows("SELECT id FROM kinds ORDER BY id"));
        assertEquals(List.of("good"), pipeline.rows("SELECT code FROM userdefinedcode"));
        String shown = command("rejects", "--table", "kinds").out()
                + command("rejects", "--table", "odd").out()
                + command("rejects", "--table", "userdefinedcode").out();
        for (String line : List.of(
                "kinds.name  key {id=2}  text of length 7, at most 5 fits, the column is character varying(5)",
                "kinds.amount  key {id=3}  ",
                "kinds.small  key {id=4}  ",
                "kinds.must  key {id=5}  NULL in a column that is NOT NULL",
                "kinds.seen  key {id=6}  ",
                "odd.body  key {id=",
                "has the character U+0000",
                "UserDefinedCode.LastUpdateDT  key {ProductCode=00  , CodeType=UM, Code=bad       }")) {
            assertTrue(shown.contains(line), () -> line + " is not in\n" + shown);
        }
    }

    @Test
    void anOperationWithTooManyRejectsFailsTheCommand() {
        TestCommand run = command("run", "mostly_bad", "--type", "mass", "--wait");
        assertEquals(ExitCodes.FAILED, run.code());
        assertTrue(run.err().contains("TOO_MANY_REJECTS"), run.err());
        assertTrue(command("status").out().contains("TOO_MANY_REJECTS"));
        assertEquals(List.of("0"), pipeline.rows("SELECT count(*) FROM mostly_bad"));
    }

    @Test
    void aMissingDestinationTableFailsWithTheStatementThatMakesIt() {
        TestCommand run = command("run", "unmade", "--type", "mass", "--wait");
        assertEquals(ExitCodes.FAILED, run.code());
        assertTrue(run.err().contains("TARGET_MISSING"), run.err());
        assertTrue(run.err().contains("CREATE TABLE"), run.err());

        TestCommand check =
                TestCommand.run("config", "check", "--connect", pipeline.file().toString());
        assertEquals(ExitCodes.CONFIGURATION, check.code());
        for (String part : List.of("sources.NOBODY", "tables[3] unmade", "CREATE TABLE")) {
            assertTrue(check.err().contains(part), part + " is not in " + check.err());
        }
        assertTrue(check.err().lines().noneMatch(line -> line.contains("tables[0]")), check.err());
    }

    @Test
    void aTableThatIsNotConfiguredIsAConfigurationError() {
        for (TestCommand unknown : List.of(command("run", "items"), command("rejects", "--table", "items"))) {
            assertEquals(ExitCodes.CONFIGURATION, unknown.code());
            assertTrue(unknown.err().contains("There is no table items"), unknown.err());
        }
    }

    @Test
    void cancelEndsARunningOperation() {
        assertEquals(ExitCodes.OK, command("run", "endless").code());
        assertEquals(UpdateType.HOURLY, latest("endless").operation().updateType());
        String operationId = latest("endless").operation().operationId();
        TestCommand busy = command("run", "endless");
        assertEquals(ExitCodes.FAILED, busy.code());
        assertTrue(busy.err().contains("another operation of the table is open"), busy.err());
        TestCommand cancel = command("cancel", operationId);
        assertEquals(ExitCodes.OK, cancel.code(), cancel.err());
        await().atMost(Duration.ofSeconds(60))
                .until(() -> "CANCELLED".equals(pipeline.end(operationId).errorCode()));
    }
}
