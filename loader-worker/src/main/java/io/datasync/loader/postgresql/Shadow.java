package io.datasync.loader.postgresql;

import io.datasync.config.TableConfig;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.loader.target.TargetColumn;
import io.datasync.loader.target.TargetTable;
import io.datasync.loader.target.TargetTable.UniqueKey;
import io.datasync.message.Operation;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The shadow table of a Mass that swaps: it stands beside the destination table, takes the rows, and replaces that table's
 * content in one transaction. It has the columns that the source fills, and the key columns as its primary key.
 *
 * <p>It is UNLOGGED, which halves what is written. A crash of the server empties it; so its rows are counted before they
 * replace anything.
 *
 * <p>The content is replaced by a merge that deletes what the source does not have. Unlike TRUNCATE that makes no reader
 * wait, shows no empty table to older snapshots, keeps foreign keys that refer to the table, and leaves rows alone that did
 * not change. The table itself stays, with its views and grants.
 */
final class Shadow {
    private static final Logger log = LoggerFactory.getLogger(Shadow.class);
    private static final String UNIQUE_VIOLATION = "23505";

    private final TableConfig table;
    private final TargetTable target;
    private final TargetTable shadow;

    Shadow(TableConfig table, Operation operation, TargetTable target) {
        this.table = table;
        this.target = target;
        String name = Names.derived(target.name(), "shadow", operation.operationId());
        String keyName = Names.derived(target.name(), "shadow_key", operation.operationId());
        List<UniqueKey> keys =
                table.keyColumns().isEmpty() ? List.of() : List.of(new UniqueKey(keyName, table.keyColumns()));
        this.shadow = new TargetTable(target.schema(), name, target.columns(), keys);
    }

    /** The shadow as a table that takes rows. */
    TargetTable table() {
        return shadow;
    }

    /** Makes the shadow, unless it is there. */
    void create(Connection connection, List<MergeColumn> columns) throws SQLException {
        if (Sql.holds(connection, "to_regclass(?) IS NOT NULL", Names.quoted(shadow))) {
            return;
        }
        Sql.execute(
                connection,
                "CREATE UNLOGGED TABLE " + Names.quoted(shadow) + " AS SELECT " + MergeColumn.names(columns) + " FROM "
                        + Names.quoted(target) + " WITH NO DATA");
        for (UniqueKey key : shadow.uniqueKeys()) {
            Sql.execute(
                    connection,
                    "ALTER TABLE " + Names.quoted(shadow) + " ADD CONSTRAINT " + Names.quoted(key.name())
                            + " PRIMARY KEY (" + MergeColumn.names(MergeColumn.keys(columns)) + ")");
        }
    }

    /**
     * Makes the destination's rows those of the shadow, and drops the shadow.
     *
     * @param expected rows that were loaded into the shadow
     */
    void swap(Connection connection, long expected, Catalog catalog) throws SQLException {
        TargetTable filled = catalog.find(connection, shadow.schema(), shadow.name())
                .orElseThrow(() -> new DataSyncException(
                        ErrorCode.CONSERVATION, "The shadow table " + shadow.name() + " is gone; run the Mass again"));
        long found = Sql.number(connection, "SELECT count(*) FROM " + Names.quoted(shadow));
        if (found != expected) {
            throw new DataSyncException(
                    ErrorCode.CONSERVATION,
                    "The shadow table " + shadow.name() + " has " + found + " rows where " + expected
                            + " were loaded, so the database was restarted or somebody wrote to it; run the Mass again");
        }
        Sql.execute(connection, "ANALYZE " + Names.quoted(shadow));
        replace(connection, filled.columns().stream().map(this::column).toList());
        drop(connection);
    }

    void drop(Connection connection) throws SQLException {
        Sql.execute(connection, "DROP TABLE IF EXISTS " + Names.quoted(shadow));
    }

    private void replace(Connection connection, List<MergeColumn> columns) throws SQLException {
        if (table.keyColumns().isEmpty()) {
            refill(connection, columns);
            return;
        }
        Savepoint before = connection.setSavepoint();
        try {
            MergeStatement.replace(Names.quoted(target), Names.quoted(shadow), columns)
                    .run(connection);
        } catch (SQLException failure) {
            if (!UNIQUE_VIOLATION.equals(failure.getSQLState())) {
                throw failure;
            }
            connection.rollback(before);
            log.atInfo()
                    .addKeyValue("table", table.tableName())
                    .log("A unique value moves from one row to another, so all rows are written anew");
            refill(connection, columns);
        }
    }

    private void refill(Connection connection, List<MergeColumn> columns) throws SQLException {
        String names = MergeColumn.names(columns);
        ForeignKeys.deleteAll(connection, target);
        Sql.execute(
                connection,
                "INSERT INTO " + Names.quoted(target) + " (" + names + ") OVERRIDING SYSTEM VALUE SELECT " + names
                        + " FROM " + Names.quoted(shadow));
    }

    private MergeColumn column(TargetColumn column) {
        return MergeColumn.of(
                column, table.keyColumns().stream().anyMatch(name -> name.equalsIgnoreCase(column.name())));
    }
}
