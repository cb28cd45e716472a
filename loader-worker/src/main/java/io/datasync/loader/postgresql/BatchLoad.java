package io.datasync.loader.postgresql;

import io.datasync.config.TableConfig;
import io.datasync.loader.Chunks;
import io.datasync.loader.LoadListener;
import io.datasync.loader.target.ColumnPair;
import io.datasync.loader.target.KeyHashes;
import io.datasync.loader.target.LoadPlan;
import io.datasync.loader.target.NumberRange;
import io.datasync.loader.target.RowGate;
import io.datasync.loader.target.TargetComparison;
import io.datasync.loader.target.TargetTable;
import io.datasync.message.LoadCounts;
import io.datasync.message.LoadTask;
import io.datasync.rows.Chunk;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Loads one batch within a transaction of the caller: by copying it straight into the table, or by merging it. */
final class BatchLoad {
    private static final String UNIQUE_VIOLATION = "23505";

    private final TableConfig table;
    private final LoadTask.LoadBatch task;
    private final TargetTable target;
    private final TargetTable into;
    private final TableLock lock;

    /**
     * A load of rows of {@code target}.
     *
     * @param into the table that takes them
     * @param lock lets merges of different slices into the table side by side
     */
    BatchLoad(TableConfig table, LoadTask.LoadBatch task, TargetTable target, TargetTable into, TableLock lock) {
        this.table = table;
        this.task = task;
        this.target = target;
        this.into = into;
        this.lock = lock;
    }

    /** Two rows of one key were found where only a merge of all rows can tell which one stays. */
    static final class DuplicateKeys extends RuntimeException {
        private static final long serialVersionUID = 1L;

        DuplicateKeys() {}

        DuplicateKeys(SQLException cause) {
            super(cause);
        }
    }

    /**
     * Loads the batch and returns what became of its rows.
     *
     * @param mergeAll whether all rows are merged, even if they could be copied straight or are there already
     * @throws DuplicateKeys if all rows should be merged, in another transaction
     */
    LoadCounts run(Connection connection, Chunks chunks, LoadListener listener, boolean mergeAll) throws SQLException {
        boolean directly = LoadPlan.copiesDirectly(table, task, into) && !mergeAll;
        try (Chunks.Reader reader = chunks.open()) {
            Chunk first = reader.next();
            if (first == null) {
                return LoadCounts.NONE;
            }
            List<ColumnPair> pairs = TargetComparison.match(table, task.operation(), first.schema(), target);
            RowGate gate = new RowGate(pairs, task.rejectsLeft(), listener);
            if (directly) {
                CopyRows copy = new CopyRows(Names.quoted(into), pairs, Optional.empty(), Optional.empty());
                long copied = copyDirectly(copy, connection, first, reader, gate, listener);
                return LoadPlan.copied(task.operation(), copied, gate.rejected());
            }
            KeyHashes keys = new KeyHashes(pairs);
            NumberRange range = new NumberRange(pairs);
            gate.show(keys);
            gate.show(range);
            Staging staging = staging(pairs);
            staging.create(connection);
            // Before the table is looked into: what a late load of an earlier attempt writes is seen, or comes too
            // late.
            lock.takeSlice(connection, table.tableName(), task.slice());
            UnchangedRows unchanged = new UnchangedRows(into, pairs, table.keyColumns());
            boolean leaveOut = !mergeAll
                    && LoadPlan.mayHoldRows(table, task.operation())
                    && keys.canTell(task.batch().rows());
            long rows = new CopyRows(
                            staging.quoted(),
                            pairs,
                            Optional.of(staging.numberColumn()),
                            Optional.of(unchanged).filter(all -> leaveOut))
                    .copy(connection, first, reader, gate, listener);
            if (unchanged.found() > 0 && !keys.areDistinct()) {
                throw new DuplicateKeys();
            }
            long duplicates = keys.areDistinct() ? 0 : staging.removeDuplicates(connection);
            return staging.merge(connection, into, table.keyColumns(), range.bounds(), rows - duplicates)
                    .plus(new LoadCounts(0, 0, unchanged.found(), duplicates, gate.rejected()));
        }
    }

    private long copyDirectly(
            CopyRows copy, Connection connection, Chunk first, Chunks.Reader rest, RowGate gate, LoadListener listener)
            throws SQLException {
        try {
            return copy.copy(connection, first, rest, gate, listener);
        } catch (SQLException failure) {
            if (table.keyColumns().isEmpty() || !UNIQUE_VIOLATION.equals(failure.getSQLState())) {
                throw failure;
            }
            throw new DuplicateKeys(failure);
        }
    }

    private Staging staging(List<ColumnPair> pairs) {
        Optional<String> lastUpdate =
                table.lastUpdateColumn().flatMap(target::column).map(column -> Names.quoted(column.name()));
        String owner = String.join(
                " ",
                task.operation().operationId(),
                Integer.toString(task.slice()),
                task.attempt(),
                Integer.toString(task.batch().batch()));
        return new Staging(target, MergeColumn.of(pairs), lastUpdate, owner);
    }
}
