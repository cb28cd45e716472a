package io.datasync.loader.sqlserver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.datasync.loader.TestingListener;
import io.datasync.loader.TestingRows;
import io.datasync.loader.target.ColumnPair;
import io.datasync.loader.target.RowGate;
import io.datasync.loader.target.TargetColumn;
import io.datasync.rows.Chunk;
import io.datasync.rows.ChunkCodec;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import java.util.TimeZone;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What becomes of the first and the last value of each of SQL Server's types, and of those beyond: sent as it is, or kept
 * out with a reason. No server is asked; the ranges are those of its documentation.
 */
final class SqlServerBoundariesTest {
    private static final String NOT_EXACT = "a number that single precision does not hold exactly";
    private static final String NAN = "NaN, which is no number there";
    private static final String INFINITY = "infinity, which is no number there";
    private static final String TINY = "a number closer to 0 than the smallest one of full precision";
    private static final String NOT_3_33 = "a fraction of a second other than milliseconds that end in 0, 3 or 7";
    private static final LocalDateTime FIRST = LocalDateTime.of(1, 1, 1, 0, 0);
    private static final LocalDateTime LAST = LocalDateTime.of(9999, 12, 31, 23, 59, 59, 999_999_900);

    /** The value as it is sent to the driver, or why its row is rejected. */
    private static String outcome(SqlServerType type, String source, Object value) {
        return outcomes(type, source, value).get(0);
    }

    private static List<String> outcomes(SqlServerType type, String source, Object... values) {
        TestingRows rows = TestingRows.of("v " + source);
        for (Object value : values) {
            rows.row(value);
        }
        SqlServerColumn column = TestingColumns.column("v", type);
        TargetColumn target = TestingColumns.table(column).target().columns().get(0);
        ColumnPair pair = new ColumnPair(0, rows.schema().columns().get(0), target, false);
        TestingListener listener = new TestingListener();
        List<String> outcomes = new ArrayList<>();
        try (BufferAllocator allocator = new RootAllocator();
                Chunk chunk = ChunkCodec.decode(rows.chunks(values.length).get(0), allocator)) {
            BitSet out = new RowGate(List.of(pair), values.length, listener).check(chunk);
            for (int row = 0; row < values.length; row++) {
                outcomes.add(
                        out.get(row)
                                ? reason(listener.rejects.remove(0), type)
                                : text(BulkColumn.of(pair, column).at(chunk, row)));
            }
        }
        return outcomes;
    }

    private static String reason(TestingListener.Rejected reject, SqlServerType type) {
        assertEquals("v", reject.column());
        String end = ", the column is " + type.declaration();
        return reject.reason().replace(end, "");
    }

    private static String text(@Nullable Object value) {
        if (value instanceof BigDecimal number) {
            return number.toPlainString();
        }
        return value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : String.valueOf(value);
    }

    @Test
    void realAndFloatTakeFiniteNumbersOfFullPrecision() {
        SqlServerType real = SqlServerType.of("real");
        assertEquals(
                List.of("3.4028235E38", "-3.4028235E38", "1.17549435E-38", "-0.0", TINY, NAN, INFINITY, INFINITY),
                outcomes(
                        real,
                        "float32",
                        Float.MAX_VALUE,
                        -Float.MAX_VALUE,
                        Float.MIN_NORMAL,
                        -0.0f,
                        -Float.MIN_VALUE,
                        Float.NaN,
                        Float.POSITIVE_INFINITY,
                        Float.NEGATIVE_INFINITY));
        assertEquals(
                List.of("0.5", NOT_EXACT, NOT_EXACT, NAN, INFINITY),
                outcomes(real, "float64", 0.5, 0.1, 1e300, Double.NaN, Double.NEGATIVE_INFINITY));
        SqlServerType doubles = SqlServerType.of("float");
        assertEquals(
                List.of("1.7976931348623157E308", "2.2250738585072014E-308", "0.0", TINY, NAN, INFINITY, INFINITY),
                outcomes(
                        doubles,
                        "float64",
                        Double.MAX_VALUE,
                        Double.MIN_NORMAL,
                        0.0,
                        Double.MIN_VALUE,
                        Double.NaN,
                        Double.POSITIVE_INFINITY,
                        Double.NEGATIVE_INFINITY));
        assertEquals(List.of("1.401298464324817E-45", NAN), outcomes(doubles, "float32", Float.MIN_VALUE, Float.NaN));
    }

    @Test
    void moneyHasTheRangeOfItsInteger() {
        SqlServerType money = SqlServerType.of("money");
        assertEquals(
                List.of(
                        "922337203685477.5807",
                        "-922337203685477.5808",
                        "a number of 19 digits, 4 behind the point, is out of range",
                        "a number of 19 digits, 4 behind the point, is out of range"),
                outcomes(
                        money,
                        "decimal(19,4)",
                        "922337203685477.5807",
                        "-922337203685477.5808",
                        "922337203685477.5808",
                        "-922337203685477.5809"));
        assertEquals(
                List.of(
                        "922337203685477.5807",
                        "a number of 20 digits with more digits behind the point than fit",
                        "a number of 20 digits, 5 behind the point, is out of range"),
                outcomes(
                        money,
                        "decimal(38,5)",
                        "922337203685477.58070",
                        "922337203685477.58071",
                        "922337203685477.58080"));
        assertEquals(
                List.of("922337203685477.0000", "a number of 15 digits is out of range"),
                outcomes(money, "int64", 922_337_203_685_477L, 922_337_203_685_478L));
        assertEquals(
                List.of(
                        "214748.3647",
                        "-214748.3648",
                        "a number of 10 digits, 4 behind the point, is out of range",
                        "a number of 10 digits, 4 behind the point, is out of range"),
                outcomes(
                        SqlServerType.of("smallmoney"),
                        "decimal(10,4)",
                        "214748.3647",
                        "-214748.3648",
                        "214748.3648",
                        "-214748.3649"));
    }

    @Test
    void wholeNumbersHaveTheRangeOfTheirWidth() {
        assertEquals(
                List.of("0", "255", "a number of 3 digits is out of range", "a number of 1 digits is out of range"),
                outcomes(SqlServerType.of("tinyint"), "int16", 0, 255, 256, -1));
        assertEquals(
                List.of("-32768", "32767", "a number of 5 digits is out of range"),
                outcomes(SqlServerType.of("smallint"), "int32", -32768, 32767, 32768));
        assertEquals(
                List.of("-2147483648", "2147483647", "a number of 10 digits is out of range"),
                outcomes(SqlServerType.of("int"), "int64", -2147483648L, 2147483647L, -2147483649L));
        assertEquals(
                List.of("-9223372036854775808", "9223372036854775807", "a number of 19 digits is out of range"),
                outcomes(
                        SqlServerType.of("bigint"),
                        "decimal(38,0)",
                        "-9223372036854775808",
                        "9223372036854775807",
                        "9223372036854775808"));
        String last = "9".repeat(38);
        assertEquals(
                List.of(last, "-" + last), outcomes(TestingColumns.decimal(38, 0), "decimal(38,0)", last, "-" + last));
        assertEquals(
                List.of("0." + last, "-0." + "0".repeat(37) + "1"),
                outcomes(TestingColumns.decimal(38, 38), "decimal(38,38)", "0." + last, "-0." + "0".repeat(37) + "1"));
    }

    @Test
    void datetimeHasSteps() {
        LocalDateTime day = LocalDateTime.of(1753, 1, 1, 0, 0);
        String range = "a time outside 1753-01-01T00:00 to 9999-12-31T23:59:59.997";
        assertEquals(
                List.of(
                        "1753-01-01T00:00:00.000",
                        range,
                        "9999-12-31T23:59:59.997",
                        NOT_3_33,
                        "1753-01-01T00:00:00.003",
                        "1753-01-01T00:00:00.007",
                        NOT_3_33,
                        NOT_3_33),
                outcomes(
                        SqlServerType.of("datetime"),
                        "timestamp(7)",
                        day,
                        day.minusNanos(100),
                        LocalDateTime.of(9999, 12, 31, 23, 59, 59, 997_000_000),
                        LAST,
                        day.plusNanos(3_000_000),
                        day.plusNanos(7_000_000),
                        day.plusNanos(3_333_300),
                        day.plusNanos(1_000_000)));
        assertEquals(range, outcome(SqlServerType.of("datetime"), "date", LocalDate.of(1752, 12, 31)));
    }

    @Test
    void smalldatetimeHasMinutes() {
        LocalDateTime last = LocalDateTime.of(2079, 6, 6, 23, 59);
        String range = "a time outside 1900-01-01T00:00 to 2079-06-06T23:59";
        assertEquals(
                List.of(
                        "1900-01-01T00:00:00",
                        range,
                        "2079-06-06T23:59:00",
                        range,
                        "a time of day between two steps of 60 s"),
                outcomes(
                        SqlServerType.of("smalldatetime"),
                        "timestamp(0)",
                        LocalDateTime.of(1900, 1, 1, 0, 0),
                        LocalDateTime.of(1899, 12, 31, 23, 59),
                        last,
                        last.plusMinutes(1),
                        last.minusSeconds(30)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTC", "America/St_Johns", "Pacific/Apia"})
    void timesAreSentAsTheyAreWhateverTheZoneOfTheJvm(String zone) {
        TimeZone before = TimeZone.getDefault();
        TimeZone.setDefault(TimeZone.getTimeZone(zone));
        try {
            assertEquals(
                    List.of(
                            "0001-01-01T00:00:00.0000000",
                            "9999-12-31T23:59:59.9999999",
                            "2024-03-10T02:30:00.0000001",
                            "2011-12-30T12:00:00.0000000"),
                    outcomes(
                            TestingColumns.scaled("datetime2", 7),
                            "timestamp(7)",
                            FIRST,
                            LAST,
                            LocalDateTime.of(2024, 3, 10, 2, 30, 0, 100),
                            LocalDateTime.of(2011, 12, 30, 12, 0)));
            assertEquals(
                    List.of("2011-12-30", "0001-01-01", "9999-12-31"),
                    outcomes(
                            SqlServerType.of("date"),
                            "date",
                            LocalDate.of(2011, 12, 30),
                            LocalDate.of(1, 1, 1),
                            LocalDate.of(9999, 12, 31)));
            assertEquals(
                    List.of(
                            "0001-01-01T00:00:00.0000000+00:00",
                            "9999-12-31T23:59:59.9999999+00:00",
                            "2011-12-29T22:30:00.0000000+00:00",
                            "2011-12-31T02:00:00.0000000+00:00"),
                    outcomes(
                            TestingColumns.scaled("datetimeoffset", 7),
                            "timestamptz(7)",
                            FIRST.atOffset(ZoneOffset.UTC),
                            LAST.atOffset(ZoneOffset.UTC),
                            OffsetDateTime.of(2011, 12, 30, 12, 30, 0, 0, ZoneOffset.ofHours(14)),
                            OffsetDateTime.of(2011, 12, 30, 12, 0, 0, 0, ZoneOffset.ofHours(-14))));
            assertEquals(
                    List.of("02:30:00", "a fraction of a second with more than 0 digits"),
                    outcomes(
                            TestingColumns.scaled("time", 0),
                            "time(7)",
                            LocalTime.of(2, 30),
                            LocalTime.of(23, 59, 59, 999_999_900)));
            assertEquals(
                    "23:59:59.9999999",
                    outcome(TestingColumns.scaled("time", 7), "time(7)", LocalTime.of(23, 59, 59, 999_999_900)));
        } finally {
            TimeZone.setDefault(before);
        }
    }

    @Test
    void textKeepsItsCharactersBlanksAndMarks() {
        String marks = "e\u0301 \uD83D\uDE00 ";
        assertEquals(
                List.of(marks, "a\0b", "", "text of length 7, at most 6 fits"),
                outcomes(TestingColumns.nvarchar(6), "text(0)", marks, "a\0b", "", "1234567"));
        assertEquals(
                List.of("\u20ac\u00e4", "text of length 2 has a character that windows-1252 lacks"),
                outcomes(TestingColumns.text("varchar", 6), "text(0)", "\u20ac\u00e4", "e\u0301"));
        assertEquals(
                List.of("a ", "text of length 3, at most 2 fits"),
                outcomes(TestingColumns.text("char", 2), "text(0)", "a ", "a  "));
    }

    @Test
    void bytesAreCounted() {
        assertEquals(
                List.of("00ff", "", "3 bytes, at most 2 fit"),
                outcomes(
                        new SqlServerType("varbinary", 2, 0, 0, null, 0),
                        "binary(0)",
                        new byte[] {0, -1},
                        new byte[0],
                        new byte[3]));
    }
}
