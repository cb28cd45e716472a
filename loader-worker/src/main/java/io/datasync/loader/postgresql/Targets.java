package io.datasync.loader.postgresql;

import io.datasync.config.DestinationConfig;
import io.datasync.config.TableConfig;
import io.datasync.database.SqlDialect;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.loader.target.ColumnPair;
import io.datasync.loader.target.GoneRows;
import io.datasync.loader.target.LoadPlan;
import io.datasync.loader.target.TableDdl;
import io.datasync.loader.target.TargetComparison;
import io.datasync.loader.target.TargetTable;
import io.datasync.message.Operation;
import io.datasync.rows.RowSchema;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The destination tables: finds, compares and creates them and their shadows. */
final class Targets {
    private static final Logger log = LoggerFactory.getLogger(Targets.class);

    private final String schemaName;
    private final boolean createTables;
    private final Catalog catalog = new Catalog();
    private final TableDdl ddl = new TableDdl(SqlDialect.POSTGRESQL, (type, key) -> Types.name(type), Names::folded);

    Targets(DestinationConfig config) {
        this.schemaName = config.schema();
        this.createTables = config.createTables();
    }

    /**
     * The configured table.
     *
     * @throws DataSyncException with {@link ErrorCode#TARGET_MISSING} if there is none
     */
    TargetTable require(Connection connection, TableConfig table) throws SQLException {
        return find(connection, table)
                .orElseThrow(() -> new DataSyncException(
                        ErrorCode.TARGET_MISSING,
                        "The destination has no table " + schemaName + "." + table.tableName()));
    }

    /** The table that takes the operation's rows: the target, its shadow, or the one that takes keys. */
    TargetTable taker(TableConfig table, Operation operation, TargetTable target) {
        if (LoadPlan.comparesKeys(operation)) {
            return new KeyStaging(table, operation, target).table();
        }
        return LoadPlan.swaps(table, operation) ? new Shadow(table, operation, target).table() : target;
    }

    /** Compares the table with the rows to come, and makes the table and the one that takes the rows where they are needed. */
    void check(Connection connection, TableConfig table, Operation operation, RowSchema schema) throws SQLException {
        if (LoadPlan.comparesKeys(operation)) {
            TargetTable target = require(connection, table);
            List<ColumnPair> pairs = TargetComparison.match(table, operation, schema, target);
            new KeyStaging(table, operation, target).create(connection, MergeColumn.of(pairs));
            return;
        }
        if (find(connection, table).isEmpty()) {
            create(connection, table, schema);
        }
        TargetTable target = require(connection, table);
        List<ColumnPair> pairs = TargetComparison.match(table, schema, target);
        if (LoadPlan.swaps(table, operation)) {
            new Shadow(table, operation, target).create(connection, MergeColumn.of(pairs));
        }
    }

    /** Compares as {@link #check} does, and makes nothing. */
    void compare(Connection connection, TableConfig table, RowSchema schema) throws SQLException {
        Optional<TargetTable> target = find(connection, table);
        if (target.isPresent()) {
            TargetComparison.match(table, schema, target.get());
            GoneRows.requireMarkable(table, target.get());
        } else {
            requireMayCreate(connection, table, statement(table, schema));
        }
    }

    void swap(Connection connection, TableConfig table, Operation operation, long rows) throws SQLException {
        new Shadow(table, operation, require(connection, table)).swap(connection, rows, catalog);
    }

    /** Deletes or marks the rows whose keys were not brought, and returns how many; {@code keys} were. */
    long settleGone(Connection connection, TableConfig table, Operation operation, long keys) throws SQLException {
        return new KeyStaging(table, operation, require(connection, table)).settle(connection, keys);
    }

    /** Drops what was made to take the operation's rows. */
    void dropTaker(Connection connection, TableConfig table, Operation operation) throws SQLException {
        KeyStaging.drop(connection, schemaName, table, operation);
        Optional<TargetTable> target = find(connection, table);
        if (target.isPresent()) {
            new Shadow(table, operation, target.get()).drop(connection);
        }
    }

    private Optional<TargetTable> find(Connection connection, TableConfig table) throws SQLException {
        return catalog.find(connection, schemaName, table.tableName());
    }

    private void create(Connection connection, TableConfig table, RowSchema schema) throws SQLException {
        String create = statement(table, schema);
        requireMayCreate(connection, table, create);
        // Several tables may be the first of a new schema, and IF NOT EXISTS does not help transactions that overlap.
        Sql.number(
                connection,
                "SELECT 1 FROM pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended(?, 0))",
                "DataSync schema " + schemaName);
        if (lacksSchema(connection)) {
            Sql.execute(connection, createSchema());
        }
        Sql.execute(connection, create);
        log.atInfo().addKeyValue("table", table.tableName()).log("Destination table created");
    }

    private void requireMayCreate(Connection connection, TableConfig table, String create) throws SQLException {
        if (!createTables) {
            throw new DataSyncException(
                    ErrorCode.TARGET_MISSING,
                    "The destination has no table " + schemaName + "." + table.tableName()
                            + ". Set createTables, or run:\n"
                            + (lacksSchema(connection) ? createSchema() + ";\n" : "")
                            + create + ";");
        }
    }

    private boolean lacksSchema(Connection connection) throws SQLException {
        return Sql.holds(connection, "NOT EXISTS (SELECT FROM pg_catalog.pg_namespace WHERE nspname = ?)", schemaName);
    }

    private String createSchema() {
        return "CREATE SCHEMA " + Names.quoted(schemaName);
    }

    private String statement(TableConfig table, RowSchema schema) {
        return ddl.create(schemaName, table, schema);
    }
}
