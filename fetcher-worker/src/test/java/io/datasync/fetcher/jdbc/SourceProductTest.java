package io.datasync.fetcher.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariDataSource;
import io.datasync.config.Secret;
import io.datasync.config.SourceConfig;
import io.datasync.config.TableConfig;
import io.datasync.database.ConnectionPools;
import io.datasync.error.ErrorCode;
import io.datasync.fetcher.FetchRequest;
import io.datasync.fetcher.FetchedRows;
import io.datasync.fetcher.RowDivision;
import io.datasync.fetcher.TestSource;
import io.datasync.message.KeyRange;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said to products that are not here, and when. */
final class SourceProductTest {
    private static final String ORACLE_URL = "jdbc:oracle:thin:@//db.example.com:1521/JDE";

    /** What PostgreSQL does instead, as an Oracle with all rights would. */
    private static final Map<String, String> RIGHTS = Map.of(
            "ALTER SESSION", "SELECT 1",
            "SELECT DBMS_FLASHBACK", "SELECT 4711",
            "BEGIN DBMS_FLASHBACK.ENABLE", "SELECT CAST(? AS text)",
            "BEGIN DBMS_FLASHBACK.DISABLE", "SELECT 1");

    private final TestSource source = new TestSource();

    @ParameterizedTest
    @CsvSource({
        "jdbc:postgresql://h/d, POSTGRESQL",
        "jdbc:sqlserver://h;databaseName=d, SQLSERVER",
        "jdbc:oracle:thin:@//h:1521/s, ORACLE",
        "jdbc:as400://h/PRODDTA;naming=sql, DB2",
        "jdbc:db2://h:50000/d, DB2",
        "jdbc:other:x, OTHER",
        "nothing, OTHER",
    })
    void theUrlTellsTheProduct(String url, SourceProduct product) {
        assertEquals(product, SourceProduct.of(config(url)));
    }

    /** Their drivers are a part of the fetcher, and take the properties that they are given. */
    @ParameterizedTest
    @CsvSource({
        ORACLE_URL + ", oracle.jdbc.ReadTimeout, 660000",
        ORACLE_URL + ", oracle.net.CONNECT_TIMEOUT, 15000",
        "jdbc:as400://db.example.com, transaction isolation, read committed",
        "jdbc:as400://db.example.com, concurrent access resolution, 1",
        "jdbc:as400://db.example.com, query timeout mechanism, cancel",
        "jdbc:as400://db.example.com, thread used, false",
        "jdbc:as400://db.example.com, prompt, false",
    })
    void oracleAndDb2ForIHaveADriverAndTimeOuts(String url, String property, String value) throws SQLException {
        try (HikariDataSource pool = ConnectionPools.source(config(url), 1)) {
            Properties properties = pool.getDataSourceProperties();
            assertEquals(value, properties.getProperty(property));
            assertTrue(
                    url.contains("oracle")
                            || List.of(DriverManager.getDriver(url).getPropertyInfo(url, properties)).stream()
                                    .anyMatch(known -> known.name.equals(property) && value.equals(known.value)),
                    property);
        }
    }

    @Test
    void theUrlOfDb2ForIMaySayOtherwise() throws SQLException {
        String url = "jdbc:as400://db.example.com;transaction isolation=read uncommitted";
        try (HikariDataSource pool = ConnectionPools.source(config(url), 1)) {
            assertTrue(
                    List.of(DriverManager.getDriver(url).getPropertyInfo(url, pool.getDataSourceProperties())).stream()
                            .anyMatch(known -> known.name.equals("transaction isolation")
                                    && "read uncommitted".equals(known.value)));
        }
    }

    @Test
    void slicesOfOracleAreReadInOneSnapshotThatTheyLeaveAgain() {
        PosingSource oracle = new PosingSource(source.dataSource(), RIGHTS);
        FetchRequest request = request();
        try (RowDivision division = new JdbcFetcher().divide(request, oracle.dataSource())) {
            List<KeyRange> ranges = division.ranges();
            String snapshot = division.snapshot().orElseThrow();
            assertEquals("4711", snapshot);
            assertEquals(3, ranges.size());
            oracle.statements.clear();
            FetchedRows rows = read(TestSource.part(request, ranges.get(1), snapshot), oracle);
            assertEquals(333, rows.rows().size());
        }
        assertEquals(
                List.of(
                        "BEGIN DBMS_FLASHBACK.ENABLE_AT_SYSTEM_CHANGE_NUMBER(TO_NUMBER(?)); END;",
                        "ALTER SESSION SET TIME_ZONE = '+00:00'",
                        "ALTER SESSION SET NLS_SORT = BINARY NLS_COMP = BINARY",
                        "SELECT * FROM (\nSELECT id AS \"No\" FROM item\n) q WHERE (\"No\" > ? AND \"No\" <= ?)",
                        "BEGIN DBMS_FLASHBACK.DISABLE; END;"),
                oracle.statements);
    }

    @Test
    void whatOracleRefusesOfASnapshotIsDoneWithout() {
        FetchRequest request = request();
        Map<String, String> none = Map.of(
                "ALTER SESSION", "SELECT 1",
                "SELECT DBMS_FLASHBACK", "SELECT no_right_to_it()",
                "BEGIN DBMS_FLASHBACK.ENABLE", "SELECT CAST(? AS no_such_number)",
                "BEGIN DBMS_FLASHBACK.DISABLE", "SELECT 1");
        PosingSource oracle = new PosingSource(source.dataSource(), none);
        try (RowDivision division = new JdbcFetcher().divide(request, oracle.dataSource())) {
            List<KeyRange> ranges = division.ranges();
            assertEquals(Optional.empty(), division.snapshot());
            FetchedRows rows = read(TestSource.part(request, ranges.get(2), "4711"), oracle);
            assertEquals(334, rows.rows().size());
        }
        assertEquals(1, SourceAdvice.of(config(ORACLE_URL), oracle.dataSource()).size());
        PosingSource allowed = new PosingSource(source.dataSource(), RIGHTS);
        assertEquals(List.of(), SourceAdvice.of(config(ORACLE_URL), allowed.dataSource()));
    }

    @Test
    void aConnectionThatCannotLeaveASnapshotGoesToNobodyElse() {
        FetchRequest request = TestSource.part(request(), null, "4711");
        try (HikariDataSource pool = ConnectionPools.source(source.config(), 1)) {
            assertEquals(
                    1_000, read(request, new PosingSource(pool, RIGHTS)).rows().size());
            assertEquals(1, pool.getHikariPoolMXBean().getTotalConnections(), "kept for the next");
            Map<String, String> stuck = new HashMap<>(RIGHTS);
            stuck.put("BEGIN DBMS_FLASHBACK.DISABLE", "SELECT no_way_out()");
            assertEquals(
                    1_000, read(request, new PosingSource(pool, stuck)).rows().size());
            Awaitility.await().until(() -> pool.getHikariPoolMXBean().getTotalConnections() == 0);
            assertEquals(
                    1_000, read(request, new PosingSource(pool, RIGHTS)).rows().size());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "oracle, 72000, 1555, SOURCE_SNAPSHOT",
        "oracle, 72000, 1466, SOURCE_SNAPSHOT",
        "oracle, 42000, 942, SOURCE_QUERY",
        "oracle, 72000, 1017, SOURCE_LOGIN",
        "postgresql, 72000, 0, SOURCE_SNAPSHOT",
        "other, 58004, 1555, SOURCE_QUERY",
    })
    void aSnapshotThatIsGoneIsNamed(String product, String state, int number, ErrorCode code) {
        SourceFailures failures = new SourceFailures(config("jdbc:" + product + ":x"));
        assertEquals(
                code,
                failures.reading(new SQLException("refused", state, number)).code());
    }

    /** Oracle's DATE is a timestamp to its driver, and has a time. */
    @Test
    void keysOfOracleAreComparedByTheirOwnTypes() {
        List<String> said = new ArrayList<>();
        for (SourceColumn column : List.of(
                column(Types.NUMERIC, "NUMBER"),
                column(Types.CHAR, "CHAR"),
                column(Types.NVARCHAR, "NVARCHAR2"),
                column(Types.TIMESTAMP, "DATE"),
                column(Types.TIMESTAMP, "TIMESTAMP"))) {
            KeyType type = KeyType.of(column, SourceProduct.ORACLE);
            said.add(type.text("k") + " " + type.parameter());
        }
        assertEquals(
                List.of(
                        "k ?",
                        "k ?",
                        "k ?",
                        "TO_CHAR(k, 'YYYY-MM-DD HH24:MI:SS') CAST(? AS DATE)",
                        "TO_CHAR(k, 'YYYY-MM-DD HH24:MI:SS.FF6') ?"),
                said);
        KeyType date = KeyType.of(column(Types.TIMESTAMP, "DATE"), SourceProduct.ORACLE);
        assertEquals(LocalDateTime.of(2026, 3, 8, 1, 30), date.value("2026-03-08 01:30:00"));
        KeyType db2Date = KeyType.of(column(Types.DATE, "DATE"), SourceProduct.DB2);
        assertEquals("k ?", db2Date.text("k") + " " + db2Date.parameter());
        assertEquals(LocalDate.of(2026, 3, 8), db2Date.value("2026-03-08"));
    }

    private static SourceColumn column(int type, String typeName) {
        return new SourceColumn(1, "K", type, typeName.toLowerCase(Locale.ROOT), 10, 0, false);
    }

    private FetchRequest request() {
        source.execute("CREATE TABLE IF NOT EXISTS item (id int)", "INSERT INTO item SELECT generate_series(1, 1000)");
        TableConfig table = TestSource.table("T", "jdbc", "SELECT id AS \"No\" FROM item", null, Map.of(), "No");
        return TestSource.request(TestSource.sliced(table, 3), config(ORACLE_URL), null);
    }

    private static FetchedRows read(FetchRequest request, PosingSource oracle) {
        return FetchedRows.of(new JdbcFetcher().open(request, oracle.dataSource()));
    }

    private static SourceConfig config(String url) {
        return SourceConfig.of("TEST", url, Optional.empty(), Secret.none());
    }
}
