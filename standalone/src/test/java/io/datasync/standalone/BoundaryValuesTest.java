package io.datasync.standalone;

import static io.datasync.config.UpdateType.HOURLY;
import static io.datasync.config.UpdateType.MASS;
import static io.datasync.standalone.TestPipeline.counts;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.datasync.message.LoadCounts;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.TimeZone;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The first and the last value of every type, from PostgreSQL to PostgreSQL, by COPY and as a result set, whatever the zone of
 * this JVM: a time of day that it leaves out is a value like any other.
 */
class BoundaryValuesTest {
    private static final String COLUMNS = "id int PRIMARY KEY, i2 int2, i4 int4, i8 int8, d0 numeric(38, 0),"
            + " d10 numeric(38, 10), d38 numeric(38, 38), n numeric, f4 float4, f8 float8, b bool, c char(5), v varchar(6),"
            + " t text, y bytea, d date, c6 time(6), c0 time(0), w6 timestamp(6), w0 timestamp(0), z6 timestamptz(6),"
            + " z0 timestamptz(0), u uuid, changed timestamptz NOT NULL DEFAULT now()";

    /** Types that COPY is not used for. */
    private static final String MORE_COLUMNS = ", j json, jb jsonb, x xml, m mood";

    private static final List<String> ROWS = List.of(
            "-32768, -2147483648, -9223372036854775808, -99999999999999999999999999999999999999,"
                    + " -9999999999999999999999999999.9999999999, -0.99999999999999999999999999999999999999,"
                    + " -9999999999999999999999999999.9999999999, '-3.4028235e38', '-1.7976931348623157e308', false, '', '', '',"
                    + " '', '0001-01-01', '00:00', '00:00', '0001-01-01 00:00', '0001-01-01 00:00', '0001-01-01 00:00Z',"
                    + " '0001-01-01 00:00Z', '00000000-0000-0000-0000-000000000000'",
            "32767, 2147483647, 9223372036854775807, 99999999999999999999999999999999999999,"
                    + " 9999999999999999999999999999.9999999999, 0.99999999999999999999999999999999999999,"
                    + " 0.0000000001, '3.4028235e38', '1.7976931348623157e308', true, 'abcde', '😀😀😀😀😀😀',"
                    + " repeat('é😀', 1000), decode(repeat('00ff', 1000), 'hex'), '9999-12-31', '23:59:59.999999', '23:59:59',"
                    + " '9999-12-31 23:59:59.999999', '9999-12-31 23:59:59', '9999-12-31 23:59:59.999999Z',"
                    + " '9999-12-31 23:59:59Z', 'ffffffff-ffff-ffff-ffff-ffffffffffff'",
            // The smallest above 0, blanks at the ends, combining marks, the gap of a spring night in St. John's.
            "0, 0, 0, 0, 0.0000000001, 0.00000000000000000000000000000000000001, 0.0000000000, '1e-45', '5e-324', NULL, ' a ', ' a ',"
                    + " E'e\\u0301\\u200D\\t\\n\\\\\"''', '\\x00', '2024-03-10', '02:30:00.000001', '02:30', '2024-03-10 02:30:00.000001',"
                    + " '2024-03-10 02:30', '2024-03-10 02:30Z', '2024-03-10 02:30-03:30', NULL",
            // No numbers, and the day that Apia left out.
            "1, 1, 1, 1, 1, 0.1, 1.0000000000, 'NaN', 'NaN', true, '     ', '      ', ' ', '\\x', '2011-12-30', '12:00', '12:00',"
                    + " '2011-12-30 12:00', '2011-12-30 00:00', '2011-12-30 12:00Z', '2011-12-30 00:00+14', NULL",
            "-1, -1, -1, -1, -1, -0.1, -1.0000000000, 'Infinity', '-Infinity', NULL, NULL, NULL, NULL, NULL, '1582-10-10', NULL, NULL,"
                    + " '1582-10-10 00:00', '1883-11-18 12:03:58', '1969-12-31 23:59:59.999999Z', '1900-02-28 23:59:59Z', NULL",
            "0, 0, 0, 0, 0, 0, 0.0000000000, '-0', '-0', NULL, NULL, NULL, NULL, NULL, '2024-02-29', NULL, NULL,"
                    + " '2024-11-03 01:30', '2024-11-03 01:30', '2024-11-03 01:30-02:30', '2024-11-03 01:30-03:30', NULL",
            "NULL" + ", NULL".repeat(21));

    private static final List<String> MORE = List.of(
            "'{}', '{}', '<a/>', 'sad'",
            "'{\"a\": [1, \"é😀\"], \"a\": 2}', '{\"b\": 1e30, \"a\": null}', '<a b=\"1\">é<!-- c --></a>', 'so so'",
            "'null', '\"\"', NULL, NULL",
            "'1', '1.10', '<a> </a>', 'sad'",
            "NULL, NULL, NULL, NULL",
            "'[ ]', '[ ]', 'no root', 'sad'",
            "NULL, NULL, NULL, NULL");

    /** Values that are not carried; each rejects its row. */
    private static final List<String> OUTSIDE = List.of(
            "n|'NaN'::numeric",
            "n|'Infinity'::numeric",
            "n|0.00000000001::numeric",
            "n|1e28::numeric",
            "d|'infinity'::date",
            "d|'0001-12-31 BC'::date",
            "d|'10000-01-01'::date",
            "w|'-infinity'::timestamp",
            "w|'0001-12-31 23:59:59.999999 BC'::timestamp",
            "w|'10000-01-01 00:00'::timestamp",
            "z|'infinity'::timestamptz",
            "z|'0001-01-01 00:00+14'::timestamptz",
            "z|'9999-12-31 23:00-01:30'::timestamptz",
            "c|'24:00'::time");

    static Stream<Arguments> zones() {
        return Stream.of(
                Arguments.of("UTC", null, null),
                Arguments.of("America/St_Johns", LocalDateTime.of(2024, 3, 10, 2, 30), null),
                Arguments.of("Pacific/Apia", LocalDateTime.of(2011, 12, 30, 12, 0), LocalDate.of(2011, 12, 30)));
    }

    @ParameterizedTest
    @MethodSource("zones")
    void arriveAsTheyAreOrAreRejected(String zone, @Nullable LocalDateTime gap, @Nullable LocalDate missingDay) {
        assertLeftOut(ZoneId.of(zone), gap, missingDay);
        TimeZone before = TimeZone.getDefault();
        TimeZone.setDefault(TimeZone.getTimeZone(zone));
        try (TestPipeline pipeline = new TestPipeline(String.join(
                        "",
                        TestPipeline.table("copied"),
                        TestPipeline.table("selected"),
                        TestPipeline.table("outside")))
                .options("maxRejects: 100")) {
            create(pipeline);
            pipeline.start();
            List<String> operations = Stream.of("copied", "selected")
                    .map(table -> pipeline.begin(table, MASS))
                    .toList();
            String outside = pipeline.begin("outside", MASS);
            for (String operation : operations) {
                assertEquals(new LoadCounts(ROWS.size(), 0, 0, 0, 0), counts(pipeline.end(operation)));
            }
            pipeline.assertCopied("copied");
            pipeline.assertCopied("selected");
            assertEquals(new LoadCounts(1, 0, 0, 0, OUTSIDE.size()), counts(pipeline.end(outside)));
            assertEquals(
                    OUTSIDE.stream().map(row -> row.substring(0, 1)).sorted().toList(),
                    pipeline.rejectedColumns("outside").stream().sorted().toList());
            for (String table : List.of("copied", "selected")) {
                assertEquals(
                        new LoadCounts(0, 0, ROWS.size(), 0, 0),
                        counts(pipeline.run(table, HOURLY)),
                        "nothing differs from what is there");
            }
        } finally {
            TimeZone.setDefault(before);
        }
    }

    /** The zone has the gap that the values are about; so one that went through it would come out as another. */
    private static void assertLeftOut(ZoneId zone, @Nullable LocalDateTime gap, @Nullable LocalDate missingDay) {
        if (gap != null) {
            assertTrue(zone.getRules().getValidOffsets(gap).isEmpty());
        }
        if (missingDay != null) {
            assertEquals(missingDay.plusDays(1), missingDay.atStartOfDay(zone).toLocalDate());
        }
    }

    private static void create(TestPipeline pipeline) {
        pipeline.inSource(
                "CREATE TYPE mood AS ENUM ('sad', 'so so')",
                "CREATE TABLE copied (" + COLUMNS + ")",
                "CREATE TABLE selected (" + COLUMNS + MORE_COLUMNS + ")",
                "CREATE TABLE outside (id int PRIMARY KEY, n numeric, d date, w timestamp, z timestamptz, c time,"
                        + " changed timestamptz NOT NULL DEFAULT now())",
                "INSERT INTO outside VALUES (-1)");
        IntStream.range(0, ROWS.size())
                .forEach(id -> pipeline.inSource(
                        "INSERT INTO copied VALUES (" + id + ", " + ROWS.get(id) + ")",
                        "INSERT INTO selected VALUES (" + id + ", " + ROWS.get(id) + ", DEFAULT, " + MORE.get(id)
                                + ")"));
        IntStream.range(0, OUTSIDE.size()).forEach(id -> {
            String[] columnAndValue = OUTSIDE.get(id).split("\\|", 2);
            pipeline.inSource("INSERT INTO outside (id, " + columnAndValue[0] + ") VALUES (" + id + ", "
                    + columnAndValue[1] + ")");
        });
    }
}
