package io.datasync.fetcher.jdbc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.datasync.config.JdeSite;
import io.datasync.config.Secret;
import io.datasync.config.SourceConfig;
import io.datasync.config.TableConfig;
import io.datasync.database.ConnectionPools;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.fetcher.FetchRequest;
import io.datasync.fetcher.FetchedRows;
import io.datasync.fetcher.RowStream;
import io.datasync.fetcher.TestSource;
import io.datasync.message.KeyRange;
import io.datasync.rows.ArrowSchemas;
import io.datasync.rows.ColumnType;
import io.datasync.rows.RejectedRow;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JdbcFetcherTest {
    static final TestSource source = new TestSource();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            true::bool                          | bool           | true
            "B'1'::bit(1)" | bool           | true
            (-32768)::int2                      | int16          | -32768
            2147483647::int4                    | int32          | 2147483647
            (-9223372036854775808)::int8        | int64          | -9223372036854775808
            "(float4 '-0')" | float32        | -0.0
            "(float8 '-0')" | float64        | -0.0
            1.7976931348623157E308::float8      | float64        | 1.7976931348623157E308
            "'NaN'::float8" | float64        | NaN
            0.1::numeric(5,4)                   | decimal(5,4)   | 0.1000
            (-99999)::numeric(5,0)              | decimal(5,0)   | -99999
            (-999999999999999999)::numeric(18,0)| decimal(18,0)  | -999999999999999999
            (-0.0001)::numeric(15,4)            | decimal(15,4)  | -0.0001
            99999999999999999999999999999999999999::numeric(38,0) | decimal(38,0) | 99999999999999999999999999999999999999
            (-99999999999999999999999999999999999.999)::numeric(38,3) | decimal(38,3) | -99999999999999999999999999999999999.999
            123.45::numeric                     | decimal(38,10) | 123.4500000000
            1.500000000000::numeric             | decimal(38,10) | 1.5000000000
            12300::numeric(3,-2)                | decimal(5,0)   | 12300
            0.00012::numeric(3,5)               | decimal(5,5)   | 0.00012
            "'a'::varchar(10)" | text(10)       | a
            "'a'::varchar" | text(0)        | a
            "'a'::char(3)" | text(3)        | "a  "
            "'grün 😀'::text" | text(0)        | grün 😀
            "left('a', 0)" | text(0)        | ""
            to_json(1)                          | text(0)        | 1
            to_jsonb(ARRAY[1, 2])               | text(0)        | [1, 2]
            xmlelement(name a)                  | text(0)        | <a/>
            """)
    void everyTypeIsCarriedAsItIs(String expression, String type, String value) {
        // With a column that is never copied as text, too.
        for (String query : List.of("SELECT " + expression + " AS v", "SELECT " + expression + " AS v, true AS b")) {
            FetchedRows fetched = fetch(query);
            assertEquals(type, fetched.schema().columns().get(0).type().text());
            assertEquals(value, String.valueOf(fetched.column("v").get(0)));
        }
    }

    /** Control characters and backslashes stand for themselves, whatever form they come in. */
    @Test
    void shortTextsAreCarriedByteForByte() {
        FetchedRows ascii = fetch("SELECT (chr(n) || 'N' || chr(n))::varchar(30) v, NULL::varchar(30) w"
                + " FROM generate_series(1, 127) n ORDER BY n");
        List<String> expected = new ArrayList<>();
        for (char character = 1; character <= 127; character++) {
            expected.add(character + "N" + character);
        }
        assertEquals(expected, ascii.column("v"));
        assertEquals(Collections.nCopies(127, null), ascii.column("w"));
        FetchedRows others = fetch("SELECT v::varchar(30), w::varchar(30) FROM (VALUES ('', '\\N'), ('\\.', ''),"
                + " ('\\\\t', E'a\\tb\\nc\\\\d'), (NULL, 'ü\\😀ÄĬ')) t (v, w)");
        assertEquals(Arrays.asList("", "\\.", "\\\\t", null), others.column("v"));
        assertEquals(List.of("\\N", "", "a\tb\nc\\d", "ü\\😀ÄĬ"), others.column("w"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1 AS a", "1::numeric AS a, 'x'::varchar(30) AS b", "true AS a"})
    void noRowIsNoRow(String columns) {
        assertEquals(List.of(), fetch("SELECT " + columns + " WHERE false").rows());
    }

    @Test
    void onlyKeysAreReadWhereOnlyTheyAreWanted() {
        TableConfig table = TestSource.table(
                "t",
                "jdbc",
                "SELECT n AS \"No\", 'x' || n AS \"Site\", 'NaN'::numeric AS bad FROM generate_series(1, 4) n"
                        + " WHERE now() >= :minimumDT -- all of them",
                null,
                Map.of(),
                "site",
                "NO");
        FetchedRows keys = FetchedRows.of(open(source.keysOf(table)));
        assertEquals(
                List.of("Site text(0)", "No int32"),
                keys.schema().columns().stream()
                        .map(column -> column.name() + " " + column.type().text())
                        .toList());
        assertEquals(List.of("x1", "x2", "x3", "x4"), keys.column("Site"));
        assertEquals(List.of(), keys.rejects(), "the other column is not looked at");

        KeyRange range = new KeyRange(
                List.of(new KeyRange.KeyColumn("Site", "text"), new KeyRange.KeyColumn("No", "int4")),
                List.of("x1", "1"),
                List.of("x3", "3"));
        FetchedRows part = FetchedRows.of(open(TestSource.part(source.keysOf(table), range, null)));
        assertEquals(List.of(2, 3), part.column("No"));
        assertEquals(2, part.schema().columns().size());
    }

    @Test
    void keysOfAQueryThatCannotStandWithinAnotherComeFromItsWholeRows() {
        TableConfig table = TestSource.table("t", "jdbc", "SHOW TIME ZONE", null, Map.of(), "timezone");
        assertEquals("UTC", FetchedRows.of(open(source.keysOf(table))).value());
        TableConfig other = TestSource.table("t", "jdbc", "SELECT 1 AS a", null, Map.of(), "b");
        DataSyncException missing =
                assertThrows(DataSyncException.class, () -> FetchedRows.of(open(source.keysOf(other))));
        assertEquals(ErrorCode.CONFIGURATION, missing.code());
    }

    @Test
    void readingKeysCanBeCancelledBeforeItBegins() {
        TableConfig table = TestSource.table("t", "jdbc", "SELECT 1 AS a", null, Map.of(), "a");
        try (RowStream stream = open(source.keysOf(table))) {
            stream.cancel();
            assertEquals(
                    ErrorCode.CANCELLED,
                    assertThrows(DataSyncException.class, stream::schema).code());
        }
    }

    private static RowStream open(FetchRequest request) {
        return new JdbcFetcher().open(request, source.dataSource());
    }

    @Test
    void bytesAndUuidsAreCarried() {
        assertArrayEquals(new byte[] {0, -1, 127}, (byte[])
                fetch("SELECT '\\x00ff7f'::bytea AS v").value());
        UUID uuid = UUID.randomUUID();
        ByteBuffer bytes = ByteBuffer.wrap((byte[]) value("SELECT '" + uuid + "'::uuid AS v"));
        assertEquals(uuid, new UUID(bytes.getLong(), bytes.getLong()));
    }

    private Object value(String query) {
        Object value = fetch(query).value();
        if (value == null) {
            throw new AssertionError("null");
        }
        return value;
    }

    @ParameterizedTest
    @ValueSource(strings = {"0001-01-01", "1582-10-10", "1900-02-28", "2024-02-29", "9999-12-31"})
    void datesAreCarriedWithoutShift(String date) {
        FetchedRows fetched = fetch("SELECT DATE '" + date + "' AS v");
        assertEquals(new ColumnType.Date(), fetched.schema().columns().get(0).type());
        assertEquals((int) LocalDate.parse(date).toEpochDay(), fetched.value());
    }

    /** 2025-03-09T02:30 does not exist in the zone of this JVM. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0001-01-01T00:00:00",
                "1883-11-18T12:03:58",
                "2025-03-09T02:30:00",
                "2025-11-02T01:30:00.123456",
                "9999-12-31T23:59:59.999999"
            })
    void timestampsAreCarriedWithoutShift(String text) {
        LocalDateTime expected = LocalDateTime.parse(text);
        assertEquals(expected, value("SELECT TIMESTAMP '" + text + "' AS v"));
        assertEquals(
                expected.toEpochSecond(ZoneOffset.UTC) * 1_000_000
                        + expected.toLocalTime().toNanoOfDay() / 1_000 % 1_000_000,
                value("SELECT TIMESTAMPTZ '" + text + "+00' AS v"));
    }

    @Test
    void timestampsSayTheirPrecision() {
        assertEquals(
                List.of("timestamp(6)", "timestamp(0)", "timestamptz(3)", "time(6)", "time(2)"),
                fetch("SELECT now()::timestamp a, now()::timestamp(0) b, now()::timestamptz(3) c, TIME '1:00' d,"
                                + " '1:00'::time(2) e")
                        .schema()
                        .columns()
                        .stream()
                        .map(column -> column.type().text())
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"00:00:00", "02:30:00", "23:59:59.999999"})
    void timesAreCarried(String time) {
        assertEquals(LocalTime.parse(time).toNanoOfDay(), value("SELECT TIME '" + time + "' AS v"));
    }

    @Test
    void nullIsNullInEveryType() {
        FetchedRows fetched = fetch("""
                SELECT NULL::bool a, NULL::int2 b, NULL::int4 c, NULL::int8 d, NULL::float4 e, NULL::float8 f,
                       NULL::numeric(5,2) g, NULL::numeric(5,0) h, NULL::text i, NULL::bytea j, NULL::date k, NULL::time l,
                       NULL::timestamp m, NULL::timestamptz n, NULL::uuid o, NULL::json p""");
        assertTrue(fetched.rows().get(0).stream().allMatch(value -> value == null));
    }

    @Test
    void aColumnSaysWhetherItMayBeNull() {
        source.execute("DROP TABLE IF EXISTS nullability", "CREATE TABLE nullability (id int NOT NULL, name text)");
        assertEquals(
                List.of(false, true),
                fetch("SELECT * FROM nullability").schema().columns().stream()
                        .map(column -> column.nullable())
                        .toList());
    }

    @Test
    void aMegabyteOfTextIsCarried() {
        assertEquals("é".repeat(1 << 20), value("SELECT repeat('é', 1 << 20) AS v"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'NaN'::numeric(10,2)",
                "'NaN'::numeric(10,0)",
                "'Infinity'::numeric",
                "'infinity'::date",
                "'-infinity'::timestamp",
                "'infinity'::timestamptz",
                "'-infinity'::timestamptz",
                "'10000-01-01'::date",
                "'0001-12-31 BC'::date",
                "'294276-01-01'::timestamp",
                "'9999-12-31 23:00:00-05'::timestamptz",
                "'24:00'::time",
                "0.12345678901::numeric",
                "1e28::numeric"
            })
    void aValueThatCannotBeCarriedRejectsItsRowOnly(String expression) {
        for (String columns : List.of("v, n", "v, n, true AS b")) {
            FetchedRows fetched = fetch(
                    "SELECT " + columns + " FROM (VALUES (1, NULL), (2, " + expression + "), (3, NULL)) AS t (n, v)");
            assertEquals(List.of(1, 3), fetched.column("n"));
            assertEquals("v", fetched.rejects().get(0).column());
            assertTrue(String.valueOf(fetched.rejects().get(0).getMessage()).contains("Column v"));
            assertEquals("2", fetched.rejectedRows().get(0).get("n"));
        }
    }

    @Test
    void aRejectedRowCanBeReadAsText() {
        FetchedRows fetched = fetch("SELECT true a, 1::int2 b, 2 c, 3::int8 d, 1.5::float4 e, 2.5::float8 f,"
                + " 1.50::numeric(5,2) g, 'ü' h, '\\x00ff'::bytea i, date '2026-01-31' j, time '01:02:03.5' k,"
                + " timestamp '2026-01-31 01:02:03.5' l, timestamptz '2026-01-31 01:02:03+00' m,"
                + " '0af76519-16cd-43dd-8448-eb211c80319c'::uuid n, 'infinity'::date o, NULL::int p, 'NaN'::numeric q,"
                + " '-infinity'::timestamp r, 'infinity'::timestamptz s");
        assertEquals(
                "{a=t, b=1, c=2, d=3, e=1.5, f=2.5, g=1.50, h=ü, i=\\x00ff, j=2026-01-31, k=01:02:03.5,"
                        + " l=2026-01-31 01:02:03.5, m=2026-01-31 01:02:03+00, n=0af76519-16cd-43dd-8448-eb211c80319c,"
                        + " o=infinity, p=null, q=NaN, r=-infinity, s=infinity}",
                fetched.rejectedRows().get(0).toString());
        assertEquals(
                "{a=1, b=-1.50, c=NaN, d=null, e=a\\\tb, f=ü  }",
                fetch("SELECT 1 a, -1.50::numeric(5,2) b, 'NaN'::numeric c, NULL::int d, E'a\\\\\tb'::varchar(9) e,"
                                + " 'ü'::char(3) f")
                        .rejectedRows()
                        .get(0)
                        .toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SHOW server_version",
                "SELECT 1 AS a;",
                "SELECT 1 AS a -- the end",
                "SELECT 1 AS a WHERE '{\"a\": 1}'::jsonb ?? 'a' /* :x ? */",
                "SELECT to_json(1) AS a"
            })
    void aQueryThatCopyDoesNotTakeIsReadAllTheSame(String query) {
        assertEquals(1, fetch(query).rows().size());
    }

    @Test
    void aRejectNamesLimitAndFind() {
        FetchedRows fetched = fetch("SELECT 1e28::numeric AS v");
        assertEquals(
                "Column v is decimal(38,10), the value has 29 digits before the point",
                fetched.rejects().get(0).getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "ARRAY[1]|_int4",
                "B'101'::bit(3)|bit",
                "INTERVAL '1 day'|interval",
                "1::money|money",
                "TIMETZ '1:00+00'|timetz",
                "point(1,2)|point"
            })
    void aTypeThatCannotBeCarriedIsNamedWithTheWayOut(String expression, String type) {
        DataSyncException failure = fails(() -> fetch("SELECT 1 AS a, " + expression + " AS bad"));
        assertEquals(ErrorCode.UNSUPPORTED_TYPE, failure.code());
        assertTrue(
                String.valueOf(failure.getMessage()).contains("Column bad has the type " + type), failure.toString());
        assertTrue(String.valueOf(failure.getMessage()).contains("cast it in the query"), failure.toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT 1 AS a, 2 AS A|Two columns of the query are named a",
                "SELECT 1 AS a, 2|Column 2 of the query has no name",
                "SELECT FROM pg_class|no columns",
                "SELEC 1|syntax error",
                "SELECT * FROM missing_table|missing_table",
                "DELETE FROM pg_class|read-only",
                "SELECT 1 AS a WHERE 1 = ?|parameter 1"
            })
    void aWrongQueryIsRefusedWithTheReason(String query, String reason) {
        DataSyncException failure = fails(() -> fetch(query));
        assertEquals(ErrorCode.SOURCE_QUERY, failure.code());
        assertTrue(String.valueOf(failure.getMessage()).contains(reason), failure.toString());
    }

    @Test
    void aParameterOfAnotherNameIsRefused() {
        DataSyncException failure = fails(() -> fetch("SELECT 1 AS a WHERE now() > :minimunDT"));
        assertEquals(ErrorCode.CONFIGURATION, failure.code());
        assertTrue(String.valueOf(failure.getMessage()).contains("':minimunDT'"), failure.toString());
        assertTrue(String.valueOf(failure.getMessage()).contains("Did you mean minimumDT?"), failure.toString());
    }

    @Test
    void minimumDTIsInclusiveAndInUtcForColumnsWithAndWithoutZone() {
        source.execute(
                "DROP TABLE IF EXISTS stamped",
                "CREATE TABLE stamped (id int, local timestamp, zoned timestamptz)",
                "INSERT INTO stamped VALUES (1, '2026-01-31 23:59:59.999999', '2026-01-31 23:59:59.999999+00')",
                "INSERT INTO stamped VALUES (2, '2026-02-01 00:00:00', '2026-02-01 00:00:00+00')",
                "INSERT INTO stamped VALUES (3, '2026-02-01 00:00:01', '2026-02-01 00:00:01+00')");
        Instant minimum = Instant.parse("2026-02-01T00:00:00Z");
        String query = "SELECT id FROM stamped WHERE %s >= :minimumDT AND %s < :now ORDER BY id";
        for (String column : List.of("local", "zoned")) {
            assertEquals(
                    List.of(2, 3), fetch(query.replace("%s", column), minimum).column("id"));
            assertEquals(
                    List.of(1, 2, 3), fetch(query.replace("%s", column), null).column("id"));
        }
        assertEquals(
                List.of(2, 3),
                fetch("SELECT id FROM stamped WHERE local >= :minimumDT ORDER BY id", minimum.plusNanos(999))
                        .column("id"));
    }

    @Test
    void aNullMinimumAndNowAreWhatTheDocumentationSays() {
        FetchedRows fetched = fetch("SELECT :minimumDT AS a, :now AS b");
        assertEquals(
                List.of(
                        QueryParameters.EVERYTHING.getEpochSecond() * 1_000_000,
                        TestSource.NOW.getEpochSecond() * 1_000_000),
                fetched.rows().get(0));
    }

    @Test
    void manyRowsComeInSeveralFetchesAndInOrder() {
        FetchedRows fetched = fetch("SELECT n, n::text AS t FROM generate_series(1, 10000) n");
        assertEquals(10_000, fetched.rows().size());
        assertEquals(List.of(10_000, "10000"), fetched.rows().get(9_999));
    }

    @Test
    void sessionSqlIsRunOnTheConnection() {
        SourceConfig plain = source.config();
        SourceConfig config = new SourceConfig(
                plain.name(),
                plain.url(),
                plain.user(),
                plain.password(),
                1,
                1,
                List.of("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ", "SET my.setting = 'set'"),
                plain.queryTimeout(),
                Optional.empty());
        String query = "SELECT current_setting('my.setting') a, current_setting('transaction_isolation') b";
        assertEquals(
                List.of("set", "repeatable read"),
                fetch(config, query, null).rows().get(0));
    }

    @Test
    void aCancelEndsAQueryWhoseFirstRowIsWaitedFor() throws Exception {
        try (RowStream stream = open(source.config(), "SELECT pg_sleep(60) IS NULL AS a, 'first row' AS b", null)) {
            CompletableFuture<ErrorCode> code =
                    CompletableFuture.supplyAsync(() -> fails(stream::schema).code());
            awaitActive("first row");
            stream.cancel();
            assertEquals(ErrorCode.CANCELLED, code.get(15, TimeUnit.SECONDS));
        }
    }

    @Test
    void aCancelEndsAQueryWhoseFurtherRowsAreWaitedFor() throws Exception {
        // Long enough that the first rows fill the server's buffer.
        String query = "SELECT n, pg_sleep(CASE WHEN n > 3 THEN 60 ELSE 0 END) IS NULL s, repeat('x', 9000) t"
                + " FROM generate_series(1, 9) n";
        try (RowStream stream = open(source.config(), query, null);
                RootAllocator allocator = new RootAllocator();
                VectorSchemaRoot root = VectorSchemaRoot.create(ArrowSchemas.toArrow(stream.schema()), allocator)) {
            CompletableFuture<ErrorCode> code = CompletableFuture.supplyAsync(() -> fails(() -> {
                        for (int row = 0; next(stream, root, row); row++) {}
                    })
                    .code());
            awaitActive("CASE WHEN n > 3 THEN 60");
            stream.cancel();
            assertEquals(ErrorCode.CANCELLED, code.get(15, TimeUnit.SECONDS));
        }
    }

    @Test
    void aStreamThatWasCancelledBeforeItsQueryRunsNothing() {
        try (RowStream stream = open(source.config(), "SELECT pg_sleep(60) IS NULL AS a", null)) {
            stream.cancel();
            assertEquals(ErrorCode.CANCELLED, fails(stream::schema).code());
        }
    }

    private void awaitActive(String partOfQuery) {
        String query = "SELECT count(*) AS n FROM pg_stat_activity WHERE state = 'active' AND pid <> pg_backend_pid()"
                + " AND query LIKE '%" + partOfQuery + "%'";
        Awaitility.await().until(() -> Long.valueOf(1).equals(fetch(query).value()));
    }

    private static boolean next(RowStream stream, VectorSchemaRoot root, int row) {
        try {
            return stream.next(root, row);
        } catch (RejectedRow rejected) {
            throw new AssertionError(rejected);
        }
    }

    @Test
    void aSourceThatIsSilentForTooLongIsGivenUp() {
        SourceConfig config = source.config(Duration.ofSeconds(1), JdeSite.DEFAULTS);
        DataSyncException failure = fails(() -> fetch(config, "SELECT 1 AS a FROM pg_sleep(30)", null));
        assertEquals(ErrorCode.SOURCE_UNAVAILABLE, failure.code());
        assertTrue(String.valueOf(failure.getMessage()).contains("queryTimeout"), failure.toString());
    }

    @Test
    void aConnectionThatIsRefusedIsUnavailable() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        String url = "jdbc:postgresql://127.0.0.1:" + port + "/x";
        TableConfig table = table("SELECT 1 AS a");
        SourceConfig config = SourceConfig.of("GONE", url, Optional.of("u"), Secret.none());
        DataSyncException failure = fails(() -> FetchedRows.of(
                new JdbcFetcher().open(TestSource.request(table, config, null), TestSource.dataSource(url))));
        assertEquals(ErrorCode.SOURCE_UNAVAILABLE, failure.code());
        assertTrue(String.valueOf(failure.getMessage()).contains("source GONE"), failure.toString());
    }

    @Test
    void aPoolSaysWhyItHasNoConnection() {
        SourceConfig config = SourceConfig.of(
                "LOGIN",
                source.config().url().replaceFirst("currentSchema=", "connectTimeout=1&currentSchema="),
                Optional.of("nobody"),
                Secret.of("wrong"));
        try (var pool = ConnectionPools.source(config, 1)) {
            DataSyncException failure = fails(() -> FetchedRows.of(
                    new JdbcFetcher().open(TestSource.request(table("SELECT 1 AS a"), config, null), pool)));
            assertEquals(ErrorCode.SOURCE_LOGIN, failure.code());
            assertTrue(String.valueOf(failure.getMessage()).contains("nobody"), failure.toString());
        }
    }

    @Test
    void connectionsComeBackToThePoolAsTheyWere() {
        SourceConfig config = source.config();
        try (var pool = ConnectionPools.source(config, 1)) {
            for (int round = 0; round < 3; round++) {
                assertEquals(
                        1,
                        FetchedRows.of(new JdbcFetcher()
                                        .open(TestSource.request(table("SELECT 1 AS a"), config, null), pool))
                                .value());
                fails(() ->
                        FetchedRows.of(new JdbcFetcher().open(TestSource.request(table("SELEC"), config, null), pool)));
            }
        }
    }

    /** Read by COPY and as a result set. By itself the driver keeps the server's statement of a query that comes often. */
    @ParameterizedTest
    @CsvSource({"int, text", "json, jsonb"})
    void aConnectionThatReadATableReadsItAsItIsAfterAColumnGotAnotherType(String before, String after) {
        source.execute("DROP TABLE IF EXISTS altered", "CREATE TABLE altered AS SELECT '7'::" + before + " AS a");
        SourceConfig config = source.config();
        String query = "SELECT * FROM altered WHERE :minimumDT < now()";
        try (var pool = ConnectionPools.source(config, 1)) {
            for (int round = 0; round < 12; round++) {
                assertEquals("7", String.valueOf(readOnce(pool, config, query).value()));
            }
            source.execute("ALTER TABLE altered ALTER a TYPE " + after);
            FetchedRows fetched = readOnce(pool, config, query);
            assertEquals("7", fetched.value());
            assertEquals("text(0)", fetched.schema().columns().get(0).type().text());
        }
    }

    private static FetchedRows readOnce(DataSource pool, SourceConfig config, String query) {
        return FetchedRows.of(new JdbcFetcher().open(TestSource.request(table(query), config, Instant.EPOCH), pool));
    }

    @Test
    void halfASurrogatePairIsRejectedNotReplaced() {
        assertThrows(RejectedRow.class, () -> Utf8.encode("c", "a\uD83D"));
        assertThrows(RejectedRow.class, () -> Utf8.encode("c", "\uDE00a"));
        assertThrows(RejectedRow.class, () -> Utf8.encode("c", "\uD83Da"));
    }

    private FetchedRows fetch(String query) {
        return fetch(query, null);
    }

    private FetchedRows fetch(String query, @Nullable Instant minimumDT) {
        return fetch(source.config(), query, minimumDT);
    }

    private FetchedRows fetch(SourceConfig config, String query, @Nullable Instant minimumDT) {
        return FetchedRows.of(open(config, query, minimumDT));
    }

    private RowStream open(SourceConfig config, String query, @Nullable Instant minimumDT) {
        return new JdbcFetcher().open(TestSource.request(table(query), config, minimumDT), connections());
    }

    /** Where the stream's connections come from. */
    DataSource connections() {
        return source.dataSource();
    }

    private static TableConfig table(String query) {
        return TestSource.table("T", "jdbc", query, null, Map.of(), "id");
    }

    private static DataSyncException fails(Runnable work) {
        return assertThrows(DataSyncException.class, work::run);
    }
}
