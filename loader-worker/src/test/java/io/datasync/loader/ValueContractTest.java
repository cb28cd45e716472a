package io.datasync.loader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.datasync.config.DestinationConfig;
import io.datasync.config.TableConfig;
import io.datasync.config.UpdateType;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.message.Operation;
import io.datasync.rows.RowSchema;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every destination takes, what it rejects, and what it says about tables that do not fit. */
public abstract class ValueContractTest extends DestinationContract {
    private final TableConfig thing = TestingTables.table("thing", "id", "");

    /** One column of that type beside the key; loads the values as one batch that may reject them all. */
    private List<String> stored(String columnType, String sourceType, Object... values) {
        execute("CREATE TABLE " + name("thing") + " (id int NOT NULL PRIMARY KEY, v " + columnType + ")");
        TestingRows rows = TestingRows.of("id int32", "v " + sourceType);
        for (int id = 0; id < values.length; id++) {
            rows.row(id, values[id]);
        }
        load(thing, task(open(thing, UpdateType.HOURLY), 0, values.length), rows);
        return query("SELECT v FROM " + name("thing") + " ORDER BY id");
    }

    private List<String> reasons() {
        return listener.rejects.stream().map(TestingListener.Rejected::reason).toList();
    }

    static Stream<Arguments> numbers() {
        return Stream.of(
                Arguments.of("smallint", "int64", new Object[] {-32768L, 32767L, 32768L, -32769L}, "-32768,32767"),
                Arguments.of("int", "int64", new Object[] {2147483647L, 2147483648L, -1L}, "2147483647,-1"),
                Arguments.of("int", "int16", new Object[] {-5, 7}, "-5,7"),
                Arguments.of("bigint", "int32", new Object[] {-5, 7}, "-5,7"),
                Arguments.of("int", "decimal(12,2)", new Object[] {"5.00", "5.01", "9999999999.00"}, "5"),
                Arguments.of(
                        "bigint",
                        "decimal(38,0)",
                        new Object[] {"9223372036854775807", "9223372036854775808"},
                        "9223372036854775807"),
                Arguments.of(
                        "decimal(10,2)",
                        "decimal(15,2)",
                        new Object[] {"99999999.99", "-100000000.00", "0.05"},
                        "99999999.99,0.05"),
                Arguments.of(
                        "decimal(10,2)", "decimal(15,4)", new Object[] {"1.2300", "1.2345", "-7.5000"}, "1.23,-7.50"),
                Arguments.of("decimal(5,1)", "int32", new Object[] {9999, 10000, -9999}, "9999.0,-9999.0"),
                Arguments.of(
                        "decimal(38,10)",
                        "decimal(38,10)",
                        new Object[] {"1234567890123456789012345678.0123456789", "-0.0000000001", "0", "-10000.5"},
                        "1234567890123456789012345678.0123456789,-0.0000000001,0.0000000000,-10000.5000000000"),
                Arguments.of(
                        "decimal(38,0)",
                        "decimal(38,0)",
                        new Object[] {
                            "99999999999999999999999999999999999999",
                            "-99999999999999999999999999999999999999",
                            "10000",
                            "100000000",
                            "-9223372036854775808",
                            "1"
                        },
                        "99999999999999999999999999999999999999,-99999999999999999999999999999999999999,"
                                + "10000,100000000,-9223372036854775808,1"),
                Arguments.of(
                        "decimal(20,3)",
                        "decimal(18,3)",
                        new Object[] {"123456789012345.678", "-0.001", "10.100"},
                        "123456789012345.678,-0.001,10.100"),
                Arguments.of("real", "float64", new Object[] {0.5, 0.1, 1e300}, "0.5"),
                Arguments.of("double precision", "float32", new Object[] {0.5f, -2f}, "0.5,-2"));
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void numbersAreStoredExactlyOrRejected(String columnType, String sourceType, Object[] values, String expected) {
        List<String> stored = stored(columnType, sourceType, values).stream()
                .map(text -> text.endsWith(".0") && !columnType.startsWith("decimal") ? text.replace(".0", "") : text)
                .toList();
        assertEquals(expected, String.join(",", stored));
        assertEquals(values.length - stored.size(), listener.rejects.size());
    }

    @Test
    void textIsStoredAsItIs() {
        String emoji = "😀 Größe ,\"\\N\n\t 'x'  ";
        String large = "0123456789abcdeé".repeat(65_536);
        assertEquals(List.of(emoji, "", " ", large), stored(database.text(0), "text(0)", emoji, "", " ", large));
    }

    @Test
    void textThatIsTooLongIsRejectedWithItsLengthAndNotItsValue() {
        assertEquals(List.of("12345", "äöü"), stored(database.text(5), "text(50)", "12345", "secret", "äöü", "äöüäöü"));
        assertEquals(2, listener.rejects.size());
        TestingListener.Rejected reject = listener.rejects.get(0);
        assertEquals("v", reject.column());
        assertTrue(reject.reason().contains("6") && reject.reason().contains("5"), reject.reason());
        assertFalse(reject.reason().contains("secret"), reject.reason());
        assertEquals(Map.of("id", "1", "v", "secret"), reject.row());
    }

    /** A table of dates and times, and the rows to go into it. */
    private TestingRows datesAndTimes() {
        execute("CREATE TABLE " + name("thing") + " (id int NOT NULL PRIMARY KEY, d date, t time(6), ts "
                + database.timestamp(6) + ", tz " + database.timestampTz(6) + ")");
        return TestingRows.of("id int32", "d date", "t time(6)", "ts timestamp(6)", "tz timestamptz(6)")
                .row(
                        1,
                        LocalDate.of(1, 1, 1),
                        LocalTime.MIN,
                        LocalDateTime.of(1, 1, 1, 0, 0),
                        OffsetDateTime.of(1, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC))
                .row(
                        2,
                        LocalDate.of(9999, 12, 31),
                        LocalTime.of(23, 59, 59, 999_999_000),
                        LocalDateTime.of(9999, 12, 31, 23, 59, 59, 999_999_000),
                        OffsetDateTime.of(9999, 12, 31, 23, 59, 59, 999_999_000, ZoneOffset.UTC))
                .row(
                        3,
                        LocalDate.of(2026, 3, 8),
                        LocalTime.of(2, 30),
                        LocalDateTime.of(2026, 3, 8, 2, 30),
                        OffsetDateTime.of(2026, 3, 8, 2, 30, 0, 1000, ZoneOffset.ofHours(-5)));
    }

    @Test
    void datesAndTimesThatAreThereAlreadyAreUnchanged() {
        TestingRows rows = datesAndTimes();
        assertCounts(3, 0, 0, 0, 0, hourly(thing, rows));
        assertCounts(0, 0, 3, 0, 0, hourly(thing, rows));
    }

    @Test
    void datesAndTimesAreStoredFromTheFirstToTheLast() {
        assertCounts(3, 0, 0, 0, 0, hourly(thing, datesAndTimes()));
        assertEquals(
                List.of("0001-01-01", "9999-12-31", "2026-03-08"),
                query("SELECT d FROM " + name("thing") + " ORDER BY id"));
        assertEquals(
                List.of("1", "9999", "2026"),
                query("SELECT CAST(" + year("ts") + " AS int) FROM " + name("thing") + " ORDER BY id"));
        assertEquals(
                List.of("3"),
                query("SELECT id FROM " + name("thing")
                        + " WHERE tz = CAST('2026-03-08 07:30:00.000001+00:00' AS " + database.timestampTz(6)
                        + ") AND ts = CAST('2026-03-08 02:30:00' AS " + database.timestamp(6)
                        + ") AND t = CAST('02:30:00' AS time(6))"));
    }

    @Test
    void timesOfAHundredNanosecondsReachTheFirstAndTheLastYearToo() {
        stored(
                database.timestamp(6),
                "timestamp(7)",
                LocalDateTime.of(1, 1, 1, 0, 0),
                LocalDateTime.of(9999, 12, 31, 23, 59, 59, 999_999_000),
                LocalDateTime.of(1969, 12, 31, 23, 59, 59, 999_999_000));
        assertEquals(List.of(), listener.rejects);
        assertEquals(
                List.of("1", "9999", "1969"),
                query("SELECT CAST(" + year("v") + " AS int) FROM " + name("thing") + " ORDER BY id"));
        assertEquals(
                List.of("2"),
                query("SELECT id FROM " + name("thing") + " WHERE v = CAST('1969-12-31 23:59:59.999999' AS "
                        + database.timestamp(6) + ")"));
    }

    /** St. John's leaves 02:30 out, Apia the whole day. */
    @ParameterizedTest
    @ValueSource(strings = {"UTC", "America/St_Johns", "Pacific/Apia"})
    void timesThatTheZoneOfTheJvmLeavesOutAreStored(String zone) {
        TimeZone before = TimeZone.getDefault();
        TimeZone.setDefault(TimeZone.getTimeZone(zone));
        try {
            execute("CREATE TABLE " + name("thing") + " (id int NOT NULL PRIMARY KEY, d date, ts "
                    + database.timestamp(6) + ", tz " + database.timestampTz(6) + ")");
            TestingRows rows = TestingRows.of("id int32", "d date", "ts timestamp(6)", "tz timestamptz(6)")
                    .row(
                            1,
                            LocalDate.of(2024, 3, 10),
                            LocalDateTime.of(2024, 3, 10, 2, 30),
                            OffsetDateTime.of(2024, 3, 10, 2, 30, 0, 0, ZoneOffset.UTC))
                    .row(
                            2,
                            LocalDate.of(2011, 12, 30),
                            LocalDateTime.of(2011, 12, 30, 12, 0),
                            OffsetDateTime.of(2011, 12, 30, 12, 0, 0, 0, ZoneOffset.ofHours(14)));
            assertCounts(2, 0, 0, 0, 0, hourly(thing, rows));
            assertEquals(List.of("1"), idsOf("2024-03-10", "2024-03-10 02:30:00", "2024-03-10 02:30:00+00:00"));
            assertEquals(List.of("2"), idsOf("2011-12-30", "2011-12-30 12:00:00", "2011-12-29 22:00:00+00:00"));
        } finally {
            TimeZone.setDefault(before);
        }
    }

    private List<String> idsOf(String date, String timestamp, String timestampTz) {
        return query("SELECT id FROM " + name("thing") + " WHERE d = CAST('" + date + "' AS date) AND ts = CAST('"
                + timestamp + "' AS " + database.timestamp(6) + ") AND tz = CAST('" + timestampTz + "' AS "
                + database.timestampTz(6) + ")");
    }

    /** The year of a timestamp column. */
    protected abstract String year(String column);

    @Test
    void aFractionOfASecondThatWouldBeRoundedIsRejected() {
        LocalDateTime second = LocalDateTime.of(2026, 1, 1, 0, 0, 1);
        stored(database.timestamp(3), "timestamp(7)", second.plusNanos(1_000_000), second.plusNanos(100), second);
        assertEquals(
                List.of("1"),
                listener.rejects.stream().map(reject -> reject.row().get("id")).toList());
        assertEquals(List.of("0", "2"), query("SELECT id FROM " + name("thing") + " ORDER BY id"));
    }

    @Test
    void aTimeOfDayIsNotCutOffForADate() {
        LocalDateTime day = LocalDateTime.of(2026, 1, 1, 0, 0);
        assertEquals(List.of("2026-01-01"), stored("date", "timestamp(0)", day, day.plusSeconds(1)));
        assertEquals(1, listener.rejects.size());
    }

    @Test
    void aDateIsMidnight() {
        stored(database.timestamp(0), "date", LocalDate.of(1969, 12, 31));
        assertEquals(
                List.of("0"),
                query("SELECT id FROM " + name("thing") + " WHERE v = CAST('1969-12-31 00:00:00' AS "
                        + database.timestamp(0) + ")"));
    }

    @Test
    void aNullInAKeyOrNotNullColumnIsRejected() {
        execute("CREATE TABLE " + name("thing") + " (id int NOT NULL PRIMARY KEY, v int NOT NULL)");
        TestingRows rows = TestingRows.of("id int32", "v int32")
                .row(1, null)
                .row(null, 2)
                .row(null, null)
                .row(4, 4);
        assertCounts(1, 0, 0, 0, 3, load(thing, task(open(thing, UpdateType.HOURLY), 0, 3), rows));
        assertTrue(
                reasons().stream().allMatch(reason -> reason.startsWith("NULL in a")),
                reasons().toString());
    }

    @Test
    void oneRejectMoreThanAllowedLeavesTheTableUntouched() {
        execute("CREATE TABLE " + name("thing") + " (id int NOT NULL PRIMARY KEY, v " + database.text(1) + ")");
        TestingRows rows = TestingRows.of("id int32", "v text(9)")
                .row(1, "a")
                .row(2, "bb")
                .row(3, "c")
                .row(4, "dd");
        Operation operation = open(thing, UpdateType.HOURLY);
        DataSyncException failure =
                assertFails(ErrorCode.TOO_MANY_REJECTS, () -> load(thing, task(operation, 0, 1), rows));
        assertTrue(String.valueOf(failure.getMessage()).contains("column v"), failure.getMessage());
        assertEquals(List.of(), query("SELECT * FROM " + name("thing")));
        assertCounts(2, 0, 0, 0, 2, load(thing, task(operation, 0, 2), rows));
    }

    @Test
    void allMismatchesAreListedAtOnce() {
        execute("CREATE TABLE " + name("thing")
                + " (id int NOT NULL PRIMARY KEY, v int, needed int NOT NULL, extra int,"
                + " filled int DEFAULT 1 NOT NULL, at " + database.timestamp(6) + ")");
        TableConfig table = TestingTables.table("thing", "id,id2", "changed");
        Operation operation = open(table, UpdateType.HOURLY);
        DataSyncException failure = assertFails(
                ErrorCode.TARGET_MISMATCH,
                () -> destination.checkTarget(
                        table,
                        operation,
                        TestingRows.schema("ID int32", "v text(5)", "nowhere int32", "at timestamptz(6)")));
        String message = String.valueOf(failure.getMessage());
        for (String part :
                List.of("column v: text(5)", "nowhere", "needed", "id2", "changed", "column at: timestamptz(6)")) {
            assertTrue(message.contains(part), part + " in " + message);
        }
        for (String part : List.of("extra", "filled")) {
            assertFalse(message.contains(part), part + " in " + message);
        }
        assertEquals(6, message.lines().filter(line -> line.startsWith("- ")).count(), message);
    }

    @Test
    void aSourceWithoutColumnsIsAMismatch() {
        execute("CREATE TABLE " + name("thing") + " (v int)");
        TableConfig table = TestingTables.table("thing", "", "", TestingTables.SWAPPED);
        Operation operation = open(table, UpdateType.MASS);
        assertFails(
                ErrorCode.TARGET_MISMATCH, () -> destination.checkTarget(table, operation, new RowSchema(List.of())));
    }

    @Test
    void aMissingTableIsAnErrorThatPrintsTheDdlToRun() {
        Operation operation = open(thing, UpdateType.HOURLY);
        TestingRows rows = everyType();
        DataSyncException failure =
                assertFails(ErrorCode.TARGET_MISSING, () -> destination.checkTarget(thing, operation, rows.schema()));
        String message = String.valueOf(failure.getMessage());
        assertTrue(message.contains("CREATE TABLE") && message.contains("PRIMARY KEY"), message);
        execute(message.substring(message.indexOf("CREATE TABLE"), message.lastIndexOf(')') + 1));
        destination.checkTarget(thing, operation, rows.schema());
        assertCounts(1, 0, 0, 0, 0, load(thing, operation, 0, rows));
    }

    @Test
    void aMissingSchemaIsPartOfTheDdlToRun() {
        DestinationConfig elsewhere = new DestinationConfig(
                config.type(),
                config.url(),
                config.user(),
                config.password(),
                config.schema() + "_new",
                config.controlSchema(),
                false,
                config.upsert(),
                config.lockTimeout(),
                config.queryTimeout());
        try (Destination other = database.open(elsewhere)) {
            Operation operation = open(thing, UpdateType.HOURLY);
            DataSyncException failure = assertFails(
                    ErrorCode.TARGET_MISSING,
                    () -> other.checkTarget(thing, operation, everyType().schema()));
            String message = String.valueOf(failure.getMessage());
            int schema = message.indexOf("CREATE SCHEMA");
            assertTrue(schema > 0 && schema < message.indexOf("CREATE TABLE"), message);
            assertTrue(message.indexOf(elsewhere.schema(), schema) < message.indexOf("CREATE TABLE"), message);
        }
    }

    @Test
    void aMissingTableIsCreatedIfItMayBe() {
        DestinationConfig creates = database.config(true);
        try (Destination creating = database.open(creates)) {
            Operation operation = open(thing, UpdateType.HOURLY);
            TestingRows rows = everyType();
            creating.checkTarget(thing, operation, rows.schema());
            creating.checkTarget(thing, operation, rows.schema());
            assertCounts(1, 0, 0, 0, 0, load(thing, operation, 0, rows));
            assertCounts(0, 0, 1, 0, 0, load(thing, operation, 1, rows));
        }
    }

    private static TestingRows everyType() {
        return TestingRows.of(
                        "id int32",
                        "b bool",
                        "i2 int16",
                        "i8 int64",
                        "f4 float32",
                        "f8 float64",
                        "n decimal(15,4)",
                        "s text(10)",
                        "l text(0)",
                        "y binary(4)",
                        "z binary(0)",
                        "d date",
                        "t time(3)",
                        "ts timestamp(6)",
                        "tz timestamptz(6)",
                        "u uuid")
                .row(
                        1,
                        true,
                        2,
                        3L,
                        1.5f,
                        -0.1,
                        "-12345.6789",
                        "text",
                        "long",
                        new byte[] {0, -1},
                        new byte[0],
                        LocalDate.of(2026, 1, 2),
                        LocalTime.of(1, 2, 3),
                        LocalDateTime.of(2026, 1, 2, 3, 4, 5),
                        OffsetDateTime.of(2026, 1, 2, 3, 4, 5, 0, ZoneOffset.UTC),
                        UUID.fromString("00112233-4455-6677-8899-aabbccddeeff"));
    }
}
