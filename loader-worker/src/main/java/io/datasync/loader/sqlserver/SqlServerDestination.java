package io.datasync.loader.sqlserver;

import com.zaxxer.hikari.HikariDataSource;
import io.datasync.config.DestinationConfig;
import io.datasync.config.TableConfig;
import io.datasync.database.SqlDialect;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.loader.Chunks;
import io.datasync.loader.Destination;
import io.datasync.loader.LoadListener;
import io.datasync.loader.postprocessor.PostProcessor;
import io.datasync.loader.target.DeleteByKey;
import io.datasync.loader.target.GoneRows;
import io.datasync.loader.target.LoadLedger;
import io.datasync.loader.target.LoadLedger.Step;
import io.datasync.loader.target.LoadPlan;
import io.datasync.loader.target.PostProcessing;
import io.datasync.loader.target.RowsToDelete;
import io.datasync.loader.target.TableDdl;
import io.datasync.loader.target.TargetComparison;
import io.datasync.loader.target.TargetTable;
import io.datasync.loader.target.Transactions;
import io.datasync.message.LoadCounts;
import io.datasync.message.LoadTask;
import io.datasync.message.Operation;
import io.datasync.rows.RowSchema;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SQL Server 2017 or newer as the destination. With {@code upsert: update-insert} plain T-SQL is enough for all but the
 * rebuilding of indexes, so that a server akin to it will do, such as Babelfish for PostgreSQL.
 */
public final class SqlServerDestination implements Destination {
    private static final Logger log = LoggerFactory.getLogger(SqlServerDestination.class);

    private final DestinationConfig config;
    private final BulkCopy bulkCopy;
    private final HikariDataSource pool;
    private final Transactions transactions;
    private final LoadLedger ledger;
    private final DeleteByKey deleteByKey;
    private final TableDdl ddl =
            new TableDdl(SqlDialect.SQLSERVER, SqlServerTypes::declaration, UnaryOperator.identity());

    /**
     * A destination over a pool, which it closes when it is closed.
     *
     * @param bulkCopyBatchSize rows that bulk copy sends at a time; 0 sends a batch at once
     * @param pool as {@link io.datasync.database.ConnectionPools#destination} makes it
     */
    public SqlServerDestination(DestinationConfig config, int bulkCopyBatchSize, HikariDataSource pool) {
        this.config = config;
        this.bulkCopy = new BulkCopy(config.queryTimeout(), bulkCopyBatchSize);
        this.pool = pool;
        this.transactions = new Transactions(pool);
        this.ledger = new LoadLedger(transactions, config);
        this.deleteByKey = new DeleteByKey(config);
    }

    @Override
    public void checkTarget(TableConfig table, Operation operation, RowSchema schema) {
        transactions.run("Checking " + table.tableName(), connection -> {
            TableLock.acquire(connection, config.schema(), table.tableName(), config.queryTimeout());
            boolean comparesKeys = LoadPlan.comparesKeys(operation);
            SqlServerTable target = comparesKeys ? find(connection, table) : findOrCreate(connection, table, schema);
            requireLoadable(target);
            TargetComparison.match(table, operation, schema, target.target());
            boolean finished =
                    ledger.find(connection, Step.finishTarget(operation)).isPresent();
            if (LoadPlan.swaps(table, operation) && !finished) {
                new Swap(connection, target, operation).createShadow();
            }
            if (comparesKeys && !finished) {
                new KeyStaging(config, table, operation).create(connection, target);
            }
            ledger.lockOpen(connection, operation.operationId());
            return target;
        });
    }

    @Override
    public void compare(TableConfig table, RowSchema schema) {
        transactions.run("Comparing " + table.tableName(), connection -> {
            Optional<SqlServerTable> found = new Catalog(connection).table(config.schema(), table.tableName());
            if (found.isPresent()) {
                requireLoadable(found.get());
                TargetComparison.match(table, schema, found.get().target());
                GoneRows.requireMarkable(table, found.get().target());
            } else {
                requireMayCreate(connection, table, ddl.create(config.schema(), table, schema));
            }
            return found;
        });
    }

    @Override
    public TargetTable describe(TableConfig table) {
        return transactions.run(
                "Looking at " + table.tableName(),
                connection -> find(connection, table).target());
    }

    @Override
    public void deleteRows(TableConfig table, RowsToDelete rows) {
        transactions.run("Deleting rows of " + table.tableName(), connection -> {
            TableLock.acquire(connection, config.schema(), table.tableName(), config.queryTimeout());
            return deleteByKey.run(connection, table, find(connection, table).target(), rows);
        });
    }

    @Override
    public List<String> advice() {
        return transactions.run("Looking at the database", connection -> DatabaseAdvice.of(connection, config));
    }

    @Override
    public void prepareTarget(TableConfig table, Operation operation, boolean empty) {
        ledger.once("Preparing " + table.tableName(), Step.prepareTarget(operation), connection -> {
            SqlServerTable target = find(connection, table);
            MassStatements mass = new MassStatements(target);
            boolean empties = LoadPlan.empties(table, operation);
            if (empty && !table.mass().allowEmpty() && (empties || LoadPlan.swaps(table, operation))) {
                requireEmpty(connection, table, mass);
            }
            if (LoadPlan.disablesIndexes(table, operation)) {
                takeIndexesOut(connection, table, target, operation);
            }
            if (empties) {
                sayHow(target);
                ForeignKeys.requireNoneThatActs(connection, target);
                execute(connection, mass.empty());
            }
            return LoadPlan.prepared(table, operation);
        });
    }

    @Override
    public LoadCounts loadBatch(TableConfig table, LoadTask.LoadBatch task, Chunks chunks, LoadListener listener) {
        BatchLoad load = new BatchLoad(config, bulkCopy, table, task, chunks, listener);
        String doing = "Loading " + table.tableName();
        Step step = Step.loadBatch(task);
        try {
            return ledger.once(
                    doing, step, connection -> load.apply(connection, taker(connection, table, task), false));
        } catch (BatchLoad.DuplicateKeys found) {
            log.atInfo()
                    .addKeyValue("table", table.tableName())
                    .addKeyValue("operation", task.operation().operationId())
                    .addKeyValue("slice", task.slice())
                    .addKeyValue("batch", task.batch().batch())
                    .log("The batch has keys that are there already, so it is merged");
            return ledger.once(doing, step, connection -> load.apply(connection, taker(connection, table, task), true));
        }
    }

    @Override
    public long finishTarget(TableConfig table, Operation operation, PostProcessor postProcessor) {
        LoadCounts done = ledger.once("Finishing " + table.tableName(), Step.finishTarget(operation), connection -> {
            SqlServerTable target = find(connection, table);
            if (LoadPlan.swaps(table, operation)) {
                TableLock.acquire(connection, target.schema(), target.name(), config.queryTimeout());
                new Swap(connection, target, operation).putInPlace(table);
            }
            long deleted = 0;
            if (LoadPlan.comparesKeys(operation)) {
                long staged = ledger.total(connection, operation).unchanged();
                deleted = new KeyStaging(config, table, operation).settle(connection, target, staged);
            }
            new DisabledIndexes(connection, config, target).restore(table.tableName(), Optional.empty());
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
            execute(connection, Swap.drop(config.schema(), table.tableName(), operation));
            new KeyStaging(config, table, operation).drop(connection);
            Optional<SqlServerTable> target = new Catalog(connection).table(config.schema(), table.tableName());
            if (target.isPresent()) {
                new DisabledIndexes(connection, config, target.get())
                        .restore(table.tableName(), Optional.of(operation.operationId()));
            }
            return target;
        });
    }

    @Override
    public void checkHealth() {
        transactions.run("Checking the destination", connection -> execute(connection, "SELECT 1"));
    }

    @Override
    public void close() {
        pool.close();
    }

    private SqlServerTable findOrCreate(Connection connection, TableConfig table, RowSchema schema)
            throws SQLException {
        Optional<SqlServerTable> found = new Catalog(connection).table(config.schema(), table.tableName());
        if (found.isPresent()) {
            return found.get();
        }
        String create = ddl.create(config.schema(), table, schema);
        requireMayCreate(connection, table, create);
        execute(connection, create);
        log.atInfo().addKeyValue("table", table.tableName()).log("Destination table created");
        return find(connection, table);
    }

    private void requireMayCreate(Connection connection, TableConfig table, String create) throws SQLException {
        if (!config.createTables()) {
            // CREATE SCHEMA must be the first statement of a batch.
            String createSchema = new Catalog(connection).hasSchema(config.schema())
                    ? ""
                    : "CREATE SCHEMA " + SqlDialect.SQLSERVER.quote(config.schema()) + ";\nGO\n";
            throw new DataSyncException(
                    ErrorCode.TARGET_MISSING,
                    "There is no table " + config.schema() + "." + table.tableName()
                            + ", and createTables is off. Run:\n" + createSchema + create);
        }
    }

    private SqlServerTable find(Connection connection, TableConfig table) throws SQLException {
        return find(connection, table.tableName());
    }

    private SqlServerTable find(Connection connection, String name) throws SQLException {
        return new Catalog(connection)
                .table(config.schema(), name)
                .orElseThrow(() -> new DataSyncException(
                        ErrorCode.TARGET_MISSING, "There is no table " + config.schema() + "." + name));
    }

    /** The table that takes the rows of a batch: the target itself, its shadow, or the one that takes keys. */
    private SqlServerTable taker(Connection connection, TableConfig table, LoadTask.LoadBatch task)
            throws SQLException {
        if (LoadPlan.comparesKeys(task.operation())) {
            return new KeyStaging(config, table, task.operation()).find(connection);
        }
        return LoadPlan.swaps(table, task.operation())
                ? find(connection, Swap.shadowName(table.tableName(), task.operation()))
                : find(connection, table);
    }

    private void takeIndexesOut(Connection connection, TableConfig table, SqlServerTable target, Operation operation)
            throws SQLException {
        if (target.traits().contains(TableTrait.BABELFISH)) {
            // Its catalog has neither an index's own name nor its filter and direction, so none could be put back.
            log.atInfo()
                    .addKeyValue("table", table.tableName())
                    .log(
                            "Babelfish can neither disable an index nor tell how to create it, so indexes stay in service");
            return;
        }
        new DisabledIndexes(connection, config, target)
                .takeOut(
                        table.tableName(), operation.operationId(), table.mass().indexes());
    }

    /** Says how rows get into the emptied table; all of it follows from what the table is like. */
    private void sayHow(SqlServerTable target) {
        CopyRule rule = CopyRule.of(target, bulkCopy.batchSize());
        String reason = TableTrait.whyNoTruncate(target.traits());
        log.atInfo()
                .addKeyValue("table", target.name())
                .addKeyValue("emptiedBy", reason.isEmpty() ? "TRUNCATE" : "DELETE, as " + reason)
                .addKeyValue("tableLock", rule.tableLock())
                .addKeyValue("rowsAtATime", rule.batchSize() == 0 ? "batch" : rule.batchSize())
                .addKeyValue("fireTriggers", rule.fireTriggers())
                .addKeyValue("because", "it is " + rule.because())
                .log("The table is emptied and takes rows by bulk copy");
    }

    private static void requireLoadable(SqlServerTable target) {
        for (TableTrait refused : List.of(TableTrait.HISTORY, TableTrait.MEMORY_OPTIMIZED)) {
            if (target.traits().contains(refused)) {
                throw new DataSyncException(
                        ErrorCode.TARGET_MISMATCH,
                        target.quoted() + " cannot be loaded: " + TableTrait.whyNoTruncate(Set.of(refused)));
            }
        }
    }

    private static void requireEmpty(Connection connection, TableConfig table, MassStatements mass)
            throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(mass.hasRows())) {
            if (rows.next() && rows.getInt(1) > 0) {
                throw new DataSyncException(
                        ErrorCode.EMPTY_MASS,
                        "The source of " + table.tableName()
                                + " has no row, and this Mass would empty the table; look at the source, or set allowEmpty");
            }
        }
    }

    private static boolean execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.execute(sql);
        }
    }
}
