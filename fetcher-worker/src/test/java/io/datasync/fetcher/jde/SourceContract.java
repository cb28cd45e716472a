package io.datasync.fetcher.jde;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariDataSource;
import io.datasync.config.JdeSite;
import io.datasync.config.Secret;
import io.datasync.config.SourceConfig;
import io.datasync.config.TableConfig;
import io.datasync.config.UpdateType;
import io.datasync.database.ConnectionPools;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.fetcher.DataFetcher;
import io.datasync.fetcher.FetchRequest;
import io.datasync.fetcher.FetchedRows;
import io.datasync.fetcher.RowDivision;
import io.datasync.fetcher.RowStream;
import io.datasync.fetcher.TestSource;
import io.datasync.fetcher.jdbc.JdbcFetcher;
import io.datasync.message.KeyRange;
import io.datasync.rows.ArrowSchemas;
import io.datasync.rows.RejectedRow;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every product has to do as a source, through a pool of one connection as a fetcher has it. */
abstract class SourceContract {
    private static final int ROWS = 1_000;
    private static final TableConfig WORK_ORDER =
            TestSource.table("WorkOrder", "jde", null, "F4801", Map.of(), "WorkOrderNumber");

    private HikariDataSource pool;

    /** URL and user of a database with a schema of one's own. */
    abstract SourceConfig database();

    /** Of a column with a date and a time to the microsecond. */
    String timestampType() {
        return "TIMESTAMP";
    }

    /** What becomes of an empty text. */
    @Nullable
    String emptyText() {
        return "";
    }

    /** Whether slices can be read in one snapshot. */
    abstract boolean sharesSnapshots();

    @BeforeEach
    void open() {
        pool = ConnectionPools.source(database(), 1);
    }

    @AfterEach
    void close() {
        pool.close();
    }

    private SourceConfig config(Optional<String> dictionarySchema) {
        SourceConfig database = database();
        JdeSite site = new JdeSite(
                Optional.empty(), JdeSite.Trim.RIGHT, ZoneId.of("UTC"), Map.of(), dictionarySchema, Optional.empty());
        return new SourceConfig(
                "TEST",
                database.url(),
                database.user(),
                database.password(),
                7,
                1,
                List.of(),
                Duration.ofMinutes(1),
                Optional.of(site));
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private void create(String table, String ddl) throws SQLException {
        try {
            execute("DROP TABLE " + table);
        } catch (SQLException none) {
            assertFalse(ddl.isEmpty());
        }
        execute(ddl);
    }

    private void insert(String sql, List<List<@Nullable Object>> rows) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (List<@Nullable Object> row : rows) {
                for (int column = 0; column < row.size(); column++) {
                    statement.setObject(column + 1, row.get(column));
                }
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private FetchRequest request(TableConfig table, @Nullable Instant minimumDT) {
        return TestSource.request(table, config(Optional.empty()), minimumDT);
    }

    private FetchedRows read(DataFetcher fetcher, FetchRequest request) {
        return FetchedRows.of(fetcher.open(request, pool));
    }

    private static TableConfig query(String sql, String... key) {
        return TestSource.table("T", "jdbc", sql, null, Map.of(), key);
    }

    @Test
    void valuesAreReadAsTheyAre() throws SQLException {
        LocalDateTime gap = LocalDateTime.of(2026, 3, 8, 2, 30, 0, 123_456_000);
        create(
                "ds_value",
                "CREATE TABLE ds_value (n NUMERIC(9), d NUMERIC(15,4), c CHAR(5), v VARCHAR(20), t " + timestampType()
                        + ")");
        List<@Nullable Object> nothing = new ArrayList<>(List.of(2));
        nothing.addAll(Collections.nCopies(4, null));
        insert(
                "INSERT INTO ds_value VALUES (?, ?, ?, ?, ?)",
                List.of(
                        List.of(1, new BigDecimal("-12345678901.2345"), "a", "", gap),
                        List.of(3, new BigDecimal("0.0001"), "b", " x ", LocalDateTime.of(1999, 1, 1, 0, 0))));
        execute("INSERT INTO ds_value (n) VALUES (2)");
        FetchedRows rows = read(
                new JdbcFetcher(),
                request(query("SELECT d AS \"Amount\", c AS \"Code\", v, t FROM ds_value ORDER BY n"), null));
        assertEquals(
                List.of("Amount", "Code"),
                List.of(
                        rows.schema().columns().get(0).name(),
                        rows.schema().columns().get(1).name()));
        List<@Nullable Object> texts = new ArrayList<>();
        texts.add(emptyText());
        texts.add(null);
        texts.add(" x ");
        assertEquals(texts, rows.column(rows.schema().columns().get(2).name()));
        assertEquals(new BigDecimal("-12345678901.2345"), rows.column("Amount").get(0));
        assertEquals("a    ", rows.column("Code").get(0));
        assertEquals(List.of(), rows.rejects());
        assertTrue(String.valueOf(rows.rows().get(0).get(3)).startsWith("2026-03-08T02:30:00.123456"), rows.toString());
        assertEquals(nothing.subList(1, 5), rows.rows().get(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"n", "c", "v", "t", "g,c", "g,t"})
    void slicesAreTheWholeDivided(String key) throws SQLException {
        fillKeys();
        TableConfig table = TestSource.sliced(query("SELECT * FROM ds_key", key.split(",")), 3);
        List<Long> read = slices(request(table, null), false);
        assertEquals(LongStream.rangeClosed(1, ROWS).boxed().toList(), read);
    }

    private void fillKeys() throws SQLException {
        create(
                "ds_key",
                "CREATE TABLE ds_key (n NUMERIC(9), g NUMERIC(3), c CHAR(12), v VARCHAR(20), t " + timestampType()
                        + ")");
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (int n = 1; n <= ROWS; n++) {
            // Letters that languages put in another order than their bytes.
            String text = "aBAb_-".charAt(n % 6) + Integer.toString(n * 7919 % ROWS, 36);
            rows.add(List.of(
                    n, n % 10, text, text, LocalDateTime.of(2026, 3, 8, 1, 0).plusSeconds(n)));
        }
        insert("INSERT INTO ds_key VALUES (?, ?, ?, ?, ?)", rows);
    }

    /** The numbers of all slices; a row is added after they were divided. */
    private List<Long> slices(FetchRequest request, boolean late) throws SQLException {
        List<KeyRange> ranges;
        String snapshot;
        JdbcFetcher fetcher = new JdbcFetcher();
        // A pool of two, as a snapshot may need its connection.
        try (HikariDataSource two = ConnectionPools.source(database(), 2);
                RowDivision division = fetcher.divide(request, two)) {
            ranges = division.ranges();
            assertEquals(3, ranges.size());
            snapshot = division.snapshot().orElse(null);
            assertEquals(sharesSnapshots(), snapshot != null);
            if (late) {
                execute("INSERT INTO ds_key (n, g) VALUES (0, 0)");
            }
            List<Long> read = new ArrayList<>();
            for (KeyRange range : ranges) {
                FetchedRows rows = FetchedRows.of(fetcher.open(TestSource.part(request, range, snapshot), two));
                assertTrue(
                        rows.rows().size() > ROWS / 10, "rows: " + rows.rows().size());
                rows.rows().forEach(row -> read.add(((BigDecimal) row.get(0)).longValue()));
            }
            return read.stream().sorted().toList();
        }
    }

    @Test
    void slicesSeeNothingThatCameLaterWhereTheyShareASnapshot() throws SQLException {
        fillKeys();
        TableConfig table = TestSource.sliced(query("SELECT * FROM ds_key", "n"), 3);
        assertEquals(
                LongStream.rangeClosed(sharesSnapshots() ? 1 : 0, ROWS).boxed().toList(),
                slices(request(table, null), true));
        assertEquals(
                ROWS + 1, read(new JdbcFetcher(), request(table, null)).rows().size(), "and nobody after them");
    }

    @Test
    void anIncrementalFetchHasTheRowsNotBeforeItsBound() throws SQLException {
        fillKeys();
        TableConfig table = query("SELECT n FROM ds_key WHERE t >= :minimumDT AND n < :highWaterMark + 0 * n", "n");
        FetchRequest request = TestSource.after(request(table, Instant.parse("2026-03-08T01:16:38Z")), ROWS);
        assertEquals(2, read(new JdbcFetcher(), request).rows().size());
    }

    @Test
    void keysAloneAreReadWhereTheyAreWanted() throws SQLException {
        fillKeys();
        TableConfig table = query("SELECT * FROM ds_key", "g", "n");
        FetchedRows keys = read(
                new JdbcFetcher(),
                FetchRequest.whole(table, config(Optional.empty()), UpdateType.DELETES, null, TestSource.NOW));
        assertEquals(2, keys.schema().columns().size());
        assertEquals(ROWS, keys.rows().size());
    }

    @Test
    void aResultThatIsGivenUpLeavesTheConnectionToTheNext() throws SQLException {
        fillKeys();
        TableConfig table = query("SELECT * FROM ds_key", "n");
        try (RowStream stream = new JdbcFetcher().open(request(table, null), pool);
                RootAllocator allocator = new RootAllocator();
                VectorSchemaRoot root = VectorSchemaRoot.create(ArrowSchemas.toArrow(stream.schema()), allocator)) {
            root.allocateNew();
            assertTrue(stream.next(root, 0));
        } catch (RejectedRow rejected) {
            throw new AssertionError(rejected);
        }
        assertEquals(ROWS, read(new JdbcFetcher(), request(table, null)).rows().size());
    }

    @Test
    void whatTheSourceRefusesIsNamed() {
        DataSyncException failure = assertThrows(
                DataSyncException.class,
                () -> read(new JdbcFetcher(), request(query("SELECT * FROM ds_nowhere", "n"), null)));
        assertEquals(ErrorCode.SOURCE_QUERY, failure.code());
    }

    @Test
    void aTableOfJdeIsReadWithTheDecimalsOfItsDictionary() throws SQLException {
        create("F4801", JdeFetcherTest.ddl(JdeCatalog.BUILT_IN.find("F4801").orElseThrow()));
        String columns = "WADOCO, WAMCU, WADL01, WAUORG, WASOQS, WATRDJ, WAUPMJ, WATDAY";
        insert(
                "INSERT INTO F4801 (" + columns + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                List.of(
                        List.of(1, "         M30", " ", 1_234_567, 5, 99_666, 126_001, 7),
                        List.of(2, "         M30", "two", -1, 5, 0, 126_060, 235_959)));
        create("F9210", "CREATE TABLE F9210 (FRDTAI CHAR(10), FRCDEC CHAR(1))");
        insert("INSERT INTO F9210 VALUES (?, ?)", List.of(List.of("UORG", "5"), List.of("SOQS", " ")));
        JdeFetcher fetcher = new JdeFetcher();
        // The connection's own schema, by its name.
        String schema;
        try (Connection connection = pool.getConnection()) {
            schema = String.valueOf(connection.getSchema()).strip();
        }
        SourceConfig config = config(Optional.of(schema));
        FetchedRows all = read(fetcher, TestSource.request(WORK_ORDER, config, null));
        assertEquals(List.of(), all.rejects());
        assertEquals(List.of(new BigDecimal("12.34567"), new BigDecimal("-0.00001")), all.column("QuantityOrdered"));
        assertEquals(List.of(new BigDecimal("0.0005"), new BigDecimal("0.0005")), all.column("QuantityCompleted"));
        assertEquals(List.of("         M30", "         M30"), all.column("BranchPlant"));
        assertEquals(List.of("", "two"), all.column("Description"));
        assertEquals(
                List.of(2),
                read(fetcher, TestSource.request(WORK_ORDER, config, Instant.parse("2026-03-01T23:59:59Z")))
                        .column("WorkOrderNumber"));
    }

    @Test
    void itIsSaidIfNoIndexServesAnIncrementalFetch() throws SQLException {
        create("F4801", JdeFetcherTest.ddl(JdeCatalog.BUILT_IN.find("F4801").orElseThrow()));
        JdeFetcher fetcher = new JdeFetcher();
        TableConfig hourly = TestSource.hourly(WORK_ORDER);
        assertEquals(1, fetcher.advice(hourly, config(Optional.empty()), pool).size());
        execute("CREATE INDEX F4801_90 ON F4801 (WAUPMJ, WATDAY)");
        assertEquals(List.of(), fetcher.advice(hourly, config(Optional.empty()), pool));
    }

    static SourceConfig foreign(ForeignDatabase database) {
        return SourceConfig.of("TEST", database.url().orElseThrow(), Optional.empty(), Secret.none());
    }
}
