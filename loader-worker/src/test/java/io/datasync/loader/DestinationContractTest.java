package io.datasync.loader;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.datasync.config.TableConfig;
import io.datasync.config.TestingTable;
import io.datasync.config.UpdateType;
import io.datasync.database.ControlSchema;
import io.datasync.database.SqlDialect;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.loader.postprocessor.PostProcessorTypes;
import io.datasync.loader.target.RowsToDelete;
import io.datasync.message.LoadCounts;
import io.datasync.message.LoadTask;
import io.datasync.message.Operation;
import io.datasync.telemetry.SyncMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every destination does with the batches of a Daily or Hourly. */
public abstract class DestinationContractTest extends DestinationContract {
    private static final LocalDateTime NOON = LocalDateTime.of(2026, 3, 8, 12, 0);

    private final TableConfig lot = TestingTables.table("lot", "id", "");
    private final TableConfig dated = TestingTables.table("lot", "id", "changed");

    private void createLot() {
        execute("CREATE TABLE " + name("lot") + " (id int NOT NULL PRIMARY KEY, name " + database.text(20)
                + ", changed " + database.timestamp(6) + database.rowVersionColumn() + ")");
    }

    private static TestingRows lots() {
        return TestingRows.of("id int32", "name text(20)");
    }

    private static TestingRows datedLots() {
        return TestingRows.of("id int32", "name text(20)", "changed timestamp(6)");
    }

    private List<String> content() {
        return query("SELECT id, name FROM " + name("lot") + " ORDER BY id");
    }

    @Test
    void newRowsAreInsertedChangedOnesUpdatedAndOthersLeftAlone() {
        createLot();
        assertCounts(3, 0, 0, 0, 0, hourly(lot, lots().row(1, "a").row(2, "b").row(3, null)));
        assertCounts(
                1,
                2,
                1,
                0,
                0,
                hourly(lot, lots().row(1, "a").row(2, null).row(3, "c").row(4, "d")));
        assertEquals(List.of("1|a", "2|null", "3|c", "4|d"), content());
    }

    @Test
    void anUnchangedRowIsNotWritten() {
        createLot();
        hourly(lot, lots().row(1, "a").row(2, "b"));
        String versions = "SELECT id, " + database.rowVersion("t") + " FROM " + name("lot") + " t ORDER BY id";
        List<String> before = query(versions);
        assertCounts(0, 1, 1, 0, 0, hourly(lot, lots().row(1, "a").row(2, "B")));
        List<String> after = query(versions);
        assertEquals(before.get(0), after.get(0));
        assertTrue(!before.get(1).equals(after.get(1)), "the changed row was written");
        assertEquals(List.of("1|a", "2|B"), content());
    }

    @Test
    void ofRowsWithTheSameKeyTheNewestWinsAndAmongThoseTheLast() {
        createLot();
        TestingRows rows = datedLots()
                .row(1, "old", NOON)
                .row(1, "newest", NOON.plusHours(2))
                .row(1, "newer", NOON.plusHours(1))
                .row(1, "undated", null)
                .row(2, "first", NOON)
                .row(2, "last", NOON);
        assertCounts(2, 0, 0, 4, 0, hourly(dated, rows));
        assertEquals(List.of("1|newest", "2|last"), content());
    }

    @Test
    void withoutLastUpdateColumnTheLastRowOfAKeyWins() {
        createLot();
        assertCounts(1, 0, 0, 2, 0, hourly(lot, lots().row(1, "a").row(1, "c").row(1, "b")));
        assertEquals(List.of("1|b"), content());
    }

    @Test
    void theLastRowOfAKeyWinsAlsoIfTheTableHoldsItAlready() {
        createLot();
        hourly(lot, lots().row(1, "a").row(2, "b").row(3, "c").row(4, "d"));
        TestingRows inOneChunk = lots().row(1, "a").row(2, "x").row(2, "b");
        assertCounts(0, 0, 2, 1, 0, hourly(lot, inOneChunk));
        TestingRows inTwo =
                lots().row(1, "x").row(2, "b").row(3, "c").row(4, "d").row(1, "a");
        assertCounts(0, 0, 4, 1, 0, hourly(lot, inTwo));
        TestingRows otherWayRound =
                lots().row(1, "a").row(2, "b").row(3, "c").row(4, "d").row(1, "x");
        assertCounts(0, 1, 3, 1, 0, hourly(lot, otherWayRound));
        assertEquals(List.of("1|x", "2|b", "3|c", "4|d"), content());
    }

    @Test
    void anOlderRowNeverOverwritesANewerOne() {
        createLot();
        hourly(dated, datedLots().row(1, "new", NOON).row(2, "new", NOON).row(3, "undated", null));
        TestingRows rows = datedLots()
                .row(1, "older", NOON.minusNanos(1000))
                .row(2, "as old", NOON)
                .row(3, "dated", NOON);
        assertCounts(0, 2, 1, 0, 0, hourly(dated, rows));
        assertCounts(0, 0, 1, 0, 0, hourly(dated, datedLots().row(1, "undated", null)));
        assertEquals(List.of("1|new", "2|as old", "3|dated"), content());
    }

    @Test
    void anEmptyBatchAndABatchOfOneRowAreLoaded() {
        createLot();
        assertEquals(LoadCounts.NONE, hourly(lot, lots()));
        assertCounts(1, 0, 0, 0, 0, hourly(lot, lots().row(1, "a")));
    }

    @Test
    void keysOfAllKindsOfNumbersAreFoundAgain() {
        execute("CREATE TABLE " + name("number") + " (a decimal(20,4) NOT NULL, b bigint NOT NULL, v "
                + database.text(5) + ", PRIMARY KEY (b, a))");
        TableConfig number = TestingTables.table("number", "a,b", "");
        TestingRows rows = TestingRows.of("a decimal(18,3)", "b decimal(19,0)", "v text(5)")
                .row("-999999999999999.999", "-9223372036854775808", "a")
                .row("0.000", "-1", "b")
                .row("999999999999999.999", "9223372036854775807", "c");
        assertCounts(3, 0, 0, 0, 0, hourly(number, rows));
        assertCounts(0, 0, 3, 0, 0, hourly(number, rows));
    }

    @Test
    void aTableOfKeysOnlyTakesNewKeys() {
        execute("CREATE TABLE " + name("pair") + " (a int NOT NULL, b " + database.text(5)
                + " NOT NULL, PRIMARY KEY (a, b))");
        TableConfig pair = TestingTables.table("pair", "a,b", "");
        TestingRows rows = TestingRows.of("a int32", "b text(5)").row(1, "x").row(1, "y");
        assertCounts(2, 0, 0, 0, 0, hourly(pair, rows));
        assertCounts(1, 0, 2, 0, 0, hourly(pair, rows.row(2, "x")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x]; DROP TABLE canary--",
                "x\"; DROP TABLE canary--",
                "Lot \"1\" [a]; --",
                "\"",
                "]",
                "'",
                "a b",
                "select",
                "\uD83D\uDD29 歯車",
                "? :a $1 {fn now()} %s \\",
            })
    void aNameStandsForNothingButItselfWhateverItLooksLike(String odd) {
        createMissingTables();
        execute("CREATE TABLE " + name("canary") + " (id int NOT NULL PRIMARY KEY)");
        TableConfig table = TestingTables.table(odd, odd, odd + "2");
        TestingRows rows = TestingRows.of(odd + " int32", odd + "2 int32", odd + "3 text(10)");
        assertCounts(2, 0, 0, 0, 0, hourly(table, rows.row(1, 1, "a").row(2, 2, "b")));
        assertCounts(1, 0, 2, 1, 0, hourly(table, rows.row(3, 3, "c").row(3, 2, "d")));
        assertCounts(3, 0, 0, 1, 0, mass(swapped(table), rows));
        assertCounts(3, 0, 0, 1, 0, mass(emptied(table), rows));
        assertEquals(List.of(), query("SELECT id FROM " + name("canary")));
    }

    @Test
    void theLongestNameWorksAndALongerOneIsRefused() {
        createMissingTables();
        int most = database.dialect() == SqlDialect.POSTGRESQL ? 63 : 128;
        String longest = "é".repeat(database.dialect() == SqlDialect.POSTGRESQL ? most / 2 : most - 1) + "x";
        TestingRows rows = TestingRows.of(longest + " int32", "v text(10)").row(1, "a");
        assertCounts(1, 0, 0, 0, 0, hourly(TestingTables.table(longest, longest, ""), rows));
        assertCounts(1, 0, 0, 0, 0, mass(swapped(TestingTables.table(longest, longest, "")), rows));
        TestingRows others = TestingRows.of(longest + "x int32", "v text(10)").row(1, "a");
        TableConfig longColumn = TestingTables.table("T", longest + "x", "");
        assertFails(ErrorCode.CONFIGURATION, () -> hourly(longColumn, others));
        if (database.dialect() == SqlDialect.POSTGRESQL) {
            // A name that is too long for SQL Server does not even go into the log.
            TableConfig longTable = TestingTables.table(longest + "x", "v", "");
            assertFails(ErrorCode.CONFIGURATION, () -> hourly(longTable, others));
        }
    }

    private void createMissingTables() {
        destination.close();
        destination = database.open(database.config(true));
    }

    private static TableConfig emptied(TableConfig table) {
        return TestingTables.table(table.tableName(), String.join(",", table.keyColumns()), "", TestingTables.EMPTIED);
    }

    private static TableConfig swapped(TableConfig table) {
        return TestingTables.table(table.tableName(), String.join(",", table.keyColumns()), "", TestingTables.SWAPPED);
    }

    @Test
    void aRowThatViolatesAForeignKeyFailsItsBatchByTheNameOfTheConstraint() {
        execute("CREATE TABLE " + name("site") + " (id int NOT NULL PRIMARY KEY)");
        execute("CREATE TABLE " + name("lot") + " (id int NOT NULL PRIMARY KEY, site int CONSTRAINT lot_stands_at"
                + " REFERENCES " + name("site") + " (id))");
        execute("INSERT INTO " + name("site") + " VALUES (1)");
        TestingRows rows = TestingRows.of("id int32", "site int32").row(1, 1).row(2, null);
        assertCounts(2, 0, 0, 0, 0, hourly(lot, rows));
        assertCounts(2, 0, 0, 0, 0, mass(swapped(lot), rows));
        DataSyncException failure = assertFails(ErrorCode.DESTINATION_STATEMENT, () -> hourly(lot, rows.row(3, 7)));
        assertTrue(String.valueOf(failure.getMessage()).contains("lot_stands_at"), failure.getMessage());
        assertEquals(List.of("1|1", "2|null"), query("SELECT id, site FROM " + name("lot") + " ORDER BY id"));
    }

    @Test
    void aRedeliveredBatchFindsItsLedgerRowAndReturnsTheFirstCounts() {
        createLot();
        Operation operation = open(lot, UpdateType.HOURLY);
        LoadTask.LoadBatch task = task(operation, 0, 1);
        TestingRows rows = lots().row(1, "a").row(null, "b").row(1, "c");
        assertCounts(1, 0, 0, 1, 1, load(lot, task, rows));
        execute("DELETE FROM " + name("lot"));
        assertCounts(1, 0, 0, 1, 1, load(lot, task, rows));
        assertEquals(List.of(), content());
        assertEquals(List.of("LoadBatch|0|attempt|0"), ledger(operation));
        assertEquals(1, listener.rejects.size());
    }

    private List<String> ledger(Operation operation) {
        return query("SELECT Step, Slice, Attempt, Batch FROM " + ControlSchema.table(config, "LoadLedger")
                + " WHERE OperationId = '" + operation.operationId() + "' ORDER BY DoneDT");
    }

    @Test
    void aFailedBatchLeavesNeitherRowsNorLedgerRowNorStaging() {
        createLot();
        List<String> before = query(database.tablesAndIndexes());
        Operation operation = open(lot, UpdateType.HOURLY);
        TestingRows rows = lots().row(1, "a").row(2, "b").row(3, "c").row(null, "d");
        assertFails(ErrorCode.TOO_MANY_REJECTS, () -> load(lot, operation, 0, rows));
        assertEquals(List.of(), content());
        assertEquals(List.of(), ledger(operation));
        assertEquals(before, query(database.tablesAndIndexes()));
        assertCounts(3, 0, 0, 0, 1, load(lot, task(operation, 0, 1), rows));
        assertEquals(before, query(database.tablesAndIndexes()));
    }

    @Test
    void nothingIsDoneForAClosedOrUnknownOperation() {
        createLot();
        Operation operation = open(lot, UpdateType.MASS);
        close(operation);
        TestingRows rows = lots().row(1, "a");
        assertFails(ErrorCode.OPERATION_CLOSED, () -> load(lot, operation, 0, rows));
        assertFails(ErrorCode.OPERATION_CLOSED, () -> destination.checkTarget(lot, operation, rows.schema()));
        assertFails(ErrorCode.OPERATION_CLOSED, () -> destination.prepareTarget(lot, operation, false));
        assertFails(ErrorCode.OPERATION_CLOSED, () -> destination.finishTarget(lot, operation, NOTHING));
        execute("DELETE FROM " + ControlSchema.table(config, "DataUpdate"));
        assertFails(ErrorCode.OPERATION_CLOSED, () -> load(lot, operation, 0, rows));
        assertEquals(List.of(), content());
    }

    @Test
    void anOperationThatIsClosedWhileABatchLoadsTakesTheBatchWithIt() {
        createLot();
        Operation operation = open(lot, UpdateType.HOURLY);
        Chunks chunks = new TestingChunks(lots().row(1, "a").chunks(1));
        LoadListener closing = new LoadListener() {
            @Override
            public void progressed(long rows) {
                DestinationContractTest.this.close(operation);
            }

            @Override
            public void rejected(String column, String reason, Map<String, @Nullable String> row) {}
        };
        assertFails(
                ErrorCode.OPERATION_CLOSED, () -> destination.loadBatch(lot, task(operation, 0, 0), chunks, closing));
        assertEquals(List.of(), content());
    }

    @Test
    void twoLoadsOfOneBatchAtOnceApplyItOnce() {
        createLot();
        Operation operation = open(lot, UpdateType.HOURLY);
        List<LoadCounts> counts = atOnce(
                () -> load(lot, operation, 0, lots().row(1, "a")), () -> load(lot, operation, 0, lots().row(1, "a")));
        assertCounts(1, 0, 0, 0, 0, counts.get(0));
        assertCounts(1, 0, 0, 0, 0, counts.get(1));
        assertEquals(List.of("1|a"), content());
    }

    @Test
    void twoWritersOfOneTableBothSucceed() {
        createLot();
        Operation operation = open(lot, UpdateType.HOURLY);
        TestingRows up = lots();
        TestingRows down = lots();
        IntStream.range(0, 2000).forEach(id -> up.row(id, "up"));
        IntStream.range(0, 2000).forEach(id -> down.row(1999 - id, "down"));
        List<LoadCounts> counts = atOnce(() -> load(lot, operation, 0, up), () -> load(lot, operation, 1, down));
        LoadCounts sum = counts.get(0).plus(counts.get(1));
        assertCounts(2000, 2000, 0, 0, 0, sum);
    }

    /** The other one has a row that the load waits for, and waits for the table that the load is at; the server ends the load. */
    @Test
    void aLoadThatIsTheVictimOfADeadlockIsDoneAgain() throws SQLException {
        createLot();
        hourly(lot, lots().row(1, "a").row(2, "b"));
        Operation operation = open(lot, UpdateType.HOURLY);
        SimpleMeterRegistry metrics = new SimpleMeterRegistry();
        Destination retrying = new RetryingDestination(destination, new SyncMetrics(metrics));
        TestingRows rows = lots().row(1, "c").row(2, "b");
        try (Connection other = database.connect()) {
            run(other, database.survivesDeadlocks());
            other.setAutoCommit(false);
            run(other, "UPDATE " + name("lot") + " SET name = 'other' WHERE id = 1");
            CompletableFuture<LoadCounts> load = CompletableFuture.supplyAsync(
                    () -> retrying.loadBatch(lot, task(operation, 0, 0), new TestingChunks(rows.chunks(3)), listener));
            await("the load waits")
                    .until(() -> !query(database.waitingForLocks()).isEmpty());
            run(other, "ALTER TABLE " + name("lot") + " ADD note int");
            other.commit();
            assertCounts(0, 1, 1, 0, 0, load.orTimeout(1, TimeUnit.MINUTES).join());
        }
        assertEquals(List.of("1|c", "2|b"), content());
        assertTrue(metrics.get("sync.retries")
                        .tag("code", "DESTINATION_BUSY")
                        .counter()
                        .count()
                > 0);
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void thePostProcessorRunsInTheTransactionThatFinishes() {
        createLot();
        TableConfig table = withSql(lot, "INSERT INTO " + name("lot") + " (id, name) VALUES (9, 'sql')");
        Operation operation = open(table, UpdateType.HOURLY);
        destination.finishTarget(table, operation, new PostProcessorTypes().create(table));
        destination.finishTarget(table, operation, new PostProcessorTypes().create(table));
        assertEquals(List.of("9|sql"), content());
        assertEquals(List.of("FinishTarget|-1||-1"), ledger(operation));
    }

    @Test
    void aFailingPostProcessorFailsTheFinishAndLeavesNothing() {
        createLot();
        TableConfig table = withSql(
                lot,
                "INSERT INTO " + name("lot") + " (id, name) VALUES (9, 'sql')",
                "INSERT INTO " + name("nowhere") + " (id) VALUES (1)");
        Operation operation = open(table, UpdateType.HOURLY);
        assertFails(
                ErrorCode.POST_PROCESSOR,
                () -> destination.finishTarget(table, operation, new PostProcessorTypes().create(table)));
        assertFails(
                ErrorCode.POST_PROCESSOR,
                () -> destination.finishTarget(table, operation, (c, t, o) -> {
                    throw new SQLException("no");
                }));
        assertEquals(List.of(), content());
        assertEquals(List.of(), ledger(operation));
    }

    private static TableConfig withSql(TableConfig table, String... statements) {
        return TestingTable.like(table).postProcessor("sql", statements).build();
    }

    @Test
    void rowsAreDeletedByTheirKeysAllOrNoneAndNotBesideAnOperation() {
        createLot();
        hourly(lot, lots().row(1, "a").row(2, "b").row(3, "c"));
        List<List<String>> keys = List.of(List.of("1"), List.of("3"));
        assertEquals(ErrorCode.DESTINATION_BUSY, refused(new RowsToDelete(List.of("ID"), keys, Optional.empty())));
        Operation open = open(lot, UpdateType.HOURLY);
        RowsToDelete rows = new RowsToDelete(List.of("ID"), keys, Optional.of(open.operationId()));
        assertEquals(ErrorCode.DESTINATION_BUSY, refused(rows));
        close(open);
        List<List<String>> oneIsGone = List.of(List.of("1"), List.of("4"));
        assertEquals(
                ErrorCode.DESTINATION_STATEMENT,
                refused(new RowsToDelete(List.of("ID"), oneIsGone, Optional.of(open.operationId()))));
        assertEquals(List.of("1|a", "2|b", "3|c"), content());
        destination.deleteRows(lot, rows);
        assertEquals(List.of("2|b"), content());
        assertEquals(
                3,
                destination.describe(lot).columns().stream()
                        .filter(column -> List.of("id", "name", "changed").contains(column.name()))
                        .count());
    }

    private ErrorCode refused(RowsToDelete rows) {
        return assertThrows(DataSyncException.class, () -> destination.deleteRows(lot, rows))
                .code();
    }

    @Test
    void healthIsCheckedAgainstTheDatabase() {
        destination.checkHealth();
        destination.close();
        assertThrows(RuntimeException.class, destination::checkHealth);
    }
}
