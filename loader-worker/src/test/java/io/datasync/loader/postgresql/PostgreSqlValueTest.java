package io.datasync.loader.postgresql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.datasync.config.TableConfig;
import io.datasync.config.UpdateType;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.loader.TestingDatabase;
import io.datasync.loader.TestingRows;
import io.datasync.loader.TestingTables;
import io.datasync.loader.ValueContractTest;
import io.datasync.message.Operation;
import java.util.List;
import org.junit.jupiter.api.Test;

class PostgreSqlValueTest extends ValueContractTest {
    private final TableConfig thing = TestingTables.table("thing", "id", "");

    @Override
    protected TestingDatabase newDatabase() {
        return new PostgreSqlTestDatabase();
    }

    @Override
    protected String year(String column) {
        return "extract(year FROM " + column + ")";
    }

    @Test
    void theCharacterNulIsRejected() {
        execute("CREATE TABLE " + name("thing") + " (id int PRIMARY KEY, v text)");
        TestingRows rows = TestingRows.of("id int32", "v text(0)")
                .row(1, "a\0b")
                .row(2, "12345678")
                .row(3, "\0");
        assertCounts(1, 0, 0, 0, 2, load(thing, task(open(thing, UpdateType.HOURLY), 0, 2), rows));
        assertTrue(listener.rejects.get(0).reason().contains("U+0000"), listener.rejects.toString());
    }

    @Test
    void lengthsAreCountedInCodePoints() {
        execute("CREATE TABLE " + name("thing") + " (id int PRIMARY KEY, v varchar(2))");
        TestingRows rows =
                TestingRows.of("id int32", "v text(0)").row(1, "😀😀").row(2, "😀😀😀");
        assertCounts(1, 0, 0, 0, 1, load(thing, task(open(thing, UpdateType.HOURLY), 0, 1), rows));
    }

    /** The loader leaves blanks out that the server adds; where it adds none, they stay. */
    @Test
    void textThatTheServerFillsUpWithBlanksIsAsIfItHadBeenInserted() {
        execute("CREATE DOMAIN " + name("code") + " AS char(10) CHECK (octet_length(value) >= 10)");
        String columns = " (id int PRIMARY KEY, a char(10), b bpchar, c varchar(10), d " + name("code") + ")";
        execute("CREATE TABLE " + name("thing") + columns);
        execute("CREATE TABLE " + name("other") + columns);
        List<String> texts = List.of(
                "",
                " ",
                "        ",
                "          ",
                "a",
                "a         ",
                "12345678  ",
                "1234567 ",
                "       x",
                "a        b",
                "ä  € 😀   ",
                "éééééééééé",
                "tab\t      ",
                "\u00a0 \u00a0");
        TestingRows rows = TestingRows.of("id int32", "a text(10)", "b text(10)", "c text(10)", "d text(10)");
        for (int id = 0; id < texts.size(); id++) {
            String text = texts.get(id);
            rows.row(id, text, text, text, text);
            String value = ", '" + text + "'";
            execute("INSERT INTO " + name("other") + " VALUES (" + id + value.repeat(4) + ")");
        }
        TableConfig swapped = TestingTables.table("thing", "id", "", TestingTables.SWAPPED);
        String stored = "SELECT id, bpcharsend(a), bpcharsend(b), textsend(c), bpcharsend(d) FROM ";
        List<String> expected = query(stored + name("other") + " ORDER BY id");
        assertCounts(texts.size(), 0, 0, 0, 0, hourly(thing, rows));
        assertEquals(expected, query(stored + name("thing") + " ORDER BY id"));
        execute("TRUNCATE " + name("thing"));
        assertCounts(texts.size(), 0, 0, 0, 0, mass(swapped, rows));
        assertEquals(expected, query(stored + name("thing") + " ORDER BY id"));
    }

    @Test
    void numbersWithoutLimitsDomainsAndUnusualScalesAreKnown() {
        execute("CREATE DOMAIN " + name("quantity") + " AS numeric(6,2)");
        execute("CREATE TABLE " + name("thing") + " (id int PRIMARY KEY, a numeric, b " + name("quantity")
                + ", c numeric(2,-3), d numeric(2,4))");
        TestingRows rows = TestingRows.of(
                        "id int32", "a decimal(38,9)", "b decimal(9,3)", "c decimal(9,0)", "d decimal(9,6)")
                .row(1, "12345678901234567890123456789.123456789", "1234.560", "99000", "0.009900")
                .row(2, "0", "12345.000", "0", "0")
                .row(3, "0", "0.001", "0", "0")
                .row(4, "0", "0", "100000", "0")
                .row(5, "0", "0", "1500", "0")
                .row(6, "0", "0", "0", "0.010000");
        assertCounts(1, 0, 0, 0, 5, load(thing, task(open(thing, UpdateType.HOURLY), 0, 5), rows));
        assertEquals(
                List.of("12345678901234567890123456789.123456789|1234.56|99000|0.0099"),
                query("SELECT a, b, c, d FROM " + name("thing")));
    }

    @Test
    void identityAndGeneratedColumnsAreNotFilledByTheSource() {
        execute("CREATE TABLE " + name("thing") + " (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, v int,"
                + " twice int GENERATED ALWAYS AS (v * 2) STORED, n int GENERATED ALWAYS AS IDENTITY)");
        TestingRows rows = TestingRows.of("id int32", "v int32").row(7, 1).row(9, 2);
        assertCounts(2, 0, 0, 0, 0, hourly(thing, rows));
        TableConfig swapped = TestingTables.table("thing", "id", "", TestingTables.SWAPPED);
        assertCounts(2, 0, 0, 0, 0, mass(swapped, rows));
        assertEquals(List.of("7|2|1", "9|4|2"), query("SELECT id, twice, n FROM " + name("thing") + " ORDER BY id"));
        Operation operation = open(thing, UpdateType.HOURLY);
        DataSyncException failure = assertFails(
                ErrorCode.TARGET_MISMATCH,
                () -> destination.checkTarget(
                        thing, operation, TestingRows.schema("id int32", "twice int32", "n int32")));
        assertTrue(String.valueOf(failure.getMessage()).contains("twice is computed"), failure.getMessage());
        assertTrue(String.valueOf(failure.getMessage()).contains("identity column n"), failure.getMessage());
    }

    @Test
    void aKeyIsComparedAsTheDestinationComparesItAndTextByteByByte() {
        execute("CREATE COLLATION " + name("loose")
                + " (provider = icu, locale = 'und-u-ks-level2', deterministic = false)");
        execute("CREATE TABLE " + name("thing") + " (id varchar(5) COLLATE " + name("loose")
                + " PRIMARY KEY, v varchar(5) COLLATE " + name("loose") + ")");
        TestingRows rows =
                TestingRows.of("id text(5)", "v text(5)").row("a", "x").row("A", "x");
        assertCounts(1, 0, 0, 1, 0, hourly(thing, rows));
        assertCounts(
                0,
                1,
                0,
                0,
                0,
                hourly(thing, TestingRows.of("id text(5)", "v text(5)").row("a", "X")));
        assertEquals(List.of("X"), query("SELECT v FROM " + name("thing")));
    }

    @Test
    void aConstraintOfTheTableFailsTheBatchWithoutShowingTheRow() {
        execute("CREATE TABLE " + name("thing") + " (id int PRIMARY KEY, v varchar(20) CHECK (v <> 'secret'))");
        TestingRows rows = TestingRows.of("id int32", "v text(20)").row(1, "secret");
        DataSyncException failure = assertFails(ErrorCode.DESTINATION_STATEMENT, () -> hourly(thing, rows));
        assertTrue(String.valueOf(failure.getMessage()).contains("thing_v_check"), failure.getMessage());
        assertTrue(!String.valueOf(failure.getMessage()).contains("secret"), failure.getMessage());
    }

    @Test
    void aNewTableIsFoundByItsNameWhateverItsCase() {
        TableConfig order = TestingTables.table("WorkOrder", "OrderNumber", "");
        try (var creating = database.open(database.config(true))) {
            Operation operation = open(order, UpdateType.HOURLY);
            TestingRows rows =
                    TestingRows.of("OrderNumber int32", "Line Text text(5)").row(1, "a");
            creating.checkTarget(order, operation, rows.schema());
            load(order, operation, 0, rows);
            assertEquals(
                    List.of("1|a"), query("SELECT OrderNumber, \"Line Text\" FROM " + config.schema() + ".WorkOrder"));
        }
    }
}
