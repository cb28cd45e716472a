package io.datasync.loader.sqlserver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.datasync.config.DestinationConfig.Upsert;
import io.datasync.config.TableConfig;
import io.datasync.config.UpdateType;
import io.datasync.loader.DestinationContract;
import io.datasync.loader.TestingDatabase;
import io.datasync.loader.TestingRows;
import io.datasync.loader.TestingTables;
import io.datasync.message.Operation;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What SQL Server's own types make of values; by a staging table and by a straight copy. */
@ExtendWith(TestSqlServer.Present.class)
final class SqlServerTypesOfColumnsTest extends DestinationContract {
    private static final UUID UNIQUE = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");

    private final TableConfig merged = TestingTables.table("value", "id", "");
    private final TableConfig emptied = TestingTables.table("value", "id", "", TestingTables.EMPTIED);

    @Override
    protected TestingDatabase newDatabase() {
        return new SqlServerTestDatabase(Upsert.UPDATE_INSERT);
    }

    @Test
    void timesOfDayInADaylightSavingGapAndDaysOfOldCalendarsKeepTheirNumbers() {
        execute("CREATE TABLE " + name("value") + " (id int NOT NULL PRIMARY KEY, d date, t time(6), dt datetime2(6))");
        TestingRows rows = TestingRows.of("id int32", "d date", "t time(6)", "dt timestamp(6)")
                .row(
                        1,
                        LocalDate.of(2026, 3, 8),
                        LocalTime.of(2, 15, 0, 1000),
                        LocalDateTime.of(2026, 3, 8, 2, 15, 0, 1000))
                .row(
                        2,
                        LocalDate.of(1582, 10, 10),
                        LocalTime.of(23, 59, 59, 999_999_000),
                        LocalDateTime.of(1582, 10, 10, 1, 2, 3, 4000))
                .row(
                        3,
                        LocalDate.of(9999, 12, 31),
                        LocalTime.of(0, 0, 0, 1000),
                        LocalDateTime.of(9999, 12, 31, 23, 59, 59, 999_999_000))
                .row(4, LocalDate.of(1, 1, 1), LocalTime.of(0, 0, 0, 1000), LocalDateTime.of(1, 1, 1, 0, 0, 0, 1000));
        bothWays(
                rows,
                "CAST(d AS varchar(10)), CAST(t AS varchar(15)), CAST(dt AS varchar(26))",
                "1|2026-03-08|02:15:00.000001|2026-03-08 02:15:00.000001",
                "2|1582-10-10|23:59:59.999999|1582-10-10 01:02:03.000004",
                "3|9999-12-31|00:00:00.000001|9999-12-31 23:59:59.999999",
                "4|0001-01-01|00:00:00.000001|0001-01-01 00:00:00.000001");
    }

    @Test
    void instantsKeepTheirNumbers() {
        execute("CREATE TABLE " + name("value") + " (id int NOT NULL PRIMARY KEY, o datetimeoffset(3))");
        TestingRows rows = TestingRows.of("id int32", "o timestamptz(3)")
                .row(1, OffsetDateTime.of(2026, 3, 8, 2, 15, 0, 1_000_000, ZoneOffset.UTC))
                .row(2, OffsetDateTime.of(1582, 10, 10, 0, 0, 0, 1_000_000, ZoneOffset.ofHours(-5)))
                .row(3, OffsetDateTime.of(9999, 12, 31, 23, 59, 59, 999_000_000, ZoneOffset.UTC))
                .row(4, OffsetDateTime.of(1, 1, 1, 0, 0, 0, 1_000_000, ZoneOffset.UTC));
        String columns = "CAST(o AS varchar(34))";
        String[] expected = {
            "1|2026-03-08 02:15:00.001 +00:00",
            "2|1582-10-10 05:00:00.001 +00:00",
            "3|9999-12-31 23:59:59.999 +00:00",
            "4|0001-01-01 00:00:00.001 +00:00"
        };
        merges(rows, columns, expected);
        copies(rows, columns, expected);
    }

    @Test
    void olderDateTypesTakeWhatTheyHold() {
        execute("CREATE TABLE " + name("value") + " (id int NOT NULL PRIMARY KEY, dt datetime, s smalldatetime)");
        TestingRows rows = TestingRows.of("id int32", "dt timestamp(6)", "s timestamp(0)")
                .row(1, LocalDateTime.of(2026, 3, 8, 2, 15, 0, 3_000_000), LocalDateTime.of(2026, 3, 8, 2, 15))
                .row(2, LocalDateTime.of(1753, 1, 1, 0, 0), LocalDateTime.of(1900, 1, 1, 0, 0));
        bothWays(
                rows,
                "CONVERT(varchar(23), dt, 121), CONVERT(varchar(16), s, 120)",
                "1|2026-03-08 02:15:00.003|2026-03-08 02:15",
                "2|1753-01-01 00:00:00.000|1900-01-01 00:00");
    }

    @Test
    void numbersKeepTheirValueInColumnsOfAnotherWidth() {
        execute("CREATE TABLE " + name("value") + " (id int NOT NULL PRIMARY KEY, t tinyint, s smallint, b bigint,"
                + " n numeric(15, 4), m money, f float, r real, o bit)");
        TestingRows rows = TestingRows.of(
                        "id int32",
                        "t int64",
                        "s int32",
                        "b decimal(19,0)",
                        "n decimal(9,2)",
                        "m decimal(9,2)",
                        "f float64",
                        "r float32",
                        "o bool")
                .row(1, 255L, -32768, "9223372036854775807", "-12.34", "12.34", 0.1, 1.5f, true)
                .row(2, 0L, 32767, "-9223372036854775808", "0.01", "-0.01", -1e300, -2.5f, false);
        bothWays(
                rows,
                "t, s, b, n, CAST(m AS decimal(19, 4)), CASE WHEN f IN (0.1e0, -1e300) THEN 'same' END, r, CAST(o AS int)",
                "1|255|-32768|9223372036854775807|-12.3400|12.3400|same|1.5|1",
                "2|0|32767|-9223372036854775808|0.0100|-0.0100|same|-2.5|0");
    }

    @Test
    void theFirstAndTheLastValueOfEachTypeAreStored() {
        execute("CREATE TABLE " + name("value")
                + " (id int NOT NULL PRIMARY KEY, m money, s smallmoney, f float, r real,"
                + " dt datetime, sd smalldatetime)");
        TestingRows rows = TestingRows.of(
                        "id int32",
                        "m decimal(19,4)",
                        "s decimal(10,4)",
                        "f float64",
                        "r float32",
                        "dt timestamp(3)",
                        "sd timestamp(0)")
                .row(
                        1,
                        "922337203685477.5807",
                        "214748.3647",
                        Double.MAX_VALUE,
                        Float.MAX_VALUE,
                        LocalDateTime.of(9999, 12, 31, 23, 59, 59, 997_000_000),
                        LocalDateTime.of(2079, 6, 6, 23, 59))
                .row(
                        2,
                        "-922337203685477.5808",
                        "-214748.3648",
                        Double.MIN_NORMAL,
                        Float.MIN_NORMAL,
                        LocalDateTime.of(1753, 1, 1, 0, 0),
                        LocalDateTime.of(1900, 1, 1, 0, 0));
        bothWays(
                rows,
                "CAST(m AS decimal(19, 4)), CAST(s AS decimal(10, 4)), CASE WHEN f IN (1.7976931348623157E308,"
                        + " 2.2250738585072014E-308) AND r IN (CAST(3.4028235E38 AS real), CAST(1.17549435E-38 AS real)) THEN 'same' END,"
                        + " CONVERT(varchar(23), dt, 121), CONVERT(varchar(16), sd, 120)",
                "1|922337203685477.5807|214748.3647|same|9999-12-31 23:59:59.997|2079-06-06 23:59",
                "2|-922337203685477.5808|-214748.3648|same|1753-01-01 00:00:00.000|1900-01-01 00:00");
    }

    @Test
    void hundredsOfNanosecondsAreStored() {
        execute("CREATE TABLE " + name("value")
                + " (id int NOT NULL PRIMARY KEY, d7 datetime2(7), o7 datetimeoffset(7), t7 time(7))");
        LocalDateTime last = LocalDateTime.of(9999, 12, 31, 23, 59, 59, 999_999_900);
        LocalDateTime first = LocalDateTime.of(1, 1, 1, 0, 0);
        TestingRows rows = TestingRows.of("id int32", "d7 timestamp(7)", "o7 timestamptz(7)", "t7 time(7)")
                .row(1, last, last.atOffset(ZoneOffset.UTC), last.toLocalTime())
                .row(2, first, first.atOffset(ZoneOffset.UTC), first.toLocalTime());
        bothWays(
                rows,
                "CAST(d7 AS varchar(27)), CAST(o7 AS varchar(34)), CAST(t7 AS varchar(16))",
                "1|9999-12-31 23:59:59.9999999|9999-12-31 23:59:59.9999999 +00:00|23:59:59.9999999",
                "2|0001-01-01 00:00:00.0000000|0001-01-01 00:00:00.0000000 +00:00|00:00:00.0000000");
    }

    @Test
    void whatIsNoNumberThereIsRejectedAndTheRestIsStored() {
        execute("CREATE TABLE " + name("value") + " (id int NOT NULL PRIMARY KEY, f float, r real)");
        TestingRows rows = TestingRows.of("id int32", "f float64", "r float32")
                .row(1, 1.5, 1.5f)
                .row(2, Double.NaN, 0f)
                .row(3, 0.0, Float.NEGATIVE_INFINITY)
                .row(4, 0.0, Float.MIN_VALUE);
        assertCounts(1, 0, 0, 0, 3, load(merged, task(open(merged, UpdateType.HOURLY), 0, 3), rows));
        assertEquals(
                List.of("f", "r", "r"),
                listener.rejects.stream().map(reject -> reject.column()).toList());
        assertEquals(List.of("1"), query("SELECT id FROM " + name("value")));
    }

    @Test
    void textBytesAndUuidsAreStoredAsTheyAre() {
        execute("CREATE TABLE " + name("value") + " (id int NOT NULL PRIMARY KEY, n nvarchar(10), v varchar(10),"
                + " c char(4), m nvarchar(max), b varbinary(10), u uniqueidentifier)");
        TestingRows rows = TestingRows.of(
                        "id int32", "n text(10)", "v text(10)", "c text(4)", "m text(0)", "b binary(10)", "u uuid")
                .row(1, "\u00c4 \uD83D\uDE00 ", "a ", "ab", "m".repeat(1_000_000), new byte[] {0, -1, 0}, UNIQUE)
                .row(2, "", "", "", "", new byte[0], UNIQUE)
                .row(3, null, null, null, null, null, null);
        bothWays(
                rows,
                "n + N'.', v + '.', c, LEN(m), DATALENGTH(b), LOWER(CAST(u AS varchar(36)))",
                "1|\u00c4 \uD83D\uDE00 .|a .|ab  |1000000|3|" + UNIQUE,
                "2|.|.|    |0|0|" + UNIQUE,
                "3|null|null|null|null|null|null");
    }

    @Test
    void aChangeOfCaseOrOfATrailingBlankIsAChange() {
        execute("CREATE TABLE " + name("value") + " (id int NOT NULL PRIMARY KEY, n nvarchar(10))");
        hourly(
                merged,
                TestingRows.of("id int32", "n text(10)").row(1, "a").row(2, "a").row(3, "a"));
        TestingRows changed = TestingRows.of("id int32", "n text(10)")
                .row(1, "A")
                .row(2, "a ")
                .row(3, "a");
        assertCounts(0, 2, 1, 0, 0, hourly(merged, changed));
        assertEquals(
                List.of("1|A.", "2|a .", "3|a."), query("SELECT id, n + N'.' FROM " + name("value") + " ORDER BY id"));
    }

    @Test
    void keysThatTheCollationTakesForOneAreOne() {
        execute("CREATE TABLE " + name("value")
                + " (id nvarchar(10) COLLATE Latin1_General_CI_AS NOT NULL PRIMARY KEY, n int)");
        TestingRows rows =
                TestingRows.of("id text(10)", "n int32").row("a", 1).row("A", 2).row("b", 3);
        assertCounts(2, 0, 0, 1, 0, hourly(merged, rows));
        assertCounts(
                0,
                1,
                0,
                0,
                0,
                hourly(merged, TestingRows.of("id text(10)", "n int32").row("B", 4)));
        assertEquals(List.of("2", "4"), query("SELECT n FROM " + name("value") + " ORDER BY n"));
    }

    @Test
    void aCharacterThatTheColumnsCodePageDoesNotHaveIsRejected() {
        execute("CREATE TABLE " + name("value")
                + " (id int NOT NULL PRIMARY KEY, v varchar(10) COLLATE Latin1_General_CI_AS)");
        TestingRows rows =
                TestingRows.of("id int32", "v text(10)").row(1, "\u20ac \u00e4").row(2, "\u6f22");
        Operation operation = open(merged, UpdateType.HOURLY);
        assertCounts(1, 0, 0, 0, 1, load(merged, task(operation, 0, 1), rows));
        assertEquals("v", listener.rejects.get(0).column());
        assertEquals(List.of("1|\u20ac \u00e4"), query("SELECT id, v FROM " + name("value")));
    }

    @Test
    void anIdentityColumnTakesTheSourcesValues() {
        execute("CREATE TABLE " + name("value") + " (id int IDENTITY(1, 1) NOT NULL PRIMARY KEY, n int)");
        bothWays(TestingRows.of("id int32", "n int32").row(7, 1).row(5, 2), "n", "5|2", "7|1");
    }

    @Test
    void aComputedColumnIsLeftToTheServer() {
        execute("CREATE TABLE " + name("value")
                + " (id int NOT NULL PRIMARY KEY, n int, doubled AS (n * 2) PERSISTED)");
        bothWays(TestingRows.of("id int32", "n int32").row(1, 4), "doubled", "1|8");
    }

    /** Merges the rows, then loads them again by a Mass; each time they must read back as {@code expected}. */
    private void bothWays(TestingRows rows, String columns, String... expected) {
        merges(rows, columns, expected);
        assertCounts(0, 0, rows.size(), 0, 0, hourly(merged, rows));
        copies(rows, columns, expected);
    }

    private void merges(TestingRows rows, String columns, String... expected) {
        assertCounts(rows.size(), 0, 0, 0, 0, hourly(merged, rows));
        assertEquals(List.of(expected), values(columns));
    }

    private void copies(TestingRows rows, String columns, String... expected) {
        assertCounts(rows.size(), 0, 0, 0, 0, mass(emptied, rows));
        assertEquals(List.of(expected), values(columns));
    }

    private List<String> values(String columns) {
        return query("SELECT id, " + columns + " FROM " + name("value") + " ORDER BY id");
    }
}
