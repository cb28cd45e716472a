package io.datasync.loader.sqlserver;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.datasync.config.DestinationConfig.Upsert;
import io.datasync.config.TableConfig;
import io.datasync.loader.DestinationContract;
import io.datasync.loader.TestingDatabase;
import io.datasync.loader.TestingRows;
import io.datasync.loader.TestingTables;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tables with something special about them; {@code upsert: merge}, or what the server has in its place. */
@ExtendWith(TestSqlServer.Present.class)
final class SqlServerTablesTest extends DestinationContract {
    private final TableConfig merged = TestingTables.table("special", "id", "");
    private final TableConfig emptied = TestingTables.table("special", "id", "", TestingTables.EMPTIED);
    private final TableConfig swapped = TestingTables.table("special", "id", "", TestingTables.SWAPPED);

    @Override
    protected TestingDatabase newDatabase() {
        return new SqlServerTestDatabase(Upsert.MERGE);
    }

    private static TestingRows rows() {
        return TestingRows.of("id int32", "name text(20)");
    }

    @Test
    void triggersSeeRowsAndDoNotDisturbTheCounts() {
        execute("CREATE TABLE " + name("special") + " (id int NOT NULL PRIMARY KEY, name nvarchar(20))");
        execute("CREATE TABLE " + name("seen") + " (id int)");
        execute("CREATE TRIGGER " + name("special_seen") + " ON " + name("special")
                + " AFTER INSERT, UPDATE AS INSERT INTO " + name("seen") + " SELECT id FROM inserted");
        assertCounts(2, 0, 0, 0, 0, hourly(merged, rows().row(1, "a").row(2, "b")));
        assertCounts(
                1, 1, 1, 0, 0, hourly(merged, rows().row(1, "a").row(2, "c").row(3, "d")));
        assertEquals(List.of("4"), query("SELECT count(*) FROM " + name("seen")));
        assertCounts(1, 0, 0, 0, 0, mass(emptied, rows().row(9, "e")));
        assertEquals(List.of("1"), query("SELECT count(*) FROM " + name("seen") + " WHERE id = 9"));
    }

    @Test
    void aTableOf1024ColumnsIsLoadedInEveryWay() {
        String columns = IntStream.range(1, 1024)
                .mapToObj(index -> "c" + index + (index % 2 == 0 ? " int" : " nvarchar(10)"))
                .collect(joining(", "));
        execute("CREATE TABLE " + name("special") + " (id int NOT NULL PRIMARY KEY, " + columns + ")");
        String[] types = IntStream.range(0, 1024)
                .mapToObj(index -> index == 0 ? "id int32" : "c" + index + (index % 2 == 0 ? " int32" : " text(10)"))
                .toArray(String[]::new);
        Object[] first = wide(1, "a");
        Object[] second = wide(2, "a");
        assertCounts(
                2, 0, 0, 0, 0, hourly(merged, TestingRows.of(types).row(first).row(second)));
        second[1023] = "b";
        assertCounts(
                0, 1, 1, 0, 0, hourly(merged, TestingRows.of(types).row(first).row(second)));
        assertCounts(
                2, 0, 0, 0, 0, mass(swapped, TestingRows.of(types).row(first).row(second)));
        assertCounts(1, 0, 0, 0, 0, mass(emptied, TestingRows.of(types).row(second)));
        assertEquals(List.of("2|2|b"), query("SELECT id, c1022, c1023 FROM " + name("special")));
    }

    private static Object[] wide(int number, String text) {
        Object[] row = new Object[1024];
        for (int index = 0; index < row.length; index++) {
            row[index] = index % 2 == 0 ? number : text;
        }
        return row;
    }

    @Test
    void keysThatACaseSensitiveCollationTellsApartAreTwo() {
        execute("CREATE TABLE " + name("special")
                + " (id nvarchar(10) COLLATE Latin1_General_CS_AS NOT NULL PRIMARY KEY, name nvarchar(20))");
        TestingRows rows =
                TestingRows.of("id text(10)", "name text(20)").row("a", "x").row("A", "y");
        assertCounts(2, 0, 0, 0, 0, hourly(merged, rows));
        assertCounts(2, 0, 0, 0, 0, mass(swapped, rows));
        assertEquals(List.of("x", "y"), query("SELECT name FROM " + name("special") + " ORDER BY name"));
    }

    @Test
    void aRowversionIsLeftToTheServerAndStaysWhereNothingChanges() {
        execute("CREATE TABLE " + name("special")
                + " (id int NOT NULL PRIMARY KEY, name nvarchar(20), version rowversion)");
        String versions = "SELECT CAST(version AS bigint) FROM " + name("special") + " ORDER BY id";
        hourly(merged, rows().row(1, "a").row(2, "b"));
        List<String> before = query(versions);
        hourly(merged, rows().row(1, "a").row(2, "c"));
        List<String> after = query(versions);
        assertEquals(before.get(0), after.get(0));
        assertTrue(!before.get(1).equals(after.get(1)), after.toString());
        assertCounts(2, 0, 0, 0, 0, mass(swapped, rows().row(1, "a").row(3, "c")));
        assertEquals(List.of("1|a", "3|c"), query("SELECT id, name FROM " + name("special") + " ORDER BY id"));
    }

    @Test
    void constraintsAreWrittenDownAsTheyAre() throws SQLException {
        execute("CREATE TABLE " + name("owner") + " (a int NOT NULL, b int NOT NULL, PRIMARY KEY (a, b))");
        execute("CREATE TABLE " + name("special") + " (id int NOT NULL PRIMARY KEY, a int, b int, c int, d int,"
                + " FOREIGN KEY (a, b) REFERENCES " + name("owner") + " (a, b) ON DELETE CASCADE,"
                + " FOREIGN KEY (c, d) REFERENCES " + name("owner") + " (a, b))");
        try (Connection connection = database.connect()) {
            Catalog catalog = new Catalog(connection);
            SqlServerTable table = catalog.table(config.schema(), "special").orElseThrow();
            String references = " REFERENCES " + name("owner") + " ([a], [b]) ON DELETE ";
            assertEquals(
                    Set.of(
                            "FOREIGN KEY ([a], [b])" + references + "CASCADE ON UPDATE NO ACTION",
                            "FOREIGN KEY ([c], [d])" + references + "NO ACTION ON UPDATE NO ACTION"),
                    Set.copyOf(catalog.constraints(table)));
        }
    }
}
