package io.datasync.fetcher.jde;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.datasync.config.JdeSite;
import io.datasync.config.SourceConfig;
import io.datasync.config.TableConfig;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.fetcher.FetchRequest;
import io.datasync.fetcher.FetchedRows;
import io.datasync.fetcher.RowDivision;
import io.datasync.fetcher.TestSource;
import io.datasync.fetcher.jdbc.SourceQuery;
import io.datasync.message.KeyRange;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JdeFetcherTest {
    private static final TestSource source = new TestSource();
    private static final ZoneId CHICAGO = ZoneId.of("America/Chicago");

    @BeforeAll
    static void createTables() {
        for (String table : JdeCatalog.builtIn()) {
            source.execute(ddl(JdeCatalog.BUILT_IN.find(table).orElseThrow()));
        }
        insertWorkOrder(1, "        M30", 0, 126001, 7);
        insertWorkOrder(2, "M30", 1234567, 126001, 10509);
        insertWorkOrder(3, "", -1, 126060, 235959);
        insertWorkOrder(4, "grün", 99, 0, 0);
    }

    /** A table as a JDE site has it: blank-padded CHAR and NUMERIC without digits behind the point. */
    static String ddl(JdeTable table) {
        StringBuilder sql = new StringBuilder("CREATE TABLE " + table.table() + " (");
        for (JdeColumn column : table.columns()) {
            String type = column.rule() == JdeColumn.Rule.TEXT ? "CHAR(" : "NUMERIC(";
            sql.append(column.physical())
                    .append(' ')
                    .append(type)
                    .append(column.size())
                    .append("), ");
        }
        return sql.append(table.lastUpdateDate())
                .append(" NUMERIC(6), ")
                .append(table.lastUpdateTime())
                .append(" NUMERIC(6), PRIMARY KEY (")
                .append(String.join(", ", table.physicalKey()))
                .append("))")
                .toString();
    }

    private static void insertWorkOrder(int number, String branch, long quantity, int date, int time) {
        source.execute("INSERT INTO f4801 (wadoco, wamcu, wauorg, watrdj, wastrt, waupmj, watday, wadl01) VALUES ("
                + number + ", '" + branch + "', " + quantity + ", 99666, 0, " + date + ", " + time + ", ' Zoë 😀 ')");
    }

    @Test
    void aGrowingNumberFindsNewRowsAndThoseOfTheWindowAgain() {
        TableConfig ledger = TestSource.growing(
                TestSource.table("LotUsage", "jde", null, "F4111", Map.of(), "UniqueKey"), Optional.empty(), 2);
        for (int number = 1; number <= 9; number++) {
            source.execute("INSERT INTO f4111 (ilukid, ilcrdj, iltday) VALUES (" + number + ", 126001, 0)");
        }
        FetchRequest hourly = source.request(ledger, Instant.parse("2027-01-01T00:00:00Z"));
        assertEquals(List.of(), uniqueKeys(hourly), "no number is known: by date");
        assertEquals(List.of(6L, 7L, 8L, 9L), uniqueKeys(TestSource.after(hourly, 7)));
        assertEquals(9, uniqueKeys(TestSource.after(hourly, Long.MIN_VALUE + 1)).size());
        assertEquals(
                9, uniqueKeys(TestSource.after(source.request(ledger, null), 7)).size(), "a Mass");
        assertEquals(Optional.of("UniqueKey"), new JdeFetcher().cursorColumn(ledger, source.config()));
    }

    private static List<@Nullable Object> uniqueKeys(FetchRequest request) {
        return FetchedRows.of(new JdeFetcher().open(request, source.dataSource()))
                .column("UniqueKey");
    }

    @Test
    void aTableWithoutAGrowingNumberNeedsOneByName() {
        TableConfig item = TestSource.table("Item", "jde", null, "F4101", Map.of(), "ItemNumber");
        assertEquals(
                List.of("cursor: the catalog names no growing number of F4101; name one in cursor.column"),
                new JdeFetcher().problems(TestSource.growing(item, Optional.empty(), 0)));
        assertEquals(List.of(), new JdeFetcher().problems(TestSource.growing(item, Optional.of("itemnumber"), 0)));
        assertTrue(new JdeFetcher()
                .problems(TestSource.growing(item, Optional.of("ItemNumbr"), 0))
                .toString()
                .contains("ItemNumber"));
    }

    @Test
    void itIsSaidIfNoIndexServesAnIncrementalFetch() {
        TableConfig lot = TestSource.table("Lot", "jde", null, "F4108", Map.of(), "LotNumber");
        TableConfig hourly = TestSource.hourly(lot);
        assertEquals(List.of(), advice(lot), "it has a Mass alone");
        source.execute(
                "INSERT INTO f4108 (iolotn, iomcu, ioitm, ioupmj) SELECT 'L' || n, 'M30', 1, 126001"
                        + " FROM generate_series(1, 2345) n",
                "ANALYZE f4108");
        assertEquals(
                List.of(
                        "no index of F4108 begins with IOUPMJ, so each Daily and Hourly scans all of its rows, about 2,345."
                                + " Ask for such an index, or choose longer intervals"),
                advice(hourly));
        source.execute("CREATE INDEX ON f4108 (iotday, ioupmj)");
        assertEquals(1, advice(hourly).size(), "the column is not the first");
        source.execute("CREATE INDEX ON f4108 (ioupmj, iotday)");
        assertEquals(List.of(), advice(hourly));
        TableConfig ledger =
                TestSource.hourly(TestSource.table("LotUsage", "jde", null, "F4111", Map.of(), "UniqueKey"));
        assertEquals(1, advice(ledger).size());
        assertEquals(List.of(), advice(TestSource.growing(ledger, Optional.empty(), 0)), "its key is an index");
    }

    private static List<String> advice(TableConfig table) {
        return new JdeFetcher().advice(table, source.config(), source.dataSource());
    }

    static List<String> builtIn() {
        return JdeCatalog.builtIn();
    }

    @ParameterizedTest
    @MethodSource("builtIn")
    void everyTableOfTheCatalogCanBeReadWhollyAndIncrementally(String table) {
        JdeTable known = JdeCatalog.BUILT_IN.find(table).orElseThrow();
        FetchedRows fetched = fetch(table, JdeSite.DEFAULTS, null);
        assertEquals(
                known.names(),
                fetched.schema().columns().stream().map(column -> column.name()).toList());
        assertEquals(
                List.of(),
                fetch(table, JdeSite.DEFAULTS, Instant.parse("2030-01-01T00:00:00Z"))
                        .rows());
        assertTrue(new HashSet<>(known.names()).containsAll(known.key()));
    }

    @Test
    void theListOfTablesIsThatOfTheMission() {
        assertEquals(
                List.of(
                        "F0005", "F0006", "F0101", "F30006", "F3002", "F3003", "F3111", "F3112", "F4101", "F4102",
                        "F41021", "F4108", "F4111", "F4801"),
                JdeCatalog.builtIn());
        assertEquals("LotUsage", JdeCatalog.BUILT_IN.find("f4111").orElseThrow().name());
        assertTrue(JdeCatalog.BUILT_IN.find("F9999").isEmpty());
    }

    @Test
    void valuesAreDecoded() {
        FetchedRows fetched = fetch("F4801", JdeSite.DEFAULTS, null);
        assertEquals(List.of(1, 2, 3, 4), fetched.column("WorkOrderNumber"));
        assertEquals(List.of("        M30", "M30", "", "grün"), fetched.column("BranchPlant"));
        assertEquals(" Zoë 😀", fetched.column("Description").get(0));
        assertEquals(
                List.of(
                        new BigDecimal("0.0000"),
                        new BigDecimal("123.4567"),
                        new BigDecimal("-0.0001"),
                        new BigDecimal("0.0099")),
                fetched.column("QuantityOrdered"));
        assertEquals(
                (int) LocalDate.of(2000, 10, 27).toEpochDay(),
                fetched.column("OrderDate").get(0));
        assertEquals(null, fetched.column("StartDate").get(0));
        assertEquals(null, fetched.column("RequestedDate").get(0));
        assertEquals(
                LocalDateTime.parse("2026-01-01T00:00:07"),
                fetched.column("LastUpdateDT").get(0));
        assertEquals(null, fetched.column("LastUpdateDT").get(3));
    }

    @Test
    void onlyKeysAreReadAndDecodedAsEverWhereOnlyTheyAreWanted() {
        source.execute(
                "INSERT INTO f0005 (drsy, drrt, drky, drupmj, drupmt) VALUES ('00', 'UM', '        EA', 126000, 0)");
        TableConfig table =
                TestSource.table("UserDefinedCode", "jde", null, "F0005", Map.of(), "ProductCode", "CodeType", "code");
        FetchedRows keys = FetchedRows.of(new JdeFetcher().open(source.keysOf(table), source.dataSource()));
        assertEquals(
                List.of("ProductCode", "CodeType", "Code"),
                keys.schema().columns().stream().map(column -> column.name()).toList());
        assertEquals(List.of(List.of("00", "UM", "        EA")), keys.rows());
        assertEquals(List.of(), keys.rejects(), "the stamp, which has no day, is not looked at");
        source.execute("DELETE FROM f0005");
    }

    @Test
    void typesFollowTheCatalogAndTheSource() {
        var schema = fetch("F4801", JdeSite.DEFAULTS, null).schema();
        assertEquals("int32", type(schema, "WorkOrderNumber"));
        assertEquals("decimal(15,4)", type(schema, "QuantityOrdered"));
        assertEquals("text(12)", type(schema, "BranchPlant"));
        assertEquals("date", type(schema, "OrderDate"));
        assertEquals("timestamp(0)", type(schema, "LastUpdateDT"));
        assertEquals("int64", type(fetch("F4111", JdeSite.DEFAULTS, null).schema(), "UniqueKey"));
        assertFalse(schema.columns()
                .get(schema.indexOf("WorkOrderNumber").orElseThrow())
                .nullable());
        assertTrue(
                schema.columns().get(schema.indexOf("OrderDate").orElseThrow()).nullable());
    }

    private static String type(io.datasync.rows.RowSchema schema, String name) {
        return schema.columns().get(schema.indexOf(name).orElseThrow()).type().text();
    }

    @Test
    void theSitesTrimCountsForEveryText() {
        assertEquals(
                List.of("M30", "M30", "", "grün"),
                fetch("F4801", site(JdeSite.Trim.BOTH, ZoneId.of("UTC"), Map.of()), null)
                        .column("BranchPlant"));
        assertEquals(
                "            ",
                fetch("F4801", site(JdeSite.Trim.NONE, ZoneId.of("UTC"), Map.of()), null)
                        .column("BranchPlant")
                        .get(2));
    }

    @Test
    void impliedDecimalsAreThoseOfTheColumnThenTheDataItemThenTheCatalog() {
        assertEquals(new BigDecimal("12.34567"), ordered(Map.of("UORG", 5)));
        assertEquals(new BigDecimal("123456.7"), ordered(Map.of("UORG", 5, "WAUORG", 1)));
        assertEquals(new BigDecimal("1234567"), ordered(Map.of("WAUORG", 0)));
        assertEquals(new BigDecimal("123.4567"), ordered(Map.of("TRQT", 5)));
        assertEquals(
                "decimal(18,18)",
                type(
                        fetch("F4801", site(JdeSite.Trim.RIGHT, ZoneId.of("UTC"), Map.of("UORG", 18)), null)
                                .schema(),
                        "QuantityOrdered"));
    }

    private static @Nullable Object ordered(Map<String, Integer> impliedDecimals) {
        return fetch("F4801", site(JdeSite.Trim.RIGHT, ZoneId.of("UTC"), impliedDecimals), null)
                .column("QuantityOrdered")
                .get(1);
    }

    @Test
    void stampsOfASiteAreConvertedToUtc() {
        assertEquals(
                LocalDateTime.parse("2026-01-01T07:05:09"),
                fetch("F4801", site(JdeSite.Trim.RIGHT, CHICAGO, Map.of()), null)
                        .column("LastUpdateDT")
                        .get(1));
    }

    @Test
    void anIncrementalFetchHasTheRowsNotBeforeItsBound() {
        assertEquals(List.of(1, 2, 3), changedSince("2026-01-01T00:00:07Z", "UTC"));
        assertEquals(List.of(2, 3), changedSince("2026-01-01T00:00:08Z", "UTC"));
        assertEquals(List.of(2, 3), changedSince("2026-01-01T01:05:09.9Z", "UTC"));
        assertEquals(List.of(3), changedSince("2026-01-01T01:05:10Z", "UTC"));
        assertEquals(List.of(3), changedSince("2026-03-01T23:59:59Z", "UTC"));
        assertEquals(List.of(), changedSince("2026-03-02T00:00:00Z", "UTC"));
        assertEquals(List.of(2, 3), changedSince("2026-01-01T07:05:09Z", "America/Chicago"));
        assertEquals(List.of(3), changedSince("2026-01-01T07:05:10Z", "America/Chicago"));
        assertEquals(List.of(1, 2, 3, 4), changedSince("0001-01-01T00:00:00Z", "UTC"));
    }

    private static List<@Nullable Object> changedSince(String minimumDT, String zone) {
        return fetch("F4801", site(JdeSite.Trim.RIGHT, ZoneId.of(zone), Map.of()), Instant.parse(minimumDT))
                .column("WorkOrderNumber");
    }

    @Test
    void aStampInTheFutureIsFetchedWhateverTheBound() {
        TestSource own = new TestSource();
        own.execute(
                ddl(JdeCatalog.BUILT_IN.find("F4801").orElseThrow()),
                "INSERT INTO f4801 (wadoco, waupmj, watday) VALUES (1, 130001, 5), (2, 126060, 5), (3, 126060, 115959),"
                        + " (4, 999365, 235959)");
        var table = TestSource.table("WorkOrder", "jde", null, "F4801", Map.of(), "WorkOrderNumber");
        FetchedRows fetched =
                FetchedRows.of(new JdeFetcher().open(own.request(table, TestSource.NOW), own.dataSource()));
        assertEquals(List.of(1, 4), fetched.column("WorkOrderNumber"));
        assertEquals(
                List.of(LocalDateTime.parse("2030-01-01T00:00:05"), LocalDateTime.parse("2899-12-31T23:59:59")),
                fetched.column("LastUpdateDT"));
    }

    private static FetchRequest since(String minimumDT) {
        return source.request(
                TestSource.table("LotUsage", "jde", null, "F4111", Map.of(), "UniqueKey"), Instant.parse(minimumDT));
    }

    @Test
    void slicesAreTheWholeDividedByTheCatalogsKey() {
        source.execute("INSERT INTO f41021 (liitm, limcu, lilocn, lilotn) SELECT n % 7, 'M' || n % 3, '', 'L' || n FROM"
                + " generate_series(1, 100) n");
        TableConfig table =
                TestSource.sliced(TestSource.table("ItemLocation", "jde", null, "F41021", Map.of(), "ItemNumber"), 3);
        FetchRequest request = source.request(table, null);
        JdeFetcher fetcher = new JdeFetcher();
        List<KeyRange> ranges;
        try (RowDivision division = fetcher.divide(request, source.dataSource())) {
            ranges = division.ranges();
        }
        List<List<@Nullable Object>> all = new ArrayList<>();
        for (KeyRange range : ranges) {
            FetchRequest part = TestSource.part(request, range, null);
            all.addAll(FetchedRows.of(fetcher.open(part, source.dataSource())).rows());
        }
        assertEquals(3, ranges.size());
        assertEquals(FetchedRows.of(fetcher.open(request, source.dataSource())).rows(), all);
    }

    @Test
    void anIndexOnTheDateCanServeThePredicate() {
        source.execute(
                "CREATE TABLE plan_lines (line text)",
                "CREATE INDEX f4111_updated ON f4111 (ilcrdj, iltday)",
                "SET enable_seqscan = off");
        JdeTable table = JdeCatalog.BUILT_IN.find("F4111").orElseThrow();
        SourceQuery query = JdeFetcher.query(table, List.of("ILUKID"), JdeSite.DEFAULTS, since("2026-03-05T01:02:03Z"));
        assertEquals(
                "SELECT ILUKID FROM F4111 WHERE ILCRDJ >= ? AND (ILCRDJ > ? OR ILTDAY >= ?) ORDER BY ILUKID",
                query.sql());
        assertEquals(List.of(126064, 126064, 10203), query.parameters());
        source.execute("SET enable_seqscan = off", """
                DO $$ DECLARE l text; BEGIN
                  SET LOCAL enable_seqscan = off;
                  FOR l IN EXPLAIN SELECT * FROM f4111 WHERE ilcrdj >= 126064 AND (ilcrdj > 126064 OR iltday >= 10203) LOOP
                    INSERT INTO plan_lines VALUES (l);
                  END LOOP;
                END $$""");
        String plan = String.valueOf(FetchedRows.of(new io.datasync.fetcher.jdbc.JdbcFetcher()
                        .open(
                                source.request(
                                        TestSource.table(
                                                "P",
                                                "jdbc",
                                                "SELECT string_agg(line, ' ') AS p FROM plan_lines",
                                                null,
                                                Map.of()),
                                        null),
                                source.dataSource()))
                .value());
        assertTrue(plan.contains("Index Cond: (ilcrdj >= "), plan);
    }

    @Test
    void aValueThatCannotBeDecodedRejectsItsRowOnlyAndNamesItsColumn() {
        TestSource own = new TestSource();
        own.execute(
                ddl(JdeCatalog.BUILT_IN.find("F4801").orElseThrow()),
                "ALTER TABLE f4801 ALTER wauorg TYPE numeric, ALTER wadoco TYPE numeric",
                "INSERT INTO f4801 (wadoco, watrdj, watday, waupmj, wauorg) VALUES (1, 126000, 0, 126001, 0),"
                        + " (2, 0, 246060, 126001, 0), (3, 0, 0, 126001, 1e15), (4, 0, 0, 126001, 0.5), (5, 0, 0, -5, 1),"
                        + " (6, 0, 0, 126001, 'NaN'), (7, NULL, NULL, 126001, NULL), (1234567890, 0, 0, 0, 0)");
        var table = TestSource.table("WorkOrder", "jde", null, "F4801", Map.of(), "WorkOrderNumber");
        FetchedRows fetched = FetchedRows.of(new JdeFetcher().open(own.request(table, null), own.dataSource()));
        assertEquals(List.of(7), fetched.column("WorkOrderNumber"));
        assertEquals(
                List.of(
                        "OrderDate",
                        "LastUpdateDT",
                        "QuantityOrdered",
                        "QuantityOrdered",
                        "LastUpdateDT",
                        "QuantityOrdered",
                        "WorkOrderNumber"),
                fetched.rejects().stream().map(rejected -> rejected.column()).toList());
        assertEquals("126000", fetched.rejectedRows().get(0).get("watrdj"));
        assertTrue(String.valueOf(fetched.rejects().get(6).getMessage()).contains("8 digits"));
    }

    /** Oracle has NUMBER, SQL Server float, some interfaces CHAR. */
    @ParameterizedTest
    @ValueSource(strings = {"float8", "numeric", "int8", "char(15)", "varchar"})
    void numbersAreUnderstoodWhateverTheyAreStoredIn(String type) {
        TestSource own = new TestSource();
        own.execute(
                ddl(JdeCatalog.BUILT_IN.find("F0101").orElseThrow()), "ALTER TABLE f0101 ALTER abeftb TYPE " + type);
        own.execute(
                "INSERT INTO f0101 (aban8, abeftb, abupmj, abupmt) VALUES (1, '126064', 126001, 7), (2, '0', 0, 0)");
        if (type.contains("char")) {
            own.execute("INSERT INTO f0101 (aban8, abeftb) VALUES (3, ' ')");
        } else {
            own.execute("INSERT INTO f0101 (aban8, abeftb) VALUES (3, NULL)");
        }
        var table = TestSource.table("AddressBook", "jde", null, "F0101", Map.of(), "AddressNumber");
        FetchedRows fetched = FetchedRows.of(new JdeFetcher().open(own.request(table, null), own.dataSource()));
        List<@Nullable Object> expected = new java.util.ArrayList<>();
        expected.add((int) LocalDate.of(2026, 3, 5).toEpochDay());
        expected.add(null);
        expected.add(null);
        assertEquals(expected, fetched.column("EffectiveDate"));
    }

    @Test
    void theSchemaIsPartOfTheName() {
        JdeSite site = new JdeSite(
                Optional.of(source.schemaName()),
                JdeSite.Trim.RIGHT,
                ZoneId.of("UTC"),
                Map.of(),
                Optional.empty(),
                Optional.empty());
        assertEquals(4, fetch("F4801", site, null).rows().size());
        JdeSite missing = new JdeSite(
                Optional.of("nowhere"),
                JdeSite.Trim.RIGHT,
                ZoneId.of("UTC"),
                Map.of(),
                Optional.empty(),
                Optional.empty());
        assertEquals(
                ErrorCode.SOURCE_QUERY,
                assertThrows(DataSyncException.class, () -> fetch("F4801", missing, null))
                        .code());
        JdeSite wrong = new JdeSite(
                Optional.of("x; DROP"),
                JdeSite.Trim.RIGHT,
                ZoneId.of("UTC"),
                Map.of(),
                Optional.empty(),
                Optional.empty());
        assertEquals(
                ErrorCode.CONFIGURATION,
                assertThrows(DataSyncException.class, () -> fetch("F4801", wrong, null))
                        .code());
    }

    private static JdeSite site(JdeSite.Trim trim, ZoneId zone, Map<String, Integer> impliedDecimals) {
        return new JdeSite(Optional.empty(), trim, zone, impliedDecimals, Optional.empty(), Optional.empty());
    }

    private static FetchedRows fetch(String sourceTable, JdeSite site, @Nullable Instant minimumDT) {
        SourceConfig config = source.config(Duration.ofMinutes(1), site);
        var table = TestSource.table("T", "jde", null, sourceTable, Map.of());
        return FetchedRows.of(new JdeFetcher().open(TestSource.request(table, config, minimumDT), source.dataSource()));
    }
}
