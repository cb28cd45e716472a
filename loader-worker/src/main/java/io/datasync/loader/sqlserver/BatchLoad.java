package io.datasync.loader.sqlserver;

import io.datasync.config.DestinationConfig;
import io.datasync.config.TableConfig;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.loader.Chunks;
import io.datasync.loader.LoadListener;
import io.datasync.loader.target.ColumnPair;
import io.datasync.loader.target.KeyHashes;
import io.datasync.loader.target.LoadPlan;
import io.datasync.loader.target.RowGate;
import io.datasync.loader.target.TargetComparison;
import io.datasync.message.LoadCounts;
import io.datasync.message.LoadTask;
import io.datasync.rows.Chunk;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Applies one batch: straight into the table, or by a staging table. */
final class BatchLoad {
    private static final Logger log = LoggerFactory.getLogger(BatchLoad.class);

    /** Violation of a unique constraint or index. */
    private static final Set<Integer> DUPLICATE_KEY = Set.of(2627, 2601);

    private final DestinationConfig config;
    private final BulkCopy bulkCopy;
    private final TableConfig table;
    private final LoadTask.LoadBatch task;
    private final Chunks chunks;
    private final LoadListener listener;

    BatchLoad(
            DestinationConfig config,
            BulkCopy bulkCopy,
            TableConfig table,
            LoadTask.LoadBatch task,
            Chunks chunks,
            LoadListener listener) {
        this.config = config;
        this.bulkCopy = bulkCopy;
        this.table = table;
        this.task = task;
        this.chunks = chunks;
        this.listener = listener;
    }

    /** The table found two rows of one key in what was copied straight into it; merging can tell which one stays. */
    static final class DuplicateKeys extends RuntimeException {
        private static final long serialVersionUID = 1L;

        DuplicateKeys(SQLException cause) {
            super(cause);
        }
    }

    /**
     * Applies the batch in the transaction of {@code connection}.
     *
     * @param merge whether it is merged even if it could be copied straight
     * @throws DuplicateKeys if it was copied straight, and should be merged in another transaction
     */
    LoadCounts apply(Connection connection, SqlServerTable target, boolean merge) throws SQLException {
        boolean direct = LoadPlan.copiesDirectly(table, task, target.target()) && !merge;
        try (Chunks.Reader reader = chunks.open()) {
            Chunk first = reader.next();
            if (first == null) {
                return LoadCounts.NONE;
            }
            List<ColumnPair> pairs = TargetComparison.match(table, first.schema(), target.target());
            StagedLoad load = staged(target, pairs);
            RowGate gate = new RowGate(pairs, task.rejectsLeft(), listener);
            if (!direct) {
                KeyHashes keys = new KeyHashes(pairs);
                gate.show(keys);
                return merge(connection, load, gate, rows(pairs, load, true, first, reader, gate), keys);
            } else if (load.mustBeStaged()) {
                return copyByStaging(connection, load, gate, rows(pairs, load, true, first, reader, gate));
            }
            return copy(connection, load, gate, rows(pairs, load, false, first, reader, gate));
        } catch (SQLException failure) {
            throw withoutValues(failure);
        }
    }

    /** The server quotes the key of a duplicate row; rows do not belong into messages and logs. */
    private static SQLException withoutValues(SQLException failure) {
        String message = String.valueOf(failure.getMessage());
        int values = message.indexOf(" The duplicate key value is ");
        return values < 0
                ? failure
                : new SQLException(message.substring(0, values), failure.getSQLState(), failure.getErrorCode());
    }

    private StagedLoad staged(SqlServerTable target, List<ColumnPair> pairs) {
        return new StagedLoad(
                target,
                pairs.stream().map(pair -> column(target, pair)).toList(),
                pairs.stream()
                        .filter(ColumnPair::key)
                        .map(pair -> column(target, pair))
                        .toList(),
                table.lastUpdateColumn().flatMap(target::column),
                StagedLoad.stagingName(
                        target.name(),
                        task.operation().operationId(),
                        task.slice(),
                        task.batch().batch()));
    }

    private static SqlServerColumn column(SqlServerTable target, ColumnPair pair) {
        return target.column(pair.target().name()).orElseThrow();
    }

    private ArrowBulkData rows(
            List<ColumnPair> pairs, StagedLoad load, boolean staged, Chunk first, Chunks.Reader reader, RowGate gate) {
        List<BulkColumn> columns =
                pairs.stream().map(pair -> bulkColumn(pair, load, staged)).toList();
        Optional<String> rowNumber = staged ? load.rowNumber() : Optional.empty();
        return new ArrowBulkData(columns, rowNumber, first, reader, gate, listener);
    }

    private static BulkColumn bulkColumn(ColumnPair pair, StagedLoad load, boolean staged) {
        SqlServerColumn column = column(load.target(), pair);
        BulkColumn bulk = BulkColumn.of(pair, column);
        return staged ? bulk.named(load.stagedName(column)) : bulk;
    }

    private LoadCounts copy(Connection connection, StagedLoad load, RowGate gate, ArrowBulkData rows)
            throws SQLException {
        SqlServerTable target = load.target();
        try {
            CopyRule rule = CopyRule.of(target, bulkCopy.batchSize());
            long copied = bulkCopy.copy(connection, target.quoted(), rule, load.bringsIdentity(), rows);
            return new LoadCounts(copied, 0, 0, 0, gate.rejected());
        } catch (SQLException failure) {
            throw mergeInstead(failure);
        }
    }

    private LoadCounts copyByStaging(Connection connection, StagedLoad load, RowGate gate, ArrowBulkData rows)
            throws SQLException {
        try (Statement statement = connection.createStatement()) {
            stage(connection, statement, load, rows);
            long copied = IdentityInsert.run(
                    statement,
                    load.target(),
                    load.bringsIdentity(),
                    () -> statement.executeLargeUpdate(load.copyAll()));
            statement.execute(load.dropStaging());
            return new LoadCounts(copied, 0, 0, 0, gate.rejected());
        } catch (SQLException failure) {
            throw mergeInstead(failure);
        }
    }

    private SQLException mergeInstead(SQLException failure) {
        if (DUPLICATE_KEY.contains(failure.getErrorCode())
                && !table.keyColumns().isEmpty()) {
            throw new DuplicateKeys(failure);
        }
        return failure;
    }

    private LoadCounts merge(Connection connection, StagedLoad load, RowGate gate, ArrowBulkData rows, KeyHashes keys)
            throws SQLException {
        try (Statement statement = connection.createStatement()) {
            long staged = stage(connection, statement, load, rows);
            long duplicates = keys.areDistinct() ? 0 : deleteDuplicates(statement, load);
            TableLock.acquire(connection, load.target().schema(), load.target().name(), config.queryTimeout());
            UpsertStatements upsert = new UpsertStatements(load);
            LoadCounts changed = IdentityInsert.run(
                    statement, load.target(), load.bringsIdentity(), () -> switch (way(load.target())) {
                        case MERGE -> merge(statement, upsert);
                        case UPDATE_INSERT -> updateAndInsert(statement, upsert);
                    });
            statement.execute(load.dropStaging());
            long unchanged = staged - duplicates - changed.sum();
            return changed.plus(new LoadCounts(0, 0, unchanged, duplicates, gate.rejected()));
        }
    }

    private long deleteDuplicates(Statement statement, StagedLoad load) throws SQLException {
        List<Long> sample = new ArrayList<>();
        if (load.sampleDuplicates().isPresent()) {
            try (ResultSet rows = statement.executeQuery(load.sampleDuplicates().get())) {
                while (rows.next()) {
                    sample.add(rows.getLong(1));
                }
            }
        }
        long duplicates = statement.executeLargeUpdate(load.deleteDuplicates());
        if (duplicates > 0) {
            log.atInfo()
                    .addKeyValue("table", table.tableName())
                    .addKeyValue("operation", task.operation().operationId())
                    .addKeyValue("slice", task.slice())
                    .addKeyValue("batch", task.batch().batch())
                    .addKeyValue("duplicates", duplicates)
                    .addKeyValue("keyColumns", table.keyColumns())
                    .addKeyValue("rowsOfTheBatch", sample)
                    .log("Keys came twice in the batch, as the destination compares them: the newest rows stay");
        }
        return duplicates;
    }

    /** The configured way, unless the server does not have it; both have the same effect. */
    private DestinationConfig.Upsert way(SqlServerTable target) {
        return target.traits().contains(TableTrait.BABELFISH)
                ? DestinationConfig.Upsert.UPDATE_INSERT
                : config.upsert();
    }

    private long stage(Connection connection, Statement statement, StagedLoad load, ArrowBulkData rows)
            throws SQLException {
        statement.execute(load.createStaging());
        long sent =
                bulkCopy.copy(connection, load.quotedStaging(), CopyRule.staging(bulkCopy.batchSize()), false, rows);
        try (ResultSet count = statement.executeQuery(load.countStaged())) {
            count.next();
            if (count.getLong(1) != sent) {
                throw new DataSyncException(
                        ErrorCode.INTERNAL,
                        "Bulk copy was given " + sent + " rows and staged " + count.getLong(1) + " of them");
            }
        }
        return sent;
    }

    private static LoadCounts merge(Statement statement, UpsertStatements upsert) throws SQLException {
        boolean isRows = statement.execute(upsert.merge());
        while (!isRows) {
            if (statement.getUpdateCount() < 0) {
                throw new DataSyncException(ErrorCode.INTERNAL, "MERGE returned no counts");
            }
            isRows = statement.getMoreResults();
        }
        try (ResultSet counts = statement.getResultSet()) {
            counts.next();
            return new LoadCounts(counts.getLong(1), counts.getLong(2), 0, 0, 0);
        }
    }

    private static LoadCounts updateAndInsert(Statement statement, UpsertStatements upsert) throws SQLException {
        long updated = upsert.hasUpdate() ? statement.executeLargeUpdate(upsert.update()) : 0;
        long inserted = statement.executeLargeUpdate(upsert.insert());
        return new LoadCounts(inserted, updated, 0, 0, 0);
    }
}
