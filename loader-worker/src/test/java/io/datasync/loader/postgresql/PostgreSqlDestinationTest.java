package io.datasync.loader.postgresql;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.datasync.config.TableConfig;
import io.datasync.config.UpdateType;
import io.datasync.error.DataSyncException;
import io.datasync.loader.DestinationContractTest;
import io.datasync.loader.TestingDatabase;
import io.datasync.loader.TestingRows;
import io.datasync.loader.TestingTables;
import io.datasync.message.LoadCounts;
import io.datasync.message.LoadTask;
import io.datasync.message.Operation;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class PostgreSqlDestinationTest extends DestinationContractTest {
    private final TableConfig piece = TestingTables.table("piece", "id", "");

    @Override
    protected TestingDatabase newDatabase() {
        return new PostgreSqlTestDatabase();
    }

    private LoadTask.LoadBatch slice(Operation operation, int slice) {
        LoadTask.LoadBatch task = task(operation, 0, 0);
        return new LoadTask.LoadBatch(operation, slice, "attempt", task.batch(), false, 0);
    }

    private static TestingRows pieces(int id) {
        return TestingRows.of("id int32", "v text(9)").row(id, "a");
    }

    private boolean somebodyWaits() {
        return !query("SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
                        + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())")
                .isEmpty();
    }

    @Test
    void mergesOfDifferentSlicesGoSideBySideAndAllElseOneAfterTheOther() throws SQLException {
        execute("CREATE TABLE " + name("piece") + " (id int PRIMARY KEY, v varchar(9))");
        Operation operation = open(piece, UpdateType.HOURLY);
        CompletableFuture<LoadCounts> sameSlice;
        CompletableFuture<Void> wholeTable;
        try (Connection merging = database.connect()) {
            merging.setAutoCommit(false);
            new TableLock(config.schema(), config.lockTimeout()).takeSlice(merging, "PIECE", 0);
            assertCounts(1, 0, 0, 0, 0, load(piece, slice(operation, 1), pieces(1)));
            sameSlice = CompletableFuture.supplyAsync(() -> load(piece, slice(operation, 0), pieces(0)));
            await().until(this::somebodyWaits);
            assertFalse(sameSlice.isDone());
            merging.rollback();
            assertCounts(
                    1, 0, 0, 0, 0, sameSlice.orTimeout(60, TimeUnit.SECONDS).join());

            new TableLock(config.schema(), config.lockTimeout()).takeSlice(merging, "piece", 2);
            wholeTable = CompletableFuture.runAsync(() -> destination.finishTarget(piece, operation, NOTHING));
            await().until(this::somebodyWaits);
            assertFalse(wholeTable.isDone());
            merging.rollback();
        }
        wholeTable.orTimeout(60, TimeUnit.SECONDS).join();
    }

    @Test
    void keysThatOnlyTheCollationTakesForTheSameAreMergedBySlicesSideBySide() {
        execute("CREATE COLLATION " + name("loose")
                + " (provider = icu, locale = 'und-u-ks-level2', deterministic = false)");
        execute("CREATE TABLE " + name("piece") + " (id varchar(5) COLLATE " + name("loose")
                + " PRIMARY KEY, v varchar(5))");
        Operation operation = open(piece, UpdateType.HOURLY);
        TestingRows lower = TestingRows.of("id text(5)", "v text(5)").row("a", "x");
        TestingRows upper = TestingRows.of("id text(5)", "v text(5)").row("A", "x");
        List<LoadCounts> counts = atOnce(
                () -> retried(() -> load(piece, slice(operation, 0), lower)),
                () -> retried(() -> load(piece, slice(operation, 1), upper)));
        assertCounts(1, 0, 1, 0, 0, counts.get(0).plus(counts.get(1)));
    }

    /** As the loader does it where the database is busy. */
    private static LoadCounts retried(Supplier<LoadCounts> load) {
        try {
            return load.get();
        } catch (DataSyncException busy) {
            if (!busy.code().isRetryable()) {
                throw busy;
            }
            return load.get();
        }
    }

    @Test
    void keysOfBlankPaddedTextAreTheSameWhateverTheirBlanks() {
        execute("CREATE TABLE " + name("piece") + " (id char(5) PRIMARY KEY, v varchar(9))");
        TestingRows rows = TestingRows.of("id text(5)", "v text(9)")
                .row("a", "x")
                .row("a  ", "y")
                .row("b", "z");
        assertCounts(2, 0, 0, 1, 0, hourly(piece, rows));
    }
}
