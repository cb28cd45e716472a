package io.datasync.loader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.datasync.config.MassSchedule;
import io.datasync.config.Schedule;
import io.datasync.config.TableConfig;
import io.datasync.config.UpdateType;
import io.datasync.database.ControlSchema;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.message.LoadCounts;
import io.datasync.message.LoadTask;
import io.datasync.message.Operation;
import io.datasync.telemetry.SyncMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every destination does with a Mass. */
public abstract class MassContractTest extends DestinationContract {
    private final TableConfig merged = TestingTables.table("lot", "id", "", TestingTables.MERGED);
    private final TableConfig emptied = TestingTables.table("lot", "id", "", TestingTables.EMPTIED);
    private final TableConfig swapped = TestingTables.table("lot", "id", "", TestingTables.SWAPPED);

    @BeforeEach
    void createLot() {
        execute("CREATE TABLE " + name("lot") + " (id int NOT NULL PRIMARY KEY, name " + database.text(20)
                + " NOT NULL)");
        execute("CREATE INDEX lot_name ON " + name("lot") + " (name)");
        execute("INSERT INTO " + name("lot") + " VALUES (1, 'kept'), (2, 'stale')");
    }

    private static TestingRows lots() {
        return TestingRows.of("id int32", "name text(20)");
    }

    private List<String> content() {
        return query("SELECT id, name FROM " + name("lot") + " ORDER BY id");
    }

    private List<String> disabledIndexes() {
        return query("SELECT IndexName FROM " + ControlSchema.table(config, "DisabledIndex"));
    }

    @Test
    void withoutPrepurgeDataRowsAreMerged() {
        assertCounts(
                1, 0, 1, 1, 0, mass(merged, lots().row(1, "kept").row(3, "x").row(3, "new")));
        assertEquals(List.of("1|kept", "2|stale", "3|new"), content());
    }

    @Test
    void withPrepurgeDataTheTableIsEmptiedAndFilledByDirectCopy() {
        List<String> before = query(database.tablesAndIndexes());
        Operation operation = open(emptied, UpdateType.MASS);
        destination.checkTarget(emptied, operation, lots().schema());
        destination.prepareTarget(emptied, operation, false);
        assertEquals(List.of(), content());
        assertEquals(List.of("lot_name"), disabledIndexes());
        assertCounts(
                2, 0, 0, 0, 0, load(emptied, operation, 0, lots().row(1, "a").row(2, "b")));
        destination.prepareTarget(emptied, operation, false);
        assertCounts(1, 0, 0, 0, 0, load(emptied, operation, 1, lots().row(3, "c")));
        destination.finishTarget(emptied, operation, NOTHING);
        assertEquals(List.of("1|a", "2|b", "3|c"), content());
        assertEquals(List.of(), disabledIndexes());
        assertEquals(before, query(database.tablesAndIndexes()));
    }

    @Test
    void indexesAreDroppedForTheLoadAndCreatedAgainWhereTheMassSaysSo() {
        List<String> before = query(database.tablesAndIndexes());
        TableConfig table = TestingTables.table(
                "lot",
                "id",
                "",
                new MassSchedule(
                        Schedule.every(Duration.ofDays(7)),
                        true,
                        MassSchedule.Indexes.DROP_CREATE,
                        MassSchedule.Mode.TRUNCATE,
                        false));
        for (boolean fails : List.of(true, false)) {
            Operation operation = open(table, UpdateType.MASS);
            destination.checkTarget(table, operation, lots().schema());
            destination.prepareTarget(table, operation, false);
            assertEquals(List.of("lot_name"), disabledIndexes());
            assertFalse(query(database.tablesAndIndexes()).contains("lot_name"));
            assertCounts(1, 0, 0, 0, 0, load(table, operation, 0, lots().row(1, "a")));
            if (!fails) {
                destination.finishTarget(table, operation, NOTHING);
            }
            close(operation);
            destination.cleanTarget(table, operation);
            assertEquals(List.of(), disabledIndexes());
            assertEquals(before, query(database.tablesAndIndexes()));
        }
    }

    @Test
    void withoutReIndexDataIndexesStayInService() {
        TableConfig table = TestingTables.table(
                "lot", "id", "", TestingTables.mass(true, false, MassSchedule.Mode.TRUNCATE, false));
        Operation operation = open(table, UpdateType.MASS);
        destination.prepareTarget(table, operation, false);
        assertEquals(List.of(), content());
        assertEquals(List.of(), disabledIndexes());
    }

    @Test
    void aFailedMassGetsItsIndexesBackFromCleanTarget() {
        List<String> before = query(database.tablesAndIndexes());
        Operation operation = open(emptied, UpdateType.MASS);
        destination.prepareTarget(emptied, operation, false);
        close(operation);
        destination.cleanTarget(emptied, operation);
        destination.cleanTarget(emptied, operation);
        assertEquals(List.of(), disabledIndexes());
        assertEquals(before, query(database.tablesAndIndexes()));
    }

    @Test
    void nothingOfAnOperationIsDoneAfterItsCleanUpThoughItsRowIsOpenStill() {
        List<String> before = query(database.tablesAndIndexes());
        for (TableConfig table : List.of(emptied, swapped)) {
            Operation operation = open(table, UpdateType.MASS);
            destination.cleanTarget(table, operation);
            destination.cleanTarget(table, operation);
            assertFails(ErrorCode.OPERATION_CLOSED, () -> destination.checkTarget(table, operation, lots().schema()));
            assertFails(ErrorCode.OPERATION_CLOSED, () -> destination.prepareTarget(table, operation, false));
            close(operation);
        }
        assertEquals(List.of("1|kept", "2|stale"), content());
        assertEquals(List.of(), disabledIndexes());
        assertEquals(before, query(database.tablesAndIndexes()));
    }

    @Test
    void theNextMassTakesOverIndexesThatWereNeverRestored() {
        List<String> before = query(database.tablesAndIndexes());
        Operation failed = open(emptied, UpdateType.MASS);
        destination.prepareTarget(emptied, failed, false);
        close(failed);
        Operation next = open(emptied, UpdateType.MASS);
        destination.prepareTarget(emptied, next, false);
        destination.cleanTarget(emptied, failed);
        assertEquals(List.of("lot_name"), disabledIndexes());
        destination.finishTarget(emptied, next, NOTHING);
        assertEquals(before, query(database.tablesAndIndexes()));
    }

    @Test
    void keysThatComeTwiceInABatchOrAgainInALaterOneAreMerged() {
        for (TableConfig table : List.of(emptied, swapped)) {
            Operation operation = open(table, UpdateType.MASS);
            destination.checkTarget(table, operation, lots().schema());
            destination.prepareTarget(table, operation, false);
            assertCounts(
                    2,
                    0,
                    0,
                    1,
                    0,
                    load(table, operation, 0, lots().row(1, "a").row(2, "b").row(1, "c")));
            assertCounts(
                    1, 1, 0, 0, 0, load(table, operation, 1, lots().row(2, "B").row(3, "d")));
            destination.finishTarget(table, operation, NOTHING);
            close(operation);
            assertEquals(List.of("1|c", "2|B", "3|d"), content());
        }
    }

    @Test
    void twoDirectLoadsOfOneBatchAtOnceApplyItOnce() {
        for (TableConfig table : List.of(emptied, swapped)) {
            Operation operation = open(table, UpdateType.MASS);
            TestingRows rows = lots();
            IntStream.range(0, 2000).forEach(id -> rows.row(id, "x"));
            destination.checkTarget(table, operation, rows.schema());
            destination.prepareTarget(table, operation, false);
            List<LoadCounts> counts =
                    atOnce(() -> load(table, operation, 0, rows), () -> load(table, operation, 0, rows));
            assertCounts(2000, 0, 0, 0, 0, counts.get(0));
            assertCounts(2000, 0, 0, 0, 0, counts.get(1));
            destination.finishTarget(table, operation, NOTHING);
            close(operation);
            assertEquals(2000, content().size());
        }
    }

    @Test
    void slicesThatShareAKeyAreCopiedAtOnceAndMerged() {
        for (TableConfig table : List.of(emptied, swapped)) {
            Operation operation = open(table, UpdateType.MASS);
            TestingRows up = lots();
            TestingRows down = lots();
            IntStream.range(0, 1000).forEach(id -> up.row(id, "x"));
            IntStream.range(0, 1000).forEach(id -> down.row(1998 - id, "x"));
            destination.checkTarget(table, operation, up.schema());
            destination.prepareTarget(table, operation, false);
            List<LoadCounts> counts = atOnce(
                    () -> loadAgainWhileBusy(table, operation, 0, up),
                    () -> loadAgainWhileBusy(table, operation, 1, down));
            assertCounts(1999, 0, 1, 0, 0, counts.get(0).plus(counts.get(1)));
            destination.finishTarget(table, operation, NOTHING);
            close(operation);
            assertEquals(1999, content().size());
        }
    }

    private LoadCounts loadAgainWhileBusy(TableConfig table, Operation operation, int batch, TestingRows rows) {
        Destination retrying = new RetryingDestination(destination, new SyncMetrics(new SimpleMeterRegistry()));
        return retrying.loadBatch(table, task(operation, batch, 0), new TestingChunks(rows.chunks(3)), listener);
    }

    @Test
    void aSliceThatWasFetchedAnewIsMerged() {
        for (TableConfig table : List.of(emptied, swapped)) {
            Operation operation = open(table, UpdateType.MASS);
            destination.checkTarget(table, operation, lots().schema());
            destination.prepareTarget(table, operation, false);
            load(table, operation, 0, lots().row(1, "a").row(2, "b"));
            LoadTask.LoadBatch again = new LoadTask.LoadBatch(
                    operation, 0, "second", task(operation, 0, 0).batch(), true, 0);
            assertCounts(
                    1,
                    1,
                    1,
                    0,
                    0,
                    load(table, again, lots().row(1, "a").row(2, "B").row(3, "c")));
            destination.finishTarget(table, operation, NOTHING);
            close(operation);
            assertEquals(List.of("1|a", "2|B", "3|c"), content());
        }
    }

    @Test
    void aSwapShowsTheOldRowsUntilTheNewOnesAreThere() {
        List<String> before = query(database.tablesAndIndexes());
        execute("CREATE VIEW " + name("lot_view") + " AS SELECT * FROM " + name("lot"));
        Operation operation = open(swapped, UpdateType.MASS);
        destination.checkTarget(swapped, operation, lots().schema());
        destination.prepareTarget(swapped, operation, false);
        load(swapped, operation, 0, lots().row(1, "kept").row(3, "new"));
        destination.checkTarget(swapped, operation, lots().schema());
        load(swapped, operation, 1, lots().row(4, "newer"));
        assertEquals(List.of("1|kept", "2|stale"), content());
        destination.finishTarget(swapped, operation, NOTHING);
        destination.finishTarget(swapped, operation, NOTHING);
        assertEquals(List.of("1|kept", "3|new", "4|newer"), content());
        assertEquals(content(), query("SELECT id, name FROM " + name("lot_view") + " ORDER BY id"));
        destination.checkTarget(swapped, operation, lots().schema());
        execute("DROP VIEW " + name("lot_view"));
        assertEquals(before, query(database.tablesAndIndexes()));
    }

    @Test
    void readersOfASwapSeeAllOldRowsOrAllNewOnes() throws InterruptedException {
        execute("DELETE FROM " + name("lot"));
        TestingRows rows = lots();
        IntStream.range(0, 3000).forEach(id -> rows.row(id, "old"));
        mass(swapped, rows);
        TestingRows changed = lots();
        IntStream.range(1000, 4000).forEach(id -> changed.row(id, "new"));
        Set<String> seen = ConcurrentHashMap.newKeySet();
        AtomicBoolean done = new AtomicBoolean();
        Thread reader = new Thread(() -> {
            while (!done.get()) {
                seen.addAll(query("SELECT count(*), min(name), max(name) FROM " + name("lot")));
            }
        });
        reader.start();
        mass(swapped, changed);
        done.set(true);
        reader.join();
        seen.addAll(query("SELECT count(*), min(name), max(name) FROM " + name("lot")));
        assertTrue(seen.contains("3000|new|new"), seen.toString());
        seen.removeAll(Set.of("3000|old|old", "3000|new|new"));
        assertEquals(Set.of(), seen);
    }

    @Test
    void theLedgerSaysWhetherTheTableWasEmptied() {
        for (TableConfig table : List.of(emptied, swapped, merged)) {
            Operation operation = open(table, UpdateType.MASS);
            destination.checkTarget(table, operation, lots().schema());
            destination.prepareTarget(table, operation, false);
            List<String> unchanged = query("SELECT Unchanged FROM "
                    + ControlSchema.table(config, "LoadLedger") + " WHERE Step = 'PrepareTarget' AND OperationId = '"
                    + operation.operationId() + "'");
            assertEquals(List.of(table.equals(emptied) ? "0" : "1"), unchanged);
            close(operation);
            destination.cleanTarget(table, operation);
        }
    }

    @Test
    void aFailedSwapLeavesTheTableAsItWas() {
        List<String> before = query(database.tablesAndIndexes());
        Operation operation = open(swapped, UpdateType.MASS);
        destination.checkTarget(swapped, operation, lots().schema());
        destination.prepareTarget(swapped, operation, false);
        load(swapped, operation, 0, lots().row(3, "new"));
        assertFails(
                ErrorCode.POST_PROCESSOR,
                () -> destination.finishTarget(swapped, operation, (c, t, o) -> {
                    throw new IllegalStateException("no");
                }));
        assertFails(ErrorCode.TOO_MANY_REJECTS, () -> load(swapped, operation, 1, lots().row(4, null)));
        assertEquals(List.of("1|kept", "2|stale"), content());
        close(operation);
        destination.cleanTarget(swapped, operation);
        assertEquals(List.of("1|kept", "2|stale"), content());
        assertEquals(before, query(database.tablesAndIndexes()));
    }

    @Test
    void aMassWithoutRowsIsRefusedUnlessItMayEmptyTheTable() {
        for (MassSchedule.Mode mode : MassSchedule.Mode.values()) {
            TableConfig refuses = TestingTables.table("lot", "id", "", TestingTables.mass(true, true, mode, false));
            Operation operation = open(refuses, UpdateType.MASS);
            destination.checkTarget(refuses, operation, lots().schema());
            assertFails(ErrorCode.EMPTY_MASS, () -> destination.prepareTarget(refuses, operation, true));
            close(operation);
            destination.cleanTarget(refuses, operation);
            assertEquals(2, content().size());
        }
        for (MassSchedule.Mode mode : MassSchedule.Mode.values()) {
            TableConfig allows = TestingTables.table("lot", "id", "", TestingTables.mass(true, true, mode, true));
            assertEquals(LoadCounts.NONE, mass(allows, lots()));
            assertEquals(List.of(), content());
            execute("INSERT INTO " + name("lot") + " VALUES (1, 'again')");
        }
        execute("DELETE FROM " + name("lot"));
        assertEquals(LoadCounts.NONE, mass(emptied, lots()));
    }

    @Test
    void aTableThatAForeignKeyRefersToIsRefilled() {
        execute("CREATE TABLE " + name("movement") + " (id int NOT NULL PRIMARY KEY, lot int NOT NULL REFERENCES "
                + name("lot") + " (id))");
        for (TableConfig table : List.of(emptied, swapped)) {
            assertEquals(2, mass(table, lots().row(1, "a").row(5, "b")).inserted());
            assertEquals(List.of("1|a", "5|b"), content());
        }
    }

    @Test
    void aTableWhoseRowsOthersReferToIsNotEmptied() {
        execute("CREATE TABLE " + name("movement") + " (id int NOT NULL PRIMARY KEY, lot int NOT NULL"
                + " CONSTRAINT moves_lot REFERENCES " + name("lot") + " (id))");
        execute("INSERT INTO " + name("movement") + " VALUES (10, 1)");
        DataSyncException failure =
                assertFails(ErrorCode.DESTINATION_STATEMENT, () -> mass(emptied, lots().row(1, "a")));
        assertTrue(String.valueOf(failure.getMessage()).contains("moves_lot"), failure.getMessage());
        assertEquals(List.of("1|kept", "2|stale"), content());
    }

    @Test
    void aTableIsNotEmptiedIfThatDeletedRowsOfOthers() {
        execute("CREATE TABLE " + name("movement") + " (id int NOT NULL PRIMARY KEY, lot int NOT NULL"
                + " CONSTRAINT moves_lot REFERENCES " + name("lot") + " (id) ON DELETE CASCADE)");
        execute("INSERT INTO " + name("movement") + " VALUES (10, 1)");
        DataSyncException failure =
                assertFails(ErrorCode.DESTINATION_STATEMENT, () -> mass(emptied, lots().row(1, "a")));
        assertTrue(String.valueOf(failure.getMessage()).contains("moves_lot"), failure.getMessage());
        assertEquals(List.of("10|1"), query("SELECT id, lot FROM " + name("movement")));
        assertEquals(List.of("1|kept", "2|stale"), content());
    }

    @Test
    void aSwapKeepsTheRowsThatOthersReferTo() {
        execute("CREATE TABLE " + name("movement") + " (id int NOT NULL PRIMARY KEY, lot int NOT NULL REFERENCES "
                + name("lot") + " (id))");
        execute("INSERT INTO " + name("movement") + " VALUES (10, 1)");
        assertCounts(
                3, 0, 0, 0, 0, mass(swapped, lots().row(1, "kept").row(5, "b").row(6, "c")));
        assertCounts(2, 0, 0, 0, 0, mass(swapped, lots().row(1, "Kept").row(5, "b")));
        assertEquals(List.of("1|Kept", "5|b"), content());
        assertFails(ErrorCode.DESTINATION_STATEMENT, () -> mass(swapped, lots().row(5, "b")));
        assertEquals(List.of("1|Kept", "5|b"), content());
    }

    @Test
    void aTableWithoutKeysTakesAMassOnly() {
        execute("CREATE TABLE " + name("journal") + " (entry int, name " + database.text(20) + ")");
        TestingRows rows = TestingRows.of("entry int32", "name text(20)")
                .row(1, "a")
                .row(1, "a")
                .row(null, "b");
        for (MassSchedule mass : List.of(TestingTables.EMPTIED, TestingTables.SWAPPED)) {
            TableConfig table = TestingTables.table("journal", "", "", mass);
            assertCounts(3, 0, 0, 0, 0, mass(table, rows));
            assertEquals(List.of("3"), query("SELECT count(*) FROM " + name("journal")));
        }
        TableConfig table = TestingTables.table("journal", "", "", TestingTables.EMPTIED);
        assertFails(ErrorCode.CONFIGURATION, () -> hourly(table, rows));
    }

    @Test
    void aTableWithoutUniqueKeyIsMergedSoThatNoKeyComesTwice() {
        execute("CREATE TABLE " + name("loose") + " (id int, name " + database.text(20) + ")");
        TableConfig loose = TestingTables.table("loose", "id", "", TestingTables.EMPTIED);
        assertCounts(2, 0, 0, 1, 0, mass(loose, lots().row(1, "a").row(2, "b").row(1, "c")));
        assertEquals(List.of("1|c", "2|b"), query("SELECT id, name FROM " + name("loose") + " ORDER BY id"));
    }

    @Test
    void columnsThatTheSourceDoesNotHaveKeepTheirDefaults() {
        execute("ALTER TABLE " + name("lot") + " ADD note " + database.text(10) + " DEFAULT 'none' NOT NULL");
        for (TableConfig table : List.of(emptied, swapped, merged)) {
            mass(table, lots().row(1, "a").row(7, "b"));
            assertFalse(content().isEmpty());
            assertEquals(List.of("none"), query("SELECT DISTINCT note FROM " + name("lot")));
        }
    }
}
