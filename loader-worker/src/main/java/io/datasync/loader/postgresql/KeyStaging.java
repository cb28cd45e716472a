package io.datasync.loader.postgresql;

import io.datasync.config.TableConfig;
import io.datasync.database.SqlDialect;
import io.datasync.loader.target.GoneRows;
import io.datasync.loader.target.TargetTable;
import io.datasync.message.Operation;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * The table beside the destination's that takes the keys of all rows of the source, for as long as an operation looks for rows that
 * are gone. It has the types and collations of the destination's key columns, and neither index nor constraint: a slice that
 * is fetched anew adds its keys once more. It is UNLOGGED, so its rows are counted before they are compared with.
 */
final class KeyStaging {
    private final TableConfig table;
    private final TargetTable target;
    private final TargetTable staging;

    KeyStaging(TableConfig table, Operation operation, TargetTable target) {
        this.table = table;
        this.target = target;
        this.staging = new TargetTable(target.schema(), name(table, operation), target.columns(), List.of());
    }

    /** The staging table as a table that takes rows. */
    TargetTable table() {
        return staging;
    }

    /** Makes the table, unless it is there. */
    void create(Connection connection, List<MergeColumn> keys) throws SQLException {
        GoneRows.requireMarkable(table, target);
        if (!Sql.holds(connection, "to_regclass(?) IS NOT NULL", Names.quoted(staging))) {
            Sql.execute(
                    connection,
                    "CREATE UNLOGGED TABLE " + Names.quoted(staging) + " AS SELECT " + MergeColumn.names(keys)
                            + " FROM " + Names.quoted(target) + " WITH NO DATA");
        }
    }

    /** Deletes or marks the rows that are gone, drops the table, and returns how many they were. */
    long settle(Connection connection, long expected) throws SQLException {
        Sql.execute(connection, "ANALYZE " + Names.quoted(staging));
        Staging.takeMoreMemory(connection);
        long settled = gone().settle(connection, expected);
        Sql.execute(connection, "DROP TABLE " + Names.quoted(staging));
        return settled;
    }

    static void drop(Connection connection, String schemaName, TableConfig table, Operation operation)
            throws SQLException {
        Sql.execute(
                connection, "DROP TABLE IF EXISTS " + SqlDialect.POSTGRESQL.quote(schemaName, name(table, operation)));
    }

    private GoneRows gone() {
        return new GoneRows(SqlDialect.POSTGRESQL, table, target, Names.quoted(staging));
    }

    private static String name(TableConfig table, Operation operation) {
        return Names.derived(table.tableName(), "keys", operation.operationId());
    }
}
