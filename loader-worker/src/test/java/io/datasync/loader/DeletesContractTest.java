package io.datasync.loader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.datasync.config.DeletesSchedule;
import io.datasync.config.TableConfig;
import io.datasync.config.UpdateType;
import io.datasync.database.SqlDialect;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.message.LoadTask;
import io.datasync.message.Operation;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every destination does with rows that the source no longer has. */
public abstract class DeletesContractTest extends DestinationContract {
    private final TableConfig lot =
            TestingTables.with(TestingTables.table("lot", "id", ""), TestingTables.removing(50));

    /** Ten rows. */
    private void createLot(String... moreColumns) {
        execute("CREATE TABLE " + name("lot") + " (id int NOT NULL PRIMARY KEY, name " + database.text(20)
                + database.rowVersionColumn() + String.join("", moreColumns) + ")");
        for (int id = 1; id <= 10; id++) {
            execute("INSERT INTO " + name("lot") + " (id, name) VALUES (" + id + ", 'x')");
        }
    }

    private static TestingRows keys(int... ids) {
        TestingRows rows = TestingRows.of("id int32");
        for (int id : ids) {
            rows.row(id);
        }
        return rows;
    }

    private List<String> ids() {
        return query("SELECT id FROM " + name("lot") + " ORDER BY id");
    }

    private List<String> ids(String condition) {
        return query("SELECT id FROM " + name("lot") + " WHERE " + condition + " ORDER BY id");
    }

    /** Tables that operations left behind. */
    private List<String> leftovers() {
        return query("SELECT TABLE_NAME FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_SCHEMA = '" + config.schema()
                + "' AND TABLE_NAME LIKE '%_keys_%'");
    }

    private Operation staged(TableConfig table, TestingRows... batches) {
        Operation operation = open(table, UpdateType.DELETES);
        destination.checkTarget(table, operation, batches[0].schema());
        for (int batch = 0; batch < batches.length; batch++) {
            assertCounts(0, 0, batches[batch].size(), 0, 0, load(table, operation, batch, batches[batch]));
        }
        return operation;
    }

    private long deletes(TableConfig table, TestingRows... batches) {
        Operation operation = staged(table, batches);
        long deleted = destination.finishTarget(table, operation, NOTHING);
        assertEquals(deleted, destination.finishTarget(table, operation, NOTHING), "as often as the task comes");
        close(operation);
        assertEquals(List.of(), leftovers());
        return deleted;
    }

    private DataSyncException assertRefused(ErrorCode code, TableConfig table, TestingRows... batches) {
        Operation operation = staged(table, batches);
        DataSyncException refusal = assertFails(code, () -> destination.finishTarget(table, operation, NOTHING));
        destination.cleanTarget(table, operation);
        close(operation);
        assertEquals(List.of(), leftovers());
        return refusal;
    }

    @Test
    void rowsWhoseKeysAreGoneAreDeletedAndNoOthersAreTouched() {
        createLot();
        String versions = "SELECT id, " + database.rowVersion("t") + " FROM " + name("lot") + " t WHERE id > 2";
        List<String> before = query(versions);
        assertEquals(2, deletes(lot, keys(10, 9, 8, 7), keys(3, 4, 5, 6, 3, 99)));
        assertEquals(List.of("3", "4", "5", "6", "7", "8", "9", "10"), ids());
        assertEquals(before, query(versions));
        assertEquals(0, deletes(lot, keys(3, 4, 5, 6, 7, 8, 9, 10)));
    }

    @Test
    void otherColumnsThanKeysMayComeAndAreNotLookedAt() {
        createLot();
        TestingRows whole = TestingRows.of("other text(9)", "ID int32", "name text(90)");
        for (int id = 2; id <= 10; id++) {
            whole.row("nowhere", id, "too long for its column".repeat(3));
        }
        assertEquals(1, deletes(lot, whole));
        assertEquals(9, ids().size());
        assertEquals(List.of(), listener.rejects);
    }

    @Test
    void moreRowsThanMayGoAtOnceAllStay() {
        createLot();
        DataSyncException refusal = assertRefused(ErrorCode.DELETE_GUARD, lot, keys(1, 2, 3, 4));
        assertTrue(String.valueOf(refusal.getMessage()).contains("6 of 10 rows"), refusal.getMessage());
        assertEquals(10, ids().size());
        TableConfig strict = TestingTables.with(lot, TestingTables.removing(9.9));
        assertRefused(ErrorCode.DELETE_GUARD, strict, keys(1, 2, 3, 4, 5, 6, 7, 8, 9));
        assertEquals(10, ids().size());
        assertEquals(5, deletes(lot, keys(1, 2, 3, 4, 5)));
        assertEquals(List.of("1", "2", "3", "4", "5"), ids());
    }

    @Test
    void aSourceWithoutRowsDeletesNothingWhateverMayGo() {
        createLot();
        TableConfig all = TestingTables.with(lot, TestingTables.removing(100));
        assertRefused(ErrorCode.DELETE_GUARD, all, keys());
        assertEquals(10, ids().size());
        assertEquals(9, deletes(all, keys(1)));
        execute("DELETE FROM " + name("lot"));
        assertEquals(0, deletes(all, keys()), "a table without rows has none to lose");
    }

    @Test
    void aKeyThatDoesNotFitFailsItsBatch() {
        createLot();
        Operation operation = open(lot, UpdateType.DELETES);
        TestingRows rows = TestingRows.of("id int64").row(1L).row(1L << 40);
        destination.checkTarget(lot, operation, rows.schema());
        assertFails(ErrorCode.TOO_MANY_REJECTS, () -> load(lot, operation, 0, rows));
        assertFails(
                ErrorCode.TOO_MANY_REJECTS,
                () -> load(lot, operation, 0, TestingRows.of("id int64").row((Object) null)));
        destination.cleanTarget(lot, operation);
        assertEquals(List.of(), leftovers());
        assertEquals(10, ids().size());
    }

    @Test
    void aCrashBetweenStagingAndDeleteLosesNeitherKeysNorRows() {
        createLot();
        Operation operation = staged(lot, keys(1, 2, 3), keys(4, 5, 6, 7, 8, 9));
        assertFails(
                ErrorCode.POST_PROCESSOR,
                () -> destination.finishTarget(lot, operation, (connection, table, of) -> {
                    throw new SQLException("The process dies before the commit");
                }));
        assertEquals(10, ids().size());
        destination.close();
        destination = database.open(config);
        assertEquals(1, destination.finishTarget(lot, operation, NOTHING));
        assertEquals(List.of("1", "2", "3", "4", "5", "6", "7", "8", "9"), ids());
        assertEquals(List.of(), leftovers());
    }

    @Test
    void keysOfAnEarlierAttemptKeepTheirRowsForThisTime() {
        createLot();
        Operation operation = staged(lot, keys(1, 2, 3, 4, 5, 6, 7));
        LoadTask.LoadBatch first = task(operation, 0, 0);
        LoadTask.LoadBatch again = new LoadTask.LoadBatch(operation, 0, "another", first.batch(), true, 0);
        assertCounts(0, 0, 8, 0, 0, load(lot, again, keys(1, 2, 3, 4, 5, 6, 8, 9)));
        assertCounts(0, 0, 7, 0, 0, load(lot, first, keys()));
        assertEquals(1, destination.finishTarget(lot, operation, NOTHING));
        assertEquals(List.of("1", "2", "3", "4", "5", "6", "7", "8", "9"), ids());
    }

    @Test
    void aClosedOperationDeletesNothing() {
        createLot();
        Operation operation = staged(lot, keys(1, 2, 3, 4, 5, 6, 7, 8, 9));
        close(operation);
        assertFails(ErrorCode.OPERATION_CLOSED, () -> destination.finishTarget(lot, operation, NOTHING));
        assertEquals(10, ids().size());
        destination.cleanTarget(lot, operation);
        assertEquals(List.of(), leftovers());
    }

    @Test
    void stagedKeysThatWentMissingDeleteNothing() {
        createLot();
        Operation operation = staged(lot, keys(1, 2, 3, 4, 5, 6, 7, 8, 9));
        execute("DELETE FROM " + name(leftovers().get(0)) + " WHERE id = 5");
        assertFails(ErrorCode.CONSERVATION, () -> destination.finishTarget(lot, operation, NOTHING));
        assertEquals(10, ids().size());
    }

    @Test
    void rowsAreMarkedOnceAndTheMarkIsTakenBackWhenTheyReturn() {
        createLot(", deleted " + database.timestamp(3));
        TableConfig marked = TestingTables.with(lot, TestingTables.marking("Deleted", 50));
        assertEquals(2, deletes(marked, keys(3, 4, 5, 6, 7, 8, 9, 10)));
        assertEquals(List.of("1", "2"), ids("deleted IS NOT NULL"));
        String mark = "SELECT id, deleted FROM " + name("lot") + " WHERE id = 1";
        List<String> first = query(mark);
        assertEquals(4, deletes(marked, keys(2, 7, 8, 9, 10)), "half of the eight that are not marked");
        assertEquals(List.of("1", "3", "4", "5", "6"), ids("deleted IS NOT NULL"));
        assertEquals(first, query(mark), "the mark tells when the row was found to be gone first");
        assertRefused(ErrorCode.DELETE_GUARD, marked, keys(2, 7));
        assertEquals(10, ids().size());
        hourly(marked, TestingRows.of("id int32", "name text(20)").row(3, "back"));
        assertEquals(List.of("1", "3", "4", "5", "6"), ids("deleted IS NOT NULL"), "that is for deletes to say");
        assertEquals(0, deletes(marked, keys(1, 2, 3, 4, 5, 6, 7, 8, 9, 10)));
        assertEquals(List.of(), ids("deleted IS NOT NULL"));
    }

    @Test
    void aBooleanTakesTheMarkToo() {
        createLot(", gone " + database.bool());
        TableConfig marked = TestingTables.with(lot, TestingTables.marking("gone", 50));
        String yes = database.dialect() == SqlDialect.POSTGRESQL ? "true" : "1";
        assertEquals(2, deletes(marked, keys(3, 4, 5, 6, 7, 8, 9, 10)));
        assertEquals(List.of("1", "2"), ids("gone = " + yes));
        assertEquals(1, deletes(marked, keys(1, 4, 5, 6, 7, 8, 9, 10)));
        assertEquals(List.of("2", "3"), ids("gone = " + yes));
    }

    @Test
    void aColumnThatTakesNoMarkIsNamedBeforeAnyKeyComes() {
        createLot(", deleted " + database.timestamp(3) + ", flag " + database.timestamp(3) + " DEFAULT NULL");
        for (DeletesSchedule wrong : List.of(
                TestingTables.marking("name", 50),
                TestingTables.marking("nowhere", 50),
                TestingTables.marking("id", 50))) {
            TableConfig table = TestingTables.with(lot, wrong);
            Operation operation = open(table, UpdateType.DELETES);
            DataSyncException refusal = assertFails(
                    ErrorCode.TARGET_MISMATCH, () -> destination.checkTarget(table, operation, keys(1).schema()));
            assertTrue(String.valueOf(refusal.getMessage())
                    .contains(wrong.markColumn().orElseThrow()));
            close(operation);
        }
        TableConfig marked = TestingTables.with(lot, TestingTables.marking("deleted", 50));
        TestingRows brings = TestingRows.of("id int32", "deleted timestamp(3)");
        assertFails(ErrorCode.TARGET_MISMATCH, () -> hourly(marked, brings));
    }

    @Test
    void aMissingTableIsNotCreatedFromItsKeysButItsMarkColumnIsCreatedWithIt() {
        destination.close();
        destination = database.open(database.config(true));
        TableConfig marked = TestingTables.with(lot, TestingTables.marking("DeletedDT", 50));
        Operation operation = open(marked, UpdateType.DELETES);
        assertFails(ErrorCode.TARGET_MISSING, () -> destination.checkTarget(marked, operation, keys(1).schema()));
        close(operation);
        hourly(marked, TestingRows.of("id int32", "name text(20)").row(1, "a").row(2, "b"));
        assertEquals(1, deletes(marked, keys(2)));
        assertEquals(
                1,
                query("SELECT 1 FROM " + name("lot") + " WHERE DeletedDT IS NOT NULL")
                        .size());
    }

    @Test
    void aTableWhoseRowsAreToStayLosesNone() {
        createLot();
        TableConfig staying = TestingTables.with(lot, DeletesSchedule.OFF);
        assertRefused(ErrorCode.CONFIGURATION, staying, keys(1, 2, 3, 4, 5, 6, 7, 8, 9));
        assertEquals(10, ids().size());
    }

    @Test
    void keysOfSeveralColumnsAreComparedTogether() {
        execute("CREATE TABLE " + name("pair") + " (b " + database.text(5) + " NOT NULL, a decimal(9,2) NOT NULL,"
                + " at " + database.timestamp(3) + " NOT NULL, PRIMARY KEY (a, b, at))");
        for (String row : List.of(
                "'x', 1.5, '2026-03-08 02:30:00'",
                "'y', 1.5, '2026-03-08 02:30:00'",
                "'x', 2.5, '2026-03-08 02:30:00'",
                "'x', 1.5, '2026-03-08 02:30:00.001'")) {
            execute("INSERT INTO " + name("pair") + " (b, a, at) VALUES (" + row + ")");
        }
        TableConfig pair = TestingTables.with(TestingTables.table("pair", "a,b,at", ""), TestingTables.removing(50));
        LocalDateTime inGap = LocalDateTime.of(2026, 3, 8, 2, 30);
        TestingRows rows = TestingRows.of("a decimal(9,2)", "b text(5)", "at timestamp(3)")
                .row("1.50", "x", inGap)
                .row("2.50", "y", inGap)
                .row("2.50", "x", inGap);
        assertEquals(2, deletes(pair, rows));
        assertEquals(List.of("x|1.50", "x|2.50"), query("SELECT b, a FROM " + name("pair") + " ORDER BY a"));
    }
}
