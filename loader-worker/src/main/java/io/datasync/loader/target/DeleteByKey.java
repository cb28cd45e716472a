package io.datasync.loader.target;

import io.datasync.config.DestinationConfig;
import io.datasync.config.TableConfig;
import io.datasync.database.ControlSchema;
import io.datasync.database.SqlDialect;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Deletes rows by their keys within a transaction of the caller, who holds the table's lock. */
public final class DeleteByKey {
    private static final int ROWS_AT_A_TIME = 1_000;

    private final SqlDialect dialect;
    private final String lastOperation;

    public DeleteByKey(DestinationConfig config) {
        this.dialect = SqlDialect.of(config.type());
        this.lastOperation = "SELECT OperationId, CASE WHEN EndDT IS NULL THEN 1 ELSE 0 END FROM "
                + ControlSchema.table(config, "DataUpdate")
                + " WHERE LOWER(TableName) = LOWER(?) ORDER BY Id DESC OFFSET 0 ROWS FETCH NEXT 1 ROWS ONLY";
    }

    /**
     * Deletes the rows and returns how many.
     *
     * @throws DataSyncException with {@link ErrorCode#DESTINATION_BUSY} if an operation of the table is open or has been opened
     *     since the rows were looked at, with {@link ErrorCode#DESTINATION_STATEMENT} if other than just these rows would go
     */
    public long run(Connection connection, TableConfig table, TargetTable target, RowsToDelete rows)
            throws SQLException {
        requireNoOperation(connection, table, rows);
        List<TargetColumn> columns = rows.columns().stream()
                .map(name -> target.column(name)
                        .orElseThrow(() -> new DataSyncException(
                                ErrorCode.TARGET_MISMATCH, target.name() + " has no column " + name)))
                .toList();
        long deleted = 0;
        try (PreparedStatement statement = connection.prepareStatement(statement(dialect, target, columns))) {
            int waiting = 0;
            for (List<String> key : rows.keys()) {
                for (int index = 0; index < key.size(); index++) {
                    statement.setString(index + 1, key.get(index));
                }
                statement.addBatch();
                waiting++;
                if (waiting == ROWS_AT_A_TIME) {
                    deleted += sum(statement.executeBatch());
                    waiting = 0;
                }
            }
            deleted += waiting == 0 ? 0 : sum(statement.executeBatch());
        }
        if (deleted != rows.keys().size()) {
            throw new DataSyncException(
                    ErrorCode.DESTINATION_STATEMENT,
                    deleted + " rows of " + table.tableName() + " have the keys of "
                            + rows.keys().size()
                            + " rows that are to be deleted; somebody else changes the table, so none is deleted");
        }
        return deleted;
    }

    private void requireNoOperation(Connection connection, TableConfig table, RowsToDelete rows) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(lastOperation)) {
            statement.setString(1, table.tableName());
            try (ResultSet last = statement.executeQuery()) {
                boolean found = last.next();
                String operation = found ? last.getString(1) : "";
                if (!operation.equals(rows.lastOperation().orElse("")) || (found && last.getInt(2) == 1)) {
                    throw new DataSyncException(
                            ErrorCode.DESTINATION_BUSY,
                            "An operation of " + table.tableName() + " ran meanwhile, so no row is deleted");
                }
            }
        }
    }

    /** Values are sent as text, and cast to the column's own type, so that an index on it is used. */
    static String statement(SqlDialect dialect, TargetTable target, List<TargetColumn> columns) {
        return columns.stream()
                .map(column -> dialect.quote(column.name()) + " = " + value(dialect, column))
                .collect(Collectors.joining(
                        " AND ", "DELETE FROM " + dialect.quote(target.schema(), target.name()) + " WHERE ", ""));
    }

    private static String value(SqlDialect dialect, TargetColumn column) {
        if (column.type() instanceof TargetType.Text && dialect == SqlDialect.SQLSERVER) {
            return "?";
        } else if (column.type() instanceof TargetType.Binary) {
            return switch (dialect) {
                case POSTGRESQL -> "decode(?, 'hex')";
                // Style 2: hexadecimal digits without 0x.
                case SQLSERVER -> "CONVERT(" + column.typeName() + ", ?, 2)";
            };
        }
        return "CAST(? AS " + column.typeName() + ")";
    }

    private static long sum(int[] counts) {
        return Arrays.stream(counts).asLongStream().sum();
    }
}
