package io.datasync.fetcher.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.datasync.config.JdeSite;
import io.datasync.config.Secret;
import io.datasync.config.SourceConfig;
import io.datasync.config.TableConfig;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.fetcher.FetchRequest;
import io.datasync.fetcher.FetchedRows;
import io.datasync.fetcher.RowDivision;
import io.datasync.fetcher.TestSource;
import io.datasync.message.Json;
import io.datasync.message.KeyRange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Slices are the whole divided, whatever the key is: on PostgreSQL in its own words, and in those that any product takes. */
final class JdbcDivisionTest {
    private static final int ROWS = 10_000;
    private static final TestSource source = new TestSource();
    private static final SourceConfig POSTGRESQL =
            config(source.config(Duration.ofMinutes(1), JdeSite.DEFAULTS).url());

    /** The same database as one that nothing is known of. */
    private static final SourceConfig OTHER = config("jdbc:other:");

    private static int tables;

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "int; n * 3 - 15000",
                "bigint; n * 10000000000",
                "numeric; (n - 5000) / 8.0",
                "numeric(12,4); n / 7.0",
                "text; CASE n % 5 WHEN 0 THEN 'ä' WHEN 1 THEN 'Ä' WHEN 2 THEN 'a''b' WHEN 3 THEN ' B' ELSE '歯' END || md5(n::text)",
                "varchar(40) COLLATE \"C\"; CASE n % 3 WHEN 0 THEN 'é' WHEN 1 THEN 'E' ELSE 'e' END || md5(n::text)",
                "date; date '2026-01-01' - n",
                "timestamp; timestamp '2026-03-08 01:30:00' + n * interval '1.000001 seconds'",
            })
    void anyKeyDividesInAnyProductsWords(String type, String value) {
        String name = create(type, value);
        for (int slices : List.of(1, 2, 3, 7)) {
            assertDivided(slices, POSTGRESQL, name, "k");
            assertDivided(slices, OTHER, name, "k");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "timestamptz; timestamptz '2026-03-08 01:30:00 America/St_Johns' + n * interval '1 second'",
                "uuid; md5(n::text)::uuid",
                "char(12); md5(n::text)::char(9)",
                "double precision; sqrt(n)",
                "bytea; decode(md5(n::text), 'hex')",
                "bigserial; n",
            })
    void anyKeyOfPostgreSqlDivides(String type, String value) {
        String name = create(type, value);
        for (int slices : List.of(2, 3, 7)) {
            assertDivided(slices, POSTGRESQL, name, "k");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a,b", "b,a", "a,c,b", "b,c,k", "A,K"})
    void compositeKeysDivide(String key) {
        String name = create("text", "CASE n % 2 WHEN 0 THEN 'x' ELSE 'X' END || n");
        source.execute(
                "ALTER TABLE " + name + " ADD a int, ADD b date, ADD c text",
                "UPDATE " + name + " SET a = v % 10, b = date '2026-01-01' + v / 10, c = 'c' || v % 2");
        for (int slices : List.of(1, 2, 3, 7)) {
            assertDivided(slices, POSTGRESQL, name, key.split(","));
            assertDivided(slices, OTHER, name, key.split(","));
        }
    }

    @Test
    void rowsWithANullInTheirKeyAreInOneSlice() {
        String name = create("int", "CASE WHEN n % 10 = 0 THEN NULL ELSE n % 100 END");
        source.execute("ALTER TABLE " + name + " ADD a text", "UPDATE " + name + " SET a = 'x' || v WHERE v % 7 <> 0");
        for (SourceConfig product : List.of(POSTGRESQL, OTHER)) {
            for (String key : List.of("k", "k,a", "a,k")) {
                FetchRequest request = request(product, 3, name, key.split(","));
                assertEquals(allOf(name), sorted(slices(request)), key + product.url());
            }
        }
    }

    @Test
    void keysThatRepeatMakeFewerSlices() {
        String name = create("int", "CASE WHEN n < 9000 THEN 1 ELSE n END");
        List<List<Integer>> slices = slices(request(POSTGRESQL, 7, name, "k"));
        assertEquals(2, slices.size());
        assertEquals(allOf(name), sorted(slices));
    }

    @Test
    void moreSlicesThanRowsAndNoRows() {
        source.execute(
                "CREATE TABLE two AS SELECT n AS k, n AS v FROM generate_series(1, 2) n",
                "CREATE TABLE nothing (k int, v int)");
        assertEquals(List.of(1, 2), sorted(slices(request(POSTGRESQL, 7, "two", "k"))));
        assertEquals(List.of(), divide(request(POSTGRESQL, 7, "nothing", "k")));
    }

    @Test
    void manyRowsAreSampled() {
        source.execute("CREATE TABLE many AS SELECT n AS k, n AS v FROM generate_series(1, 100000) n", "ANALYZE many");
        for (SourceConfig product : List.of(POSTGRESQL, OTHER)) {
            List<List<Integer>> slices = slices(request(product, 4, "many", "k"));
            assertEquals(IntStream.rangeClosed(1, 100_000).boxed().toList(), sorted(slices));
            slices.forEach(slice -> assertTrue(Math.abs(slice.size() - 25_000) <= 2_500, "rows: " + slice.size()));
        }
    }

    @Test
    void statisticsThatAreFarTooHighAreNotBelieved() {
        source.execute(
                "CREATE TABLE former AS SELECT n AS k, n AS v FROM generate_series(1, 200000) n",
                "ANALYZE former",
                "DELETE FROM former WHERE k > 300");
        List<List<Integer>> slices = slices(request(POSTGRESQL, 3, "former", "k"));
        assertEquals(List.of(100, 100, 100), slices.stream().map(List::size).toList());
    }

    @Test
    void withoutANumberOfSlicesTheNumberOfRowsDecides() {
        assertEquals(List.of(), divide(auto("SELECT n AS id FROM generate_series(1, 700000) n")));
        assertEquals(
                2,
                divide(auto("SELECT n AS id FROM generate_series(1, 1000000) n"))
                        .size());
        assertEquals(
                8,
                divide(auto("SELECT n AS id FROM generate_series(1, 6000000) n WHERE :now >= :minimumDT"))
                        .size());
    }

    @Test
    void aQueryMayHaveAnOrderParametersAndAComment() {
        String name = create("int", "n");
        String query = "SELECT * FROM " + name + " WHERE now() >= :minimumDT ORDER BY v DESC -- the end";
        FetchRequest request = request(POSTGRESQL, 3, query, List.of("K"));
        assertEquals(allOf(name), sorted(slices(request)));
        FetchRequest ended = request(POSTGRESQL, 3, "SELECT * FROM " + name + " ; ", List.of("k"));
        assertEquals(allOf(name), sorted(slices(ended)));
    }

    @Test
    void slicesOfASnapshotSeeNothingThatCameLater() {
        String name = create("int", "n");
        FetchRequest request = request(POSTGRESQL, 3, name, "k");
        try (RowDivision division = new JdbcFetcher().divide(request, source.dataSource())) {
            List<KeyRange> ranges = division.ranges();
            String snapshot = division.snapshot().orElseThrow();
            source.execute(
                    "INSERT INTO " + name + " VALUES (-1, 100001), (20000, 100002)",
                    "DELETE FROM " + name + " WHERE k BETWEEN 10 AND 20",
                    "UPDATE " + name + " SET k = k + 9000 WHERE k < 10 AND k > 0");
            List<List<Integer>> slices = new ArrayList<>();
            ranges.forEach(range -> slices.add(read(request, range, snapshot)));
            assertEquals(IntStream.rangeClosed(1, ROWS).boxed().toList(), sorted(slices));
            division.close();
            List<List<Integer>> later = new ArrayList<>();
            ranges.forEach(range -> later.add(read(request, range, snapshot)));
            assertEquals(allOf(name), sorted(later));
        }
    }

    @Test
    void aCancelledDivisionAsksNothingMore() {
        RowDivision division =
                new JdbcFetcher().divide(request(POSTGRESQL, 3, "SELECT 1 AS id", List.of("id")), source.dataSource());
        division.cancel();
        assertEquals(
                ErrorCode.CANCELLED,
                assertThrows(DataSyncException.class, division::ranges).code());
        division.close();
    }

    @Test
    void conditionsOfSqlServerAreOnesThatAnIndexServes() {
        KeyRange range = new KeyRange(
                List.of(new KeyRange.KeyColumn("Lot]", "nvarchar(4000)"), new KeyRange.KeyColumn("At", "datetime2(7)")),
                List.of("a", "2026-01-01T00:00:00"),
                List.of("b", "2026-01-02T00:00:00"));
        SourceQuery condition = SlicedQuery.condition(range, SourceProduct.SQLSERVER);
        String lot = "CAST(? AS nvarchar(4000))";
        String at = "CAST(? AS datetime2(7))";
        assertEquals(
                "([Lot]]] >= " + lot + " AND ([Lot]]] > " + lot + " OR ([Lot]]] = " + lot + " AND [At] > " + at
                        + ")) AND [Lot]]] <= " + lot + " AND ([Lot]]] < " + lot + " OR ([Lot]]] = " + lot
                        + " AND [At] <= " + at + ")) AND [At] IS NOT NULL)",
                condition.sql());
        assertEquals(8, condition.parameters().size());
    }

    /** A fetch task comes from a topic: what it calls the type of a key column stands in the statement. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "int) OR (1",
                "text) , (SELECT usename FROM pg_user) , (text",
                "int(1)(2)",
                "",
                "a'b",
                "int; --",
                "\"a\"\"b\""
            })
    void aTypeThatIsMoreThanATypeIsRefused(String type) {
        KeyRange range = new KeyRange(List.of(new KeyRange.KeyColumn("id", type)), List.of("1"), null);
        for (SourceProduct product : SourceProduct.values()) {
            assertEquals(
                    ErrorCode.MALFORMED_MESSAGE,
                    assertThrows(DataSyncException.class, () -> SlicedQuery.condition(range, product))
                            .code());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x]; DROP TABLE canary--",
                "x\"; DROP TABLE canary--",
                "\"",
                "]",
                "'",
                "a b",
                "select",
                "歯車 \uD83D\uDD29",
                "? :a $1 {fn now()} %s \\"
            })
    void aKeyColumnsNameStandsForNothingButItself(String odd) {
        TestSource own = new TestSource();
        String quoted = '"' + odd.replace("\"", "\"\"") + '"';
        own.execute("CREATE TABLE canary (id int)", "CREATE TABLE t (k int, v int)");
        own.execute("INSERT INTO t SELECT n, n FROM generate_series(1, 100) n", "ALTER TABLE t RENAME k TO " + quoted);
        FetchRequest request = request(POSTGRESQL, 2, "t", odd);
        List<Integer> read = new ArrayList<>();
        try (RowDivision division = new JdbcFetcher().divide(request, own.dataSource())) {
            for (KeyRange range : division.ranges()) {
                FetchRequest part = TestSource.part(request, range, null);
                FetchedRows.of(new JdbcFetcher().open(part, own.dataSource()))
                        .column("v")
                        .forEach(value -> read.add((Integer) value));
            }
        }
        assertEquals(
                IntStream.rangeClosed(1, 100).boxed().toList(),
                read.stream().sorted().toList());
        own.execute("DROP TABLE canary");
    }

    private static void assertDivided(int slices, SourceConfig product, String name, String... key) {
        List<List<Integer>> read = slices(request(product, slices, name, key));
        String what = String.join(",", key) + " in " + slices + " of " + product.url();
        assertEquals(IntStream.rangeClosed(1, ROWS).boxed().toList(), sorted(read), what);
        assertEquals(slices, read.size(), what);
        double even = (double) ROWS / slices;
        read.forEach(slice -> assertTrue(Math.abs(slice.size() - even) <= even / 10, what + ": " + slice.size()));
    }

    /** A table of a key k and a number v from 1, in no order. */
    private static String create(String type, String value) {
        String name = "t" + tables++;
        source.execute(
                "CREATE TABLE " + name + " (k " + type + ", v int)",
                "INSERT INTO " + name + " SELECT " + value + ", n FROM generate_series(1, " + ROWS
                        + ") n ORDER BY md5(n::text)");
        return name;
    }

    private static SourceConfig config(String url) {
        return SourceConfig.of("TEST", url, Optional.empty(), Secret.none());
    }

    private static FetchRequest request(SourceConfig product, int slices, String name, String... key) {
        return request(product, slices, "SELECT * FROM " + name, List.of(key));
    }

    private static FetchRequest request(SourceConfig product, int slices, String query, List<String> key) {
        TableConfig table = TestSource.table("T", "jdbc", query, null, Map.of(), key.toArray(String[]::new));
        return TestSource.request(TestSource.sliced(table, slices), product, null);
    }

    private static FetchRequest auto(String query) {
        return TestSource.request(TestSource.table("T", "jdbc", query, null, Map.of(), "id"), POSTGRESQL, null);
    }

    private static List<KeyRange> divide(FetchRequest request) {
        try (RowDivision division = new JdbcFetcher().divide(request, source.dataSource())) {
            return division.ranges();
        }
    }

    /** The column v of each slice, whose range has been through a message. */
    private static List<List<Integer>> slices(FetchRequest request) {
        List<KeyRange> ranges = divide(request);
        if (ranges.isEmpty()) {
            return List.of(read(request, null, null));
        }
        return ranges.stream()
                .map(range -> Json.read(Json.write(range), KeyRange.class))
                .map(range -> read(request, range, null))
                .toList();
    }

    private static List<Integer> read(FetchRequest request, @Nullable KeyRange range, @Nullable String snapshot) {
        FetchRequest part = TestSource.part(request, range, snapshot);
        List<Integer> values = new ArrayList<>();
        for (Object value : FetchedRows.of(new JdbcFetcher().open(part, source.dataSource()))
                .column("v")) {
            values.add((Integer) value);
        }
        return values;
    }

    private static List<Integer> sorted(List<List<Integer>> slices) {
        return slices.stream().flatMap(List::stream).sorted().toList();
    }

    private static List<Integer> allOf(String name) {
        return sorted(List.of(read(request(POSTGRESQL, 1, name, "k"), null, null)));
    }
}
