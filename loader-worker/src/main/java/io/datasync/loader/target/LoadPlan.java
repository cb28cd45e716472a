package io.datasync.loader.target;

import io.datasync.config.MassSchedule;
import io.datasync.config.TableConfig;
import io.datasync.config.UpdateType;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.message.LoadCounts;
import io.datasync.message.LoadTask;
import io.datasync.message.Operation;

/** Which way the rows of an operation go; follows from configuration and operation alone. */
public final class LoadPlan {
    private LoadPlan() {}

    /** True if the rows go into a shadow table that is put in place at the end. */
    public static boolean swaps(TableConfig table, Operation operation) {
        return isMass(operation) && table.mass().mode() == MassSchedule.Mode.SWAP;
    }

    /** True if the batches bring keys that the table's rows are compared with at the end, and no rows. */
    public static boolean comparesKeys(Operation operation) {
        return !operation.updateType().bringsRows();
    }

    /** What became of a batch that was copied straight: of keys nothing, as they change no row yet. */
    public static LoadCounts copied(Operation operation, long rows, long rejected) {
        return comparesKeys(operation)
                ? new LoadCounts(0, 0, rows, 0, rejected)
                : new LoadCounts(rows, 0, 0, 0, rejected);
    }

    /** True if the table is emptied before the first row comes. */
    public static boolean empties(TableConfig table, Operation operation) {
        return isMass(operation)
                && table.mass().mode() == MassSchedule.Mode.TRUNCATE
                && table.mass().prepurgeData();
    }

    /**
     * What the ledger's row of a PrepareTarget has: one that left the table's rows in place has an unchanged row. Without it the
     * table counts as emptied, as in the rows of loaders before this one.
     */
    public static LoadCounts prepared(TableConfig table, Operation operation) {
        return empties(table, operation) ? LoadCounts.NONE : new LoadCounts(0, 0, 1, 0, 0);
    }

    /** True if the table, or the shadow that takes the rows, may hold rows of before the operation. */
    public static boolean mayHoldRows(TableConfig table, Operation operation) {
        return !swaps(table, operation) && !empties(table, operation);
    }

    /**
     * True if indexes are taken out of service while rows are loaded: only where the table is emptied, and only if they are
     * to be rebuilt afterwards. Without reIndexData they stay in service.
     */
    public static boolean disablesIndexes(TableConfig table, Operation operation) {
        return empties(table, operation) && table.mass().reIndexData();
    }

    /**
     * True if a batch is copied straight into the table that takes it, false if it is merged: rows that may be there
     * already are merged, and so are rows whose keys the table would not keep apart by itself.
     *
     * @param target the table that takes the rows, or its shadow
     * @throws DataSyncException with {@link ErrorCode#CONFIGURATION} if rows must be merged but have no keys, with
     *     {@link ErrorCode#SLICE_RESTARTED} if that is because some were loaded before
     */
    public static boolean copiesDirectly(TableConfig table, LoadTask.LoadBatch task, TargetTable target) {
        if (comparesKeys(task.operation())) {
            return true;
        }
        boolean startsEmpty = !mayHoldRows(table, task.operation());
        if (table.keyColumns().isEmpty()) {
            requireNoMerge(table, task, startsEmpty);
            return true;
        }
        return startsEmpty
                && !task.merge()
                && target.uniqueKey(table.keyColumns()).isPresent();
    }

    private static void requireNoMerge(TableConfig table, LoadTask.LoadBatch task, boolean startsEmpty) {
        if (!startsEmpty) {
            throw new DataSyncException(
                    ErrorCode.CONFIGURATION,
                    table.tableName()
                            + " has no keyColumns, so rows cannot be merged into it; name them, or use Mass only"
                            + " with prepurgeData or mode swap");
        } else if (task.merge()) {
            throw new DataSyncException(
                    ErrorCode.SLICE_RESTARTED,
                    table.tableName()
                            + " has no keyColumns, and rows of this slice may have been loaded before; run the"
                            + " Mass again");
        }
    }

    private static boolean isMass(Operation operation) {
        return operation.updateType() == UpdateType.MASS;
    }
}
