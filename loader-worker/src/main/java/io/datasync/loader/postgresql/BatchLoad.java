package io.datasync.loader.postgresql;

import io.datasync.config.TableConfig;
import io.datasync.loader.Chunks;
import io.datasync.loader.LoadListener;
import io.datasync.loader.target.ColumnPair;
import io.datasync.loader.target.LoadPlan;
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
    private final TableConfig table;
    private final LoadTask.LoadBatch task;
    private final TargetTable target;
    private final TargetTable into;
    private final TableLock lock;

    /**
     * A load into {@code target} or, for a Mass that swaps, its shadow.
     *
     * @param lock lets one merge at a time into the table
     */
    BatchLoad(TableConfig table, LoadTask.LoadBatch task, TargetTable target, TableLock lock) {
        this.table = table;
        this.task = task;
        this.target = target;
        this.into =
                LoadPlan.swaps(table, task.operation()) ? new Shadow(table, task.operation(), target).table() : target;
        this.lock = lock;
    }

    boolean copiesDirectly() {
        return LoadPlan.copiesDirectly(table, task, into);
    }

    /** Loads the batch and returns what became of its rows. */
    LoadCounts run(Connection connection, Chunks chunks, LoadListener listener, boolean directly) throws SQLException {
        try (Chunks.Reader reader = chunks.open()) {
            Chunk first = reader.next();
            if (first == null) {
                return LoadCounts.NONE;
            }
            List<ColumnPair> pairs = TargetComparison.match(table, first.schema(), target);
            RowGate gate = new RowGate(pairs, task.rejectsLeft(), listener);
            if (directly) {
                long rows = new CopyRows(Names.quoted(into), pairs, Optional.empty())
                        .copy(connection, first, reader, gate, listener);
                return new LoadCounts(rows, 0, 0, 0, gate.rejected());
            }
            Staging staging = staging(pairs);
            staging.create(connection);
            long rows = new CopyRows(staging.quoted(), pairs, Optional.of(staging.numberColumn()))
                    .copy(connection, first, reader, gate, listener);
            return merge(connection, staging, rows).plus(new LoadCounts(0, 0, 0, 0, gate.rejected()));
        }
    }

    private LoadCounts merge(Connection connection, Staging staging, long rows) throws SQLException {
        long duplicates = staging.removeDuplicates(connection);
        lock.take(connection, table.tableName());
        return staging.merge(connection, into, table.keyColumns(), rows - duplicates)
                .plus(new LoadCounts(0, 0, 0, duplicates, 0));
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
