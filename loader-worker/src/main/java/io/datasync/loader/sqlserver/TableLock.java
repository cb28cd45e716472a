package io.datasync.loader.sqlserver;

import io.datasync.database.SqlDialect;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * Lets one transaction at a time merge into a table, in all processes: two MERGEs that lock the same key ranges in another
 * order would deadlock. It belongs to the transaction and ends with it. What holds it is work of DataSync, so a wait for it
 * may be longer than one for a row.
 */
final class TableLock {
    private static final int MAX_RESOURCE = 255;

    /** Reads a table, as with implicit transactions a procedure call alone does not begin one. */
    private static final String BEGIN = "SELECT COUNT(*) FROM sys.schemas";

    private static final String ACQUIRE = """
            DECLARE @Result int;
            EXEC @Result = sp_getapplock @Resource = ?, @LockMode = 'Exclusive', @LockOwner = 'Transaction',
                 @LockTimeout = ?;
            SELECT @Result""";

    private TableLock() {}

    /**
     * Waits for the lock.
     *
     * @throws DataSyncException with {@link ErrorCode#DESTINATION_BUSY} if it is not to be had within {@code timeout}
     */
    static void acquire(Connection connection, String schema, String table, Duration timeout) throws SQLException {
        String quoted = SqlDialect.SQLSERVER.quote(schema, table);
        String resource = "DataSync:" + quoted;
        try (Statement begin = connection.createStatement();
                PreparedStatement statement = connection.prepareStatement(ACQUIRE)) {
            begin.execute(BEGIN);
            statement.setString(1, resource.substring(0, Math.min(resource.length(), MAX_RESOURCE)));
            statement.setInt(2, (int) Math.min(timeout.toMillis(), Integer.MAX_VALUE));
            try (ResultSet rows = statement.executeQuery()) {
                int result = rows.next() ? rows.getInt(1) : -999;
                if (result < 0) {
                    throw new DataSyncException(
                            ErrorCode.DESTINATION_BUSY,
                            "The lock on " + quoted + " is not to be had: sp_getapplock returned " + result);
                }
            }
        }
    }
}
