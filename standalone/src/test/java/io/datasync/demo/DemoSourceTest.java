package io.datasync.demo;

import static io.datasync.demo.DemoDatabase.at;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.PrimitiveIterator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DemoSourceTest {
    private static final DemoOptions OPTIONS = DemoDatabase.options(42, 0.03);

    private static DemoDatabase source;
    private static Map<String, Long> made;

    @BeforeAll
    static void createTheSource() throws SQLException {
        source = DemoDatabase.empty();
        made = new DemoSource(source.database(), OPTIONS).create();
    }

    @Test
    void everyTableHasTheRowsThatAreReported() throws SQLException {
        assertEquals(source.tables(), made.keySet().stream().sorted().toList());
        for (Map.Entry<String, Long> table : made.entrySet()) {
            assertEquals(table.getValue(), source.number("SELECT count(*) FROM " + table.getKey()), table.getKey());
        }
    }

    @Test
    void theItemLedgerIsTheBiggest() {
        assertEquals(3_600, made.get("jde.f4111"));
        made.forEach((table, rows) -> assertTrue(rows <= at(made, "jde.f4111"), table));
    }

    @Test
    void aScaleOfOneIsAbout300000Rows() {
        long all = 0;
        RowWriter rows = new RowWriter();
        for (DemoTable table : DemoSource.tables(DemoWorld.seeded(DemoDatabase.options(42, 1)))) {
            for (PrimitiveIterator.OfLong units = table.units().iterator(); units.hasNext(); ) {
                table.write(units.nextLong(), rows);
                all += new String(rows.take(), StandardCharsets.UTF_8)
                        .chars()
                        .filter(character -> character == '\n')
                        .count();
            }
        }
        assertTrue(all > 290_000 && all < 310_000, "rows: " + all);
    }

    @Test
    void theSameSeedMakesTheSameRowsAndAnotherSeedOthers() throws SQLException {
        List<String> sums = source.checksums();
        assertEquals(sums, DemoDatabase.seeded(OPTIONS).checksums());
        List<String> others =
                DemoDatabase.seeded(DemoDatabase.options(43, 0.03)).checksums();
        sums.forEach(sum -> assertFalse(others.contains(sum), sum));
    }

    @Test
    void theSmallestScaleStillHasARowInEveryTable() throws SQLException {
        DemoDatabase small = DemoDatabase.empty();
        Map<String, Long> rows = new DemoSource(small.database(), DemoDatabase.options(1, 0.0001)).create();
        rows.forEach((table, count) -> assertTrue(count > 0, table));
    }

    @Test
    void aSecondSourceInTheSameDatabaseIsRefusedAndTheFirstStays() throws SQLException {
        List<String> before = source.checksums();
        assertThrows(SQLException.class, () -> new DemoSource(source.database(), OPTIONS).create());
        assertEquals(before, source.checksums());
    }

    /** What refers to something finds it. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            jde.f4111 WHERE illotn <> ''  | jde.f4108  | iolotn = illotn AND iomcu = ilmcu AND ioitm = ilitm
            jde.f4111                     | jde.f4101  | imitm = ilitm AND imuom1 = iltrum
            jde.f4111 WHERE ildoco <> 0   | jde.f4801  | wadoco = ildoco AND wadcto = ildcto
            jde.f4111                     | jde.f0005  | drsy = '00' AND drrt = 'DT' AND ltrim(drky) = ildct
            jde.f3111                     | jde.f4801  | wadoco = wmdoco AND wadcto = wmdcto
            jde.f3111                     | jde.f4101  | imitm = wmcpil AND imlitm = wmcpit
            jde.f3111 WHERE wmlotn <> ''  | jde.f4108  | iolotn = wmlotn AND iomcu = wmcmcu AND ioitm = wmcpil
            jde.f3112                     | jde.f4801  | wadoco = wldoco AND wadcto = wldcto AND wamcu = wlmmcu
            jde.f4801                     | jde.f3111  | wmdoco = wadoco
            jde.f4801                     | jde.f3112  | wldoco = wadoco
            jde.f4801                     | jde.f4101  | imitm = waitm AND imlitm = walitm AND imuom1 = wauom
            jde.f4801                     | jde.f0101  | aban8 = waan8 AND abat1 = 'C'
            jde.f4801                     | jde.f0101  | aban8 = waanp AND abat1 = 'E'
            jde.f4801                     | jde.f0005  | drsy = '00' AND drrt = 'SS' AND ltrim(drky) = wasrst
            jde.f4801 WHERE walotn <> ''  | jde.f4108  | iolotn = walotn AND iomcu = wamcu AND ioitm = waitm
            jde.f4108 WHERE iodoco <> 0   | jde.f4801  | wadoco = iodoco AND walotn = iolotn
            jde.f4108 WHERE iovend <> 0   | jde.f0101  | aban8 = iovend AND abat1 = 'V'
            jde.f41021 WHERE lilotn <> '' | jde.f4108  | iolotn = lilotn AND iomcu = limcu AND ioitm = liitm
            jde.f41021                    | jde.f4101  | imitm = liitm AND imglpt = liglpt
            jde.f4101                     | jde.f0005  | drsy = '00' AND drrt = 'UM' AND ltrim(drky) = imuom1
            cms.mis_data                  | jde.f4801  | wadoco = work_order_number AND walitm = item_number
            cms.mis_data                  | cms.mis_characteristic AS it | it.code = characteristic AND it.item_number = child.item_number
            cms.mis_nonconformance        | cms.mis_data AS it | it.id = mis_data_id AND it.work_order_number = child.work_order_number AND result <> 'PASS'
            """)
    void everyReferenceFindsItsRow(String child, String parent, String condition) throws SQLException {
        String children = "FROM (SELECT * FROM " + child + ") AS child";
        String lost = children + " WHERE NOT EXISTS (SELECT FROM " + parent + " WHERE " + condition + ")";
        assertTrue(source.number("SELECT count(*) " + children) > 0);
        assertEquals(0, source.number("SELECT count(*) " + lost));
    }

    @ParameterizedTest
    @CsvSource({
        "f4801, waupmj, watday", "f4111, ilcrdj, iltday", "f4101, imupmj, imtday", "f41021, liupmj, litday",
        "f4108, ioupmj, iotday", "f3111, wmupmj, wmtday", "f3112, wlupmj, wltday", "f0101, abupmj, abupmt",
        "f0005, drupmj, drupmt"
    })
    void stampsAreJulianDatesAndClockTimesNotAfterTheReferenceInTheSitesZone(String table, String date, String time)
            throws SQLException {
        String query = "SELECT " + date + " * 1000000 + " + time + " FROM jde." + table;
        LocalDateTime newest = LocalDateTime.MIN;
        for (String row : source.rows(query)) {
            LocalDateTime stamp = decode(Long.parseLong(row));
            newest = stamp.isAfter(newest) ? stamp : newest;
        }
        LocalDateTime reference = LocalDateTime.ofInstant(OPTIONS.reference(), OPTIONS.siteZone());
        assertTrue(newest.isBefore(reference), "newest: " + newest);
        assertTrue(newest.isAfter(reference.minusMinutes(30)), "newest: " + newest);
    }

    @Test
    void everyDateColumnIsNoneOrADayOfTheYear() throws SQLException {
        List<String> columns = source.rows("""
                SELECT table_name || ' ' || column_name FROM information_schema.columns
                WHERE table_schema = 'jde' AND numeric_precision = 6 AND column_name !~ '(tday|upmt|imsld)$'""");
        assertTrue(columns.size() > 15, "columns: " + columns);
        for (String column : columns) {
            String[] names = column.split(" ", -1);
            for (String day : source.rows(
                    "SELECT DISTINCT " + names[1] + " FROM jde." + names[0] + " WHERE " + names[1] + " <> 0")) {
                decode(Long.parseLong(day) * 1_000_000);
            }
        }
    }

    @Test
    void timesHaveNoLeadingZeros() throws SQLException {
        assertTrue(source.number("SELECT count(*) FROM jde.f4111 WHERE length(iltday::text) < 6") > 0);
        assertTrue(source.number("SELECT count(*) FROM jde.f4111 WHERE length(iltday::text) = 6") > 0);
    }

    @Test
    void textArrivesPaddedAndBusinessUnitsAreRightJustified() throws SQLException {
        assertEquals(
                "WO400000" + " ".repeat(22),
                source.rows("SELECT walotn FROM jde.f4801 ORDER BY wadoco").get(0));
        assertEquals(
                "  ",
                source.rows("SELECT wlopsc FROM jde.f3112 WHERE wlopsc = ''").get(0));
        assertEquals(0, source.number("SELECT count(*) FROM jde.f4801 WHERE wamcu::text <> lpad(trim(wamcu), 12)"));
        assertEquals(
                "        EA",
                source.rows("SELECT drky FROM jde.f0005 WHERE drrt = 'UM' ORDER BY drky")
                        .get(0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT count(*) FROM cms.mis_data WHERE inspector ~ '[^ -~]'",
                "SELECT count(*) FROM cms.mis_data WHERE remark IS NULL",
                "SELECT count(*) FROM cms.mis_data WHERE remark = ''",
                "SELECT count(*) FROM cms.mis_data WHERE remark LIKE E'%\\\\\\\\share\\\\\\\\mis%'",
                "SELECT count(*) FROM cms.mis_data WHERE remark LIKE E'%\\n%'",
                "SELECT count(*) FROM cms.mis_data WHERE remark LIKE E'%\\t%'",
                "SELECT count(*) FROM cms.mis_data WHERE measured_value IS NULL",
                "SELECT count(*) FROM cms.mis_nonconformance WHERE length(photo_sha256) = 32",
                "SELECT count(*) FROM cms.mis_nonconformance WHERE closed_at IS NULL",
                "SELECT count(*) FROM jde.f4101 WHERE imdsc1 LIKE '%Ø%'",
                "SELECT count(*) FROM jde.f0101 WHERE abeftb IS NULL",
            })
    void awkwardValuesAreThere(String query) throws SQLException {
        assertTrue(source.number(query) > 0);
    }

    @Test
    void resultsOutsideOfTheirLimitsAreTheOnesThatDoNotPass() throws SQLException {
        assertEquals(0, source.number("""
                        SELECT count(*) FROM cms.mis_data JOIN cms.mis_characteristic ON code = characteristic
                        WHERE measured_value IS NOT NULL
                          AND (result = 'PASS') <> (measured_value BETWEEN lower_limit AND upper_limit)"""));
    }

    @Test
    void inspectionTimesAreInstantsAndTheirDaysAndStampsLocal() throws SQLException {
        assertEquals(0, source.number("""
                        SELECT count(*) FROM cms.mis_data
                        WHERE inspected_on <> (inspected_at AT TIME ZONE 'America/Chicago')::date
                           OR last_update < inspected_at AT TIME ZONE 'America/Chicago'"""));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, 1001})
    void aScaleOutOfRangeIsRefused(double scale) {
        assertThrows(IllegalArgumentException.class, () -> DemoDatabase.options(1, scale));
    }

    @Test
    void dateAndTimesAreEncodedAsJdeDoes() {
        assertAll(
                () -> assertEquals(99_001, DemoStamp.date(LocalDate.of(1999, 1, 1))),
                () -> assertEquals(126_061, DemoStamp.date(LocalDate.of(2026, 3, 2))),
                () -> assertEquals(124_366, DemoStamp.date(LocalDate.of(2024, 12, 31))),
                () -> assertEquals(
                        10_509,
                        DemoStamp.time(LocalDateTime.of(2026, 1, 1, 1, 5, 9).toLocalTime())),
                () -> assertEquals(
                        7, DemoStamp.time(LocalDateTime.of(2026, 1, 1, 0, 0, 7).toLocalTime())));
    }

    /** From CYYDDD × 1,000,000 + HHMMSS; throws unless both are valid. */
    private static LocalDateTime decode(long stamp) {
        long date = stamp / 1_000_000;
        int time = (int) (stamp % 1_000_000);
        return LocalDate.ofYearDay((int) (1900 + date / 1000), (int) (date % 1000))
                .atTime(time / 10_000, time / 100 % 100, time % 100);
    }
}
