package io.datasync.loader.postgresql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.datasync.embedded.TestPostgreSql;
import io.datasync.loader.TestingRows;
import io.datasync.loader.TestingTables;
import io.datasync.loader.target.ColumnPair;
import io.datasync.loader.target.TargetComparison;
import io.datasync.loader.target.TargetTable;
import io.datasync.rows.Chunk;
import io.datasync.rows.ChunkCodec;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class UnchangedRowsTest {
    private final TestPostgreSql.Schema schema = TestPostgreSql.newSchema();
    private final BufferAllocator allocator = new RootAllocator();
    private Connection connection;

    @BeforeEach
    void connect() throws SQLException {
        connection = schema.connect();
        connection.setAutoCommit(false);
        Sql.execute(connection, "SET search_path TO " + Names.quoted(schema.name()));
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
        allocator.close();
    }

    private UnchangedRows unchanged(String keys, TestingRows rows) throws SQLException {
        TargetTable target =
                new Catalog().find(connection, schema.name(), "lot").orElseThrow();
        List<ColumnPair> pairs = TargetComparison.match(TestingTables.table("lot", keys, ""), rows.schema(), target);
        return new UnchangedRows(target, pairs, List.of(keys.split(",", -1)));
    }

    /** The numbers of the rows that were left out, beside those of {@code out}. */
    private BitSet leaveOut(UnchangedRows unchanged, TestingRows rows, int... out) throws SQLException {
        BitSet found = new BitSet();
        for (int row : out) {
            found.set(row);
        }
        try (Chunk chunk = ChunkCodec.decode(rows.chunks(1000).get(0), allocator)) {
            unchanged.leaveOut(connection, chunk, found);
        }
        return found;
    }

    private static TestingRows lots() {
        return TestingRows.of("id int32", "name text(20)", "amount decimal(12,2)");
    }

    private void createLot() throws SQLException {
        Sql.execute(connection, "CREATE TABLE lot (id bigint PRIMARY KEY, amount numeric(12,2), name varchar(20))");
        Sql.execute(connection, "INSERT INTO lot SELECT i, i + 0.5, 'lot ' || i FROM generate_series(1, 100) AS i");
        Sql.execute(connection, "UPDATE lot SET name = NULL, amount = NULL WHERE id = 2");
    }

    @Test
    void findsRowsThatAreTheSameByteForByteInAllColumns() throws SQLException {
        createLot();
        TestingRows rows = lots().row(1, "lot 1", "1.50")
                .row(2, null, null)
                .row(3, "lot 3", "-3.50")
                .row(4, "lot 4 ", "4.50")
                .row(5, "lot 5", "5.50")
                .row(0, "lot 1", "1.50")
                .row(6, null, "6.50")
                .row(7, "lot 7", "7.50");
        UnchangedRows unchanged = unchanged("id", rows);
        assertEquals("{0, 1, 4, 7}", leaveOut(unchanged, rows).toString());
        assertEquals(4, unchanged.found());
        assertTrue(unchanged.pays());
    }

    @Test
    void numbersHaveTheBytesThatPostgreSqlGivesThem() throws SQLException {
        Sql.execute(
                connection, "CREATE TABLE lot (id numeric(15,0) PRIMARY KEY, name varchar(20), amount numeric(12,2))");
        TestingRows rows = TestingRows.of("id decimal(15,0)", "name text(20)", "amount decimal(12,2)");
        List<String> ids = List.of("-1", "0", "1", "9999", "10000", "10001", "100000000", "999999999999999");
        List<String> amounts =
                List.of("0.00", "-0.01", "0.10", "1.00", "9999999999.99", "-1000000.00", "10000.00", "10000.01");
        for (int row = 0; row < ids.size(); row++) {
            rows.row(ids.get(row), "", amounts.get(row));
            Sql.execute(connection, "INSERT INTO lot VALUES (" + ids.get(row) + ", '', " + amounts.get(row) + ")");
        }
        UnchangedRows unchanged = unchanged("id", rows);
        assertEquals("{0, 1, 2, 3, 4, 5, 6, 7}", leaveOut(unchanged, rows).toString());
    }

    @Test
    void numbersOfAnySizeAreFound() throws SQLException {
        Sql.execute(
                connection,
                "CREATE TABLE lot (id bigint PRIMARY KEY, name varchar(20), amount numeric(38,10) NOT NULL)");
        TestingRows rows = TestingRows.of("id int64", "name text(20)", "amount decimal(38,10)");
        List<Long> ids = List.of(
                Long.MIN_VALUE, Long.MIN_VALUE + 1, -10L, 0L, 9L, 10L, 999_999_999_999_999_999L, Long.MAX_VALUE);
        List<String> amounts = List.of(
                "-9999999999999999999999999999.9999999999",
                "9999999999999999999999999999.9999999999",
                "-922337203.6854775808",
                "922337203.6854775807",
                "922337203.6854775808",
                "-0.0000000001",
                "0.0000000000",
                "1.0000000000");
        for (int row = 0; row < ids.size(); row++) {
            rows.row(ids.get(row), "", amounts.get(row));
            Sql.execute(
                    connection, "INSERT INTO lot VALUES (?, '', ?)", ids.get(row), new BigDecimal(amounts.get(row)));
        }
        assertEquals(
                "{0, 1, 2, 3, 4, 5, 6, 7}",
                leaveOut(unchanged("id", rows), rows).toString());
    }

    @Test
    void textsAreFoundWhateverCharactersTheyHave() throws SQLException {
        Sql.execute(connection, "CREATE TABLE lot (id bigint PRIMARY KEY, amount numeric(12,2), name text)");
        TestingRows rows = TestingRows.of("id int32", "name text(40)", "amount decimal(12,2)");
        List<String> texts = new ArrayList<>(List.of(
                "",
                "\\N",
                "\\",
                "a\tb",
                "a\nb",
                "\r\n",
                "\\n",
                "\\.",
                "\b\f\013",
                "é – 漢字 😀",
                "a\\tb\177",
                " a ",
                "\"a\",'b'"));
        for (char control = 1; control < ' '; control++) {
            texts.add("nine byte" + control);
        }
        for (int row = 0; row < texts.size(); row++) {
            rows.row(row, texts.get(row), "1.00");
            Sql.execute(connection, "INSERT INTO lot VALUES (?, 1, ?)", row, texts.get(row));
        }
        BitSet all = new BitSet();
        all.set(0, texts.size());
        assertEquals(all, leaveOut(unchanged("id", rows), rows));
        // And by itself, as all texts of a chunk are looked through at once for what is escaped.
        for (int row = 0; row < texts.size(); row++) {
            TestingRows alone = TestingRows.of("id int32", "name text(40)", "amount decimal(12,2)")
                    .row(row, texts.get(row), "1.00");
            assertEquals("{0}", leaveOut(unchanged("id", alone), alone).toString(), "row " + row);
        }
    }

    @Test
    void textsThatOnlyLookAlikeAreNotFound() throws SQLException {
        Sql.execute(connection, "CREATE TABLE lot (id bigint PRIMARY KEY, amount numeric(12,2), name text)");
        Sql.execute(connection, "INSERT INTO lot SELECT i, 1, NULL FROM generate_series(1, 6) AS i");
        Sql.execute(connection, "UPDATE lot SET name = ? WHERE id = 2", "a\tb");
        Sql.execute(connection, "UPDATE lot SET name = ? WHERE id = 3", "a\\tb");
        Sql.execute(connection, "UPDATE lot SET name = '' WHERE id = 4");
        Sql.execute(connection, "UPDATE lot SET name = ? WHERE id = 5", "\\N");
        TestingRows rows = TestingRows.of("id int32", "name text(40)", "amount decimal(12,2)")
                .row(1, "\\N", "1.00")
                .row(2, "a\\tb", "1.00")
                .row(3, "a\tb", "1.00")
                .row(4, null, "1.00")
                .row(5, null, "1.00")
                .row(6, "", "1.00");
        assertEquals("{}", leaveOut(unchanged("id", rows), rows).toString());
    }

    @Test
    void rowsWithOtherTypesAreFoundToo() throws SQLException {
        Sql.execute(
                connection, "CREATE TABLE lot (id bigint PRIMARY KEY, name varchar(20), open boolean, share float8)");
        Sql.execute(
                connection,
                "INSERT INTO lot VALUES (1, 'lot 1', true, 0.1), (2, NULL, NULL, NULL), (3, 'lot 3', true, 1e300)");
        TestingRows rows = TestingRows.of("id int32", "name text(20)", "open bool", "share float64")
                .row(1, "lot 1", true, 0.1)
                .row(2, null, null, null)
                .row(3, "lot 3", false, 1e300);
        assertEquals("{0, 1}", leaveOut(unchanged("id", rows), rows).toString());
    }

    @Test
    void aRowOfItsKeyAloneIsFound() throws SQLException {
        Sql.execute(connection, "CREATE TABLE lot (id bigint PRIMARY KEY)");
        Sql.execute(connection, "INSERT INTO lot VALUES (1), (2)");
        TestingRows rows = TestingRows.of("id int32").row(1).row(2).row(3);
        UnchangedRows unchanged = unchanged("id", rows);
        assertEquals("{0, 1}", leaveOut(unchanged, rows).toString());
        assertEquals(2, unchanged.found());
    }

    @Test
    void leavesRowsThatAreOutAlreadyAside() throws SQLException {
        createLot();
        TestingRows rows =
                lots().row(1, "lot 1", "1.50").row(null, "lot 2", "2.50").row(3, "lot 3", "3.50");
        UnchangedRows unchanged = unchanged("id", rows);
        assertEquals("{0, 1, 2}", leaveOut(unchanged, rows, 1).toString());
        assertEquals(2, unchanged.found());
        assertEquals("{0, 1, 2}", leaveOut(unchanged, rows, 0, 1, 2).toString());
        assertEquals(2, unchanged.found());
        assertTrue(unchanged.pays());
    }

    @ParameterizedTest
    @ValueSource(strings = {"in order", "new between", "gone between", "backwards", "at random"})
    void ofManyRowsAllAreFoundInWhateverOrder(String how) throws SQLException {
        Sql.execute(connection, "CREATE TABLE lot (id bigint PRIMARY KEY, amount numeric(12,2), name varchar(20))");
        Sql.execute(
                connection,
                "INSERT INTO lot SELECT i, i + 0.5, 'lot ' || i FROM generate_series(1, 900) AS i WHERE i % 50 <> 1");
        List<Integer> ids = IntStream.rangeClosed(1, 900)
                .filter(id -> how.equals("new between") || id % 50 != 1)
                .filter(id -> !how.equals("gone between") || id % 50 != 7)
                .boxed()
                .collect(Collectors.toCollection(ArrayList::new));
        if (how.equals("backwards")) {
            Collections.reverse(ids);
        } else if (how.equals("at random")) {
            Collections.shuffle(ids, new Random(7));
        }
        TestingRows rows = lots();
        BitSet unchanged = new BitSet();
        for (int row = 0; row < ids.size(); row++) {
            int id = ids.get(row);
            boolean changed = id % 100 == 77;
            unchanged.set(row, !changed && id % 50 != 1);
            rows.row(id, changed ? "changed" : "lot " + id, id + ".50");
        }
        assertEquals(unchanged, leaveOut(unchanged("id", rows), rows));
    }

    @Test
    void blanksThatFillAValueUpAreComparedToo() throws SQLException {
        Sql.execute(connection, "CREATE TABLE lot (id int PRIMARY KEY, name char(5), amount numeric(12,2))");
        Sql.execute(connection, "INSERT INTO lot VALUES (1, 'a', 1), (2, 'b', 2), (3, '', 3)");
        TestingRows rows = lots().row(1, "a    ", "1.00").row(2, "b", "2.00").row(3, "     ", "3.00");
        assertEquals("{0, 2}", leaveOut(unchanged("id", rows), rows).toString());
    }

    @Test
    void thePlannerIsLeftAsItWas() throws SQLException {
        createLot();
        TestingRows rows = lots().row(1, "lot 1", "1.50");
        UnchangedRows unchanged = unchanged("id", rows);
        unchanged.end(connection);
        leaveOut(unchanged, rows);
        assertFalse(plansFreely("enable_seqscan"));
        assertFalse(plansFreely("enable_bitmapscan"));
        unchanged.end(connection);
        assertTrue(plansFreely("enable_seqscan"));
        assertTrue(plansFreely("enable_bitmapscan"));
    }

    private boolean plansFreely(String setting) throws SQLException {
        return Sql.holds(connection, "current_setting(?) = 'on'", setting);
    }

    @Test
    void givesUpWhenMostRowsAreNewOrChanged() throws SQLException {
        createLot();
        TestingRows rows = lots().row(1, "lot 1", "1.50").row(2, "x", "2.50").row(101, "lot 101", "101.50");
        UnchangedRows unchanged = unchanged("id", rows);
        assertEquals("{0}", leaveOut(unchanged, rows).toString());
        assertFalse(unchanged.pays());
    }

    @Test
    void givesUpWhenTheRowsLieFarApart() throws SQLException {
        createLot();
        TestingRows rows = lots().row(1, "lot 1", "1.50").row(100, "lot 100", "100.50");
        UnchangedRows unchanged = unchanged("id", rows);
        assertEquals("{0}", leaveOut(unchanged, rows).toString());
        assertFalse(unchanged.pays());
    }

    @Test
    void neverBeginsWithoutAnIndexThatBeginsWithANumber() throws SQLException {
        Sql.execute(
                connection, "CREATE TABLE lot (id bigint, amount numeric(12,2), name varchar(20), UNIQUE (name, id))");
        assertFalse(unchanged("id", lots()).pays());
        TestingRows rows = lots().row(1, "lot 1", "1.50");
        UnchangedRows unchanged = unchanged("name,id", rows);
        assertEquals("{}", leaveOut(unchanged, rows).toString());
        assertFalse(unchanged.pays());
    }

    @Test
    void anIndexOfTwoColumnsMayHoldManyRowsOfOneNumber() throws SQLException {
        Sql.execute(
                connection,
                "CREATE TABLE lot (id bigint, name varchar(20), amount numeric(12,2), PRIMARY KEY (id, name))");
        Sql.execute(connection, "INSERT INTO lot SELECT 7, 'lot ' || i, 0 FROM generate_series(1, 4) AS i");
        TestingRows rows = lots().row(7, "lot 1", "0.00")
                .row(7, "lot 2", "0.00")
                .row(7, "lot 3", "0.01")
                .row(7, "lot 9", "0.00");
        assertEquals("{0, 1}", leaveOut(unchanged("id,name", rows), rows).toString());
    }
}
