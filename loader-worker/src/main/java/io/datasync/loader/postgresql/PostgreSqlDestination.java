package io.datasync.loader.postgresql;

import com.zaxxer.hikari.HikariDataSource;
import io.datasync.config.DestinationConfig;
import io.datasync.config.TableConfig;
import io.datasync.config.UpdateType;
import io.datasync.database.ControlSchema;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.loader.Chunks;
import io.datasync.loader.Destination;
import io.datasync.loader.LoadListener;
import io.datasync.loader.postprocessor.PostProcessor;
import io.datasync.loader.target.DeleteByKey;
import io.datasync.loader.target.LoadLedger;
import io.datasync.loader.target.LoadLedger.Step;
import io.datasync.loader.target.LoadPlan;
import io.datasync.loader.target.PostProcessing;
import io.datasync.loader.target.RowsToDelete;
import io.datasync.loader.target.TargetTable;
import io.datasync.loader.target.Transactions;
import io.datasync.message.LoadCounts;
import io.datasync.message.LoadTask;
import io.datasync.message.Operation;
import io.datasync.rows.RowSchema;
import java.sql.Connection;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads into PostgreSQL 15 or newer. Merges of different slices of one table run side by side, and so do copies straight
 * into a table.
 */
public final class PostgreSqlDestination implements Destination {
    private static final Logger log = LoggerFactory.getLogger(PostgreSqlDestination.class);
    private static final int OLDEST_VERSION = 150_000;

    private final HikariDataSource pool;
    private final Transactions transactions;
    private final LoadLedger ledger;
    private final Targets targets;
    private final TableLock lock;
    private final Indexes indexes;
    private final Mass mass;
    private final DeleteByKey deleteByKey;

    /**
     * A destination over a pool, which it closes when it is closed.
     *
     * @param pool as {@link io.datasync.database.ConnectionPools#destination} makes it
     */
    public PostgreSqlDestination(DestinationConfig config, HikariDataSource pool) {
        this.pool = pool;
        this.transactions = new Transactions(pool);
        this.ledger = new LoadLedger(transactions, config);
        this.targets = new Targets(config);
        this.lock = new TableLock(config.schema(), config.lockTimeout());
        this.indexes = new Indexes(config.schema(), ControlSchema.table(config, "DisabledIndex"));
        this.mass = new Mass(indexes);
        this.deleteByKey = new DeleteByKey(config);
    }

    @Override
    public void checkTarget(TableConfig table, Operation operation, RowSchema schema) {
        transactions.run("Checking " + table.tableName(), connection -> {
            requireVersion(connection);
            lockTable(connection, table);
            if (ledger.find(connection, Step.finishTarget(operation)).isEmpty()) {
                targets.check(connection, table, operation, schema);
            }
            ledger.lockOpen(connection, operation.operationId());
            return LoadCounts.NONE;
        });
    }

    @Override
    public void compare(TableConfig table, RowSchema schema) {
        transactions.run("Comparing " + table.tableName(), connection -> {
            requireVersion(connection);
            targets.compare(connection, table, schema);
            return LoadCounts.NONE;
        });
    }

    @Override
    public TargetTable describe(TableConfig table) {
        return transactions.run("Looking at " + table.tableName(), connection -> {
            requireVersion(connection);
            return targets.require(connection, table);
        });
    }

    @Override
    public void deleteRows(TableConfig table, RowsToDelete rows) {
        transactions.run("Deleting rows of " + table.tableName(), connection -> {
            lockTable(connection, table);
            return deleteByKey.run(connection, table, targets.require(connection, table), rows);
        });
    }

    @Override
    public void prepareTarget(TableConfig table, Operation operation, boolean empty) {
        ledger.once("Preparing " + table.tableName(), Step.prepareTarget(operation), connection -> {
            lockTable(connection, table);
            mass.prepare(connection, table, operation, targets.require(connection, table), empty);
            return LoadPlan.prepared(table, operation);
        });
    }

    @Override
    public LoadCounts loadBatch(TableConfig table, LoadTask.LoadBatch task, Chunks chunks, LoadListener listener) {
        String doing = "Loading " + table.tableName();
        Step step = Step.loadBatch(task);
        try {
            return ledger.once(
                    doing, step, connection -> batch(connection, table, task).run(connection, chunks, listener, false));
        } catch (BatchLoad.DuplicateKeys found) {
            log.atInfo()
                    .addKeyValue("table", table.tableName())
                    .addKeyValue("slice", task.slice())
                    .addKeyValue("batch", task.batch().batch())
                    .log("The batch has keys that come twice or were loaded before, so all of it is merged");
        }
        return ledger.once(
                doing, step, connection -> batch(connection, table, task).run(connection, chunks, listener, true));
    }

    @Override
    public long finishTarget(TableConfig table, Operation operation, PostProcessor postProcessor) {
        LoadCounts done = ledger.once("Finishing " + table.tableName(), Step.finishTarget(operation), connection -> {
            lockTable(connection, table);
            TargetTable target = targets.require(connection, table);
            LoadCounts loaded = ledger.total(connection, operation);
            if (LoadPlan.swaps(table, operation)) {
                targets.swap(connection, table, operation, loaded.inserted());
            }
            long deleted = LoadPlan.comparesKeys(operation)
                    ? targets.settleGone(connection, table, operation, loaded.unchanged())
                    : 0;
            indexes.restore(connection, table);
            if (operation.updateType() == UpdateType.MASS) {
                TableStatistics.refresh(connection, table, target, loaded.inserted() + loaded.updated());
            }
            PostProcessing.run(postProcessor, connection, table, operation);
            return new LoadCounts(0, deleted, 0, 0, 0);
        });
        return done.updated();
    }

    @Override
    public void cleanTarget(TableConfig table, Operation operation) {
        String doing = "Cleaning up " + table.tableName();
        ledger.refuseFurther(doing, operation);
        transactions.run(doing, connection -> {
            lockTable(connection, table);
            targets.dropTaker(connection, table, operation);
            indexes.restore(connection, table, operation);
            return LoadCounts.NONE;
        });
    }

    @Override
    public void checkHealth() {
        transactions.run("Asking the destination", connection -> {
            requireVersion(connection);
            return LoadCounts.NONE;
        });
    }

    @Override
    public void close() {
        pool.close();
    }

    private BatchLoad batch(Connection connection, TableConfig table, LoadTask.LoadBatch task) throws SQLException {
        TargetTable target = targets.require(connection, table);
        return new BatchLoad(table, task, target, targets.taker(table, task.operation(), target), lock);
    }

    private void lockTable(Connection connection, TableConfig table) throws SQLException {
        lock.take(connection, table.tableName());
    }

    private static void requireVersion(Connection connection) throws SQLException {
        long version = Sql.number(connection, "SELECT current_setting('server_version_num')::int");
        if (version < OLDEST_VERSION) {
            throw new DataSyncException(
                    ErrorCode.CONFIGURATION,
                    "DataSync needs PostgreSQL " + OLDEST_VERSION / 10_000 + " or newer, the destination is version "
                            + version / 10_000);
        }
    }
}
