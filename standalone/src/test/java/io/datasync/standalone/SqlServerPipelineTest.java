package io.datasync.standalone;

import static io.datasync.config.UpdateType.DAILY;
import static io.datasync.config.UpdateType.HOURLY;
import static io.datasync.config.UpdateType.MASS;
import static io.datasync.standalone.TestPipeline.counts;
import static io.datasync.standalone.TestPipeline.table;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.datasync.cli.TestCommand;
import io.datasync.lifecycle.ExitCodes;
import io.datasync.message.LoadCounts;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** Whole operations with a SQL Server as destination and as source: the one of the variable, with user and password in the URL. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@EnabledIfEnvironmentVariable(
        named = SqlServerPipelineTest.VARIABLE,
        matches = "jdbc:sqlserver:.+",
        disabledReason = "DATASYNC_TEST_SQLSERVER_URL names no SQL Server")
class SqlServerPipelineTest {
    static final String VARIABLE = "DATASYNC_TEST_SQLSERVER_URL";

    private final String url = System.getenv(VARIABLE);
    private final String schema = "p_" + UUID.randomUUID().toString().substring(0, 8);
    private final TestPipeline pipeline = new TestPipeline(String.join(
                    "",
                    table("lot", "mass: {interval: 7d}", "daily: {interval: 1d}", "hourly: {interval: 1h}"),
                    table("emptied", "slices: 3", "mass: {enabled: false, prepurgeData: true, reIndexData: true}"),
                    table("tampered"),
                    table("swapped", "slices: 3", "mass: {enabled: false, mode: swap}"),
                    table("there").replace("ERP", "THERE").replace("FROM there", "FROM " + schema + ".origin")))
            .options("lookbackMultiplier: 3");

    @BeforeAll
    void start() {
        execute("CREATE SCHEMA " + schema);
        pipeline.set("destinationUrl", url)
                .set("destinationUser", property("user"))
                .set("schema", schema)
                .set("control", schema + "_control")
                .set("sources", "  THERE: {url: \"" + url + "\"}\n")
                .start();
    }

    @AfterAll
    void close() {
        pipeline.close();
        for (String owner : List.of(schema, schema + "_control")) {
            rows("SELECT 'DROP ' + CASE TABLE_TYPE WHEN 'VIEW' THEN 'VIEW ' ELSE 'TABLE ' END + TABLE_SCHEMA + '.'"
                            + " + TABLE_NAME FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_SCHEMA = '" + owner
                            + "' ORDER BY TABLE_TYPE DESC")
                    .forEach(this::execute);
            execute("DROP SCHEMA " + owner);
        }
    }

    private String property(String name) {
        Matcher found = Pattern.compile(";" + name + "=([^;]*)").matcher(url);
        return found.find() ? found.group(1) : "";
    }

    private void fill(String name, int rows) {
        pipeline.inSource(
                "CREATE TABLE " + name
                        + " (id int PRIMARY KEY, name varchar(40), price numeric(12, 4), changed timestamptz NOT NULL)",
                "INSERT INTO " + name + " SELECT n, 'row ' || n, n / 8.0, now() FROM generate_series(1, " + rows
                        + ") n");
    }

    private void assertCopied(String table) {
        assertEquals(
                pipeline.sourceRows("SELECT id, name, price FROM " + table + " ORDER BY id"),
                rows("SELECT id, name, price FROM " + schema + "." + table + " ORDER BY id"));
    }

    @Test
    void aTableIsCreatedFilledAndKeptInStep() {
        fill("lot", 700);
        assertEquals(new LoadCounts(700, 0, 0, 0, 0), counts(pipeline.succeed("lot", MASS)));
        assertCopied("lot");
        pipeline.inSource(
                "UPDATE lot SET name = 'O''Brien ³ \uD83D\uDD29', changed = now() WHERE id = 41",
                "UPDATE lot SET name = NULL, changed = now() WHERE id = 42",
                "INSERT INTO lot VALUES (701, '', 0, now())");
        assertEquals(new LoadCounts(1, 2, 698, 0, 0), counts(pipeline.succeed("lot", HOURLY)));
        assertEquals(new LoadCounts(0, 0, 701, 0, 0), counts(pipeline.succeed("lot", DAILY)));
        assertCopied("lot");
    }

    @Test
    void anEmptiedTableIsFilledBySlices() {
        fill("emptied", 1_500);
        assertEquals(1_500, counts(pipeline.succeed("emptied", MASS)).inserted());
        execute("CREATE INDEX emptied_name ON " + schema + ".emptied (name)");
        pipeline.inSource("DELETE FROM emptied WHERE id <= 300");
        assertEquals(new LoadCounts(1_200, 0, 0, 0, 0), counts(pipeline.succeed("emptied", MASS)));
        assertCopied("emptied");
    }

    @Test
    void aSwappedTableHasTheSourcesRowsAndNoOthers() {
        fill("swapped", 900);
        pipeline.succeed("swapped", MASS);
        execute("CREATE VIEW " + schema + ".swapped_view AS SELECT count(*) AS n FROM " + schema + ".swapped");
        pipeline.inSource(
                "DELETE FROM swapped WHERE id > 600",
                "UPDATE swapped SET name = 'x' WHERE id = 1",
                "INSERT INTO swapped VALUES (5000, 'new', 1, now())");
        assertEquals(601, counts(pipeline.succeed("swapped", MASS)).inserted());
        assertCopied("swapped");
        assertEquals(List.of("601"), rows("SELECT n FROM " + schema + ".swapped_view"));
        assertEquals(
                List.of(),
                rows("SELECT TABLE_NAME FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_SCHEMA = '" + schema
                        + "' AND TABLE_NAME LIKE 'swapped[_]shadow%'"));
    }

    @Test
    void aCopyThatSomebodyChangedIsFoundAndHealed() {
        fill("tampered", 100);
        pipeline.inSource("UPDATE tampered SET changed = changed - interval '1 day'");
        pipeline.succeed("tampered", MASS);
        execute("DELETE FROM " + schema + ".tampered WHERE id = 7");
        execute("UPDATE " + schema + ".tampered SET name = 'Row 8 ' WHERE id = 8");
        execute("INSERT INTO " + schema + ".tampered SELECT 999, name, price, changed FROM " + schema
                + ".tampered WHERE id = 9");
        String file = pipeline.file().toString();
        TestCommand found = TestCommand.run("verify", "--config", file, "tampered", "--deep");
        assertEquals(ExitCodes.FAILED, found.code(), found.out() + found.err());
        for (String line :
                List.of("missing id=7", "extra id=999", "different id=8: name 'row 8' is 'Row 8 '", "1 different")) {
            assertTrue(found.out().contains(line), found.out());
        }
        TestCommand healed = TestCommand.run("verify", "--config", file, "tampered", "--deep", "--heal");
        assertEquals(ExitCodes.OK, healed.code(), healed.out() + healed.err());
        assertCopied("tampered");
    }

    @Test
    void aSqlServerIsASourceAsWell() {
        execute("CREATE TABLE " + schema + ".origin (id int NOT NULL PRIMARY KEY, name nvarchar(20) NULL,"
                + " amount decimal(12, 4) NULL, day date NULL, changed datetime2(6) NOT NULL)");
        execute("INSERT INTO " + schema + ".origin VALUES (1, N'a', 0.0001, '0001-01-01', SYSUTCDATETIME()),"
                + " (2, N'Ωmega ', -12345678.9, '9999-12-31', SYSUTCDATETIME()),"
                + " (3, NULL, NULL, NULL, '2020-03-08 02:30:00.123456')");
        assertEquals(3, counts(pipeline.succeed("there", MASS)).inserted());
        String columns = "SELECT id, name, amount, day, changed FROM " + schema;
        assertEquals(rows(columns + ".origin ORDER BY id"), rows(columns + ".there ORDER BY id"));
        execute("UPDATE " + schema + ".origin SET amount = 1, changed = SYSUTCDATETIME() WHERE id = 2");
        assertEquals(1, counts(pipeline.succeed("there", DAILY)).updated());
        assertEquals(rows(columns + ".origin ORDER BY id"), rows(columns + ".there ORDER BY id"));
    }

    private void execute(String sql) {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failure) {
            throw new AssertionError(sql, failure);
        }
    }

    private List<String> rows(String query) {
        List<String> found = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                List<String> row = new ArrayList<>();
                for (int column = 1; column <= columns; column++) {
                    row.add(String.valueOf(rows.getString(column)));
                }
                found.add(String.join("|", row));
            }
        } catch (SQLException failure) {
            throw new AssertionError(query, failure);
        }
        return found;
    }
}
