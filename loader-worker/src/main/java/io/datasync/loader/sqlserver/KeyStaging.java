package io.datasync.loader.sqlserver;

import static java.util.stream.Collectors.joining;

import io.datasync.config.DestinationConfig;
import io.datasync.config.TableConfig;
import io.datasync.database.SqlDialect;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.loader.target.GoneRows;
import io.datasync.message.Operation;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The table beside the destination's that takes the keys of all rows of the source, for as long as an operation looks for rows that
 * are gone. It is a heap of the destination's key columns, with their types and collations: a slice that is fetched anew adds
 * its keys once more.
 */
record KeyStaging(DestinationConfig config, TableConfig table, Operation operation) {
    private static final int MAX_NAME = 128;

    /** Makes the table, unless it is there. */
    void create(Connection connection, SqlServerTable target) throws SQLException {
        GoneRows.requireMarkable(table, target.target());
        if (new Catalog(connection).table(config.schema(), name()).isEmpty()) {
            execute(connection, createStatement(target));
        }
    }

    /**
     * The table as one that takes rows.
     *
     * @throws DataSyncException with {@link ErrorCode#CONSERVATION} if it is gone
     */
    SqlServerTable find(Connection connection) throws SQLException {
        return new Catalog(connection)
                .table(config.schema(), name())
                .orElseThrow(() -> new DataSyncException(
                        ErrorCode.CONSERVATION, "The table of keys " + quoted() + " is gone; run it again"));
    }

    /** Deletes or marks the rows that are gone, drops the table, and returns how many they were. */
    long settle(Connection connection, SqlServerTable target, long expected) throws SQLException {
        TableLock.acquire(connection, target.schema(), target.name(), config.queryTimeout());
        long settled = gone(target).settle(connection, expected);
        drop(connection);
        return settled;
    }

    void drop(Connection connection) throws SQLException {
        execute(connection, "DROP TABLE IF EXISTS " + quoted());
    }

    String createStatement(SqlServerTable target) {
        return "CREATE TABLE " + quoted() + " (\n    "
                + table.keyColumns().stream()
                        .flatMap(key -> target.column(key).stream())
                        .map(key -> key.quoted() + " " + key.type().declarationWithCollation() + " NULL")
                        .collect(joining(",\n    "))
                + "\n)";
    }

    private GoneRows gone(SqlServerTable target) {
        return new GoneRows(SqlDialect.SQLSERVER, table, target.target(), quoted());
    }

    private String quoted() {
        return SqlDialect.SQLSERVER.quote(config.schema(), name());
    }

    private String name() {
        String suffix = "_" + operation.operationId();
        String start = table.tableName() + "_keys";
        return start.substring(0, Math.min(start.length(), MAX_NAME - suffix.length())) + suffix;
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
