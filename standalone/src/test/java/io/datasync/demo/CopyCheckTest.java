package io.datasync.demo;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.datasync.config.TableConfig;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CopyCheckTest {
    private static DemoDatabase source = DemoDatabase.empty();

    @BeforeAll
    static void createTheSource() throws SQLException {
        source = DemoDatabase.seeded(DemoDatabase.options(3, 0.01));
    }

    @BeforeEach
    void copyEveryTable() throws SQLException {
        run("CREATE SCHEMA reporting");
        for (TableConfig table : DemoConfiguration.read().tables()) {
            copy(table);
        }
    }

    @AfterEach
    void dropTheCopy() throws SQLException {
        run("DROP SCHEMA reporting CASCADE");
    }

    @Test
    void anExactCopyIsOkInEveryTable() throws SQLException {
        for (TableConfig table : DemoConfiguration.read().tables()) {
            CopyDifference difference = compare(table.tableName());
            assertEquals("ok", difference.describe(), table.tableName());
            assertTrue(difference.sourceRows() > 0, table.tableName());
            assertEquals(difference.sourceRows(), difference.destinationRows());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "WorkOrder ; SET quantityordered = quantityordered + 0.0001",
                "WorkOrder ; SET lastupdatedt = lastupdatedt + interval '1 hour'",
                "WorkOrder ; SET orderdate = orderdate + 1",
                "WorkOrder ; SET description = description || ' '",
                "WorkOrder ; SET status = NULL",
                "LotUsage ; SET lastupdatedt = NULL",
                "AddressBook ; SET taxid = upper(taxid) || '.'",
                "MisData ; SET inspected_at = inspected_at + interval '1 microsecond'",
                "MisData ; SET last_update = last_update - interval '1 hour'",
                "MisData ; SET raw_reading = coalesce(raw_reading, 0) + 0.000001",
                "MisData ; SET is_retest = NOT is_retest",
                "MisNonconformance ; SET photo_sha256 = '\\x00'",
            })
    void aChangedValueIsFound(String table, String change) throws SQLException {
        String aRow = " WHERE ctid = (SELECT min(ctid) FROM reporting." + table + ")";
        run("UPDATE reporting." + table + " " + change + aRow);
        CopyDifference difference = compare(table);
        assertCounts(0, 1, 0, difference);
        assertTrue(difference.describe().matches("1 different \\(key .+\\)"), difference.describe());
    }

    @Test
    void aMissingRowIsFoundWithItsKey() throws SQLException {
        String key = source.rows("SELECT min(workordernumber) FROM reporting.workorder")
                .get(0);
        run("DELETE FROM reporting.workorder WHERE workordernumber = " + key);
        CopyDifference difference = compare("WorkOrder");
        assertCounts(1, 0, 0, difference);
        assertEquals("1 missing (key " + key + ")", difference.describe());
    }

    @Test
    void anExtraRowIsFound() throws SQLException {
        run("INSERT INTO reporting.userdefinedcode (productcode, codetype, code) VALUES ('ZZ', 'ZZ', 'ZZ')");
        CopyDifference difference = compare("UserDefinedCode");
        assertCounts(0, 0, 1, difference);
        assertEquals("1 extra (key ZZ, ZZ, ZZ)", difference.describe());
    }

    @Test
    void aDoubledRowIsExtraEvenIfAnotherIsMissing() throws SQLException {
        run("INSERT INTO reporting.lot SELECT * FROM reporting.lot LIMIT 1");
        run("DELETE FROM reporting.lot WHERE ctid = (SELECT min(ctid) FROM reporting.lot WHERE lotnumber <>"
                + " (SELECT lotnumber FROM reporting.lot LIMIT 1))");
        CopyDifference difference = compare("Lot");
        assertEquals(difference.sourceRows(), difference.destinationRows());
        assertCounts(1, 0, 1, difference);
    }

    @Test
    void aSwappedPairOfValuesIsTwoDifferentRows() throws SQLException {
        run("UPDATE reporting.item SET itemnumber = -itemnumber WHERE itemnumber IN (60001, 60002)");
        run("UPDATE reporting.item SET itemnumber = 120003 + itemnumber WHERE itemnumber < 0");
        assertCounts(0, 2, 0, compare("Item"));
    }

    @Test
    void anEmptyCopyMissesEveryRow() throws SQLException {
        run("TRUNCATE reporting.misdata");
        CopyDifference difference = compare("MisData");
        assertCounts(difference.sourceRows(), 0, 0, difference);
    }

    @Test
    void aTableThatIsNotThereCannotBeCompared() throws SQLException {
        run("DROP TABLE reporting.misdata");
        assertThrows(SQLException.class, () -> compare("MisData"));
    }

    /** The decoding, by hand: JDE's dates before and after 2000, times without leading zeros, decimals, blanks. */
    @Test
    void physicalValuesAreDecodedAsJdeMeansThem() throws SQLException {
        run("DELETE FROM jde.f4801 WHERE wadoco IN (1, 2)");
        run("""
                INSERT INTO jde.f4801 (wadoco, wadcto, wadl01, wamcu, watrdj, wastrt, wauorg, wasoqs, waupmj, watday)
                VALUES (1, 'WO', 'Ölpumpe', '         M30', 99001, 124366, 12345, -5, 100060, 10509),
                       (2, ' ', '', '', 0, NULL, 0, NULL, 0, 7)""");
        run("""
                INSERT INTO reporting.workorder (workordernumber, ordertype, description, branchplant, orderdate, startdate,
                    quantityordered, quantitycompleted, lastupdatedt)
                VALUES (1, 'WO', 'Ölpumpe', '         M30', '1999-01-01', '2024-12-31', 1.2345, -0.0005,
                        '2000-02-29 01:05:09'),
                       (2, '', '', '', NULL, NULL, 0, NULL, NULL)""");
        assertEquals("ok", compare("WorkOrder").describe());
        run("DELETE FROM jde.f4801 WHERE wadoco IN (1, 2)");
    }

    private static void assertCounts(long missing, long different, long extra, CopyDifference difference) {
        assertAll(
                () -> assertEquals(missing, difference.missing(), "missing"),
                () -> assertEquals(different, difference.different(), "different"),
                () -> assertEquals(extra, difference.extra(), "extra"));
    }

    private static CopyDifference compare(String table) throws SQLException {
        return new CopyCheck(source.database(), "reporting")
                .compare(DemoConfiguration.read().table(table).orElseThrow());
    }

    private static void copy(TableConfig table) throws SQLException {
        try (Connection connection = source.database().getConnection();
                Statement statement = connection.createStatement()) {
            DecodedTable decoded = DecodedTable.of(table, connection);
            statement.execute("CREATE TABLE reporting." + table.tableName() + " AS SELECT "
                    + DecodedColumn.join(decoded.columns(), column -> column.expression() + " AS " + column.name())
                    + " FROM " + decoded.name());
        }
    }

    private static void run(String sql) throws SQLException {
        try (Connection connection = source.database().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
