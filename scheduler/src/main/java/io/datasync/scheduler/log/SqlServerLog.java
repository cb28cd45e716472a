package io.datasync.scheduler.log;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** The log on SQL Server: an application lock of the transaction, and {@code datetime2} in UTC. */
final class SqlServerLog implements LogDialect {
    private static final int DUPLICATE_IN_UNIQUE_INDEX = 2601;
    private static final int DUPLICATE_IN_UNIQUE_CONSTRAINT = 2627;
    private static final int LOCK_TIMEOUT = 1222;
    private static final int DEADLOCKED = -3;

    /**
     * Takes the lock. With auto-commit off a call alone begins no transaction, but a SELECT from a table does; without a
     * transaction the lock is refused. A result of -1 means timed out, -2 cancelled, -3 chosen in a deadlock.
     *
     * @see <a href="https://learn.microsoft.com/sql/relational-databases/system-stored-procedures/sp-getapplock-transact-sql">sp_getapplock</a>
     * @see <a href="https://learn.microsoft.com/sql/t-sql/statements/set-implicit-transactions-transact-sql">implicit
     *     transactions</a>
     */
    @Override
    public void lock(Connection connection, String name, String table) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet nothing = statement.executeQuery("SELECT TOP (1) 1 FROM " + table)) {
            nothing.next();
        }
        // SQL Server ends the setting with the batch, others keep it: then no later statement would count its rows.
        String sql = "SET NOCOUNT ON; DECLARE @Result int; EXEC @Result = sp_getapplock @Resource = ?,"
                + " @LockMode = N'Exclusive', @LockOwner = N'Transaction', @LockTimeout = 30000; SELECT @Result;"
                + " SET NOCOUNT OFF";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                requireLock(name, row.getInt(1));
            }
        }
    }

    private static void requireLock(String name, int result) throws SQLException {
        if (result < 0) {
            String message = "No lock " + name + " within 30 s: sp_getapplock returned " + result;
            throw result >= DEADLOCKED ? new SQLException(message, "S0051", LOCK_TIMEOUT) : new SQLException(message);
        }
    }

    @Override
    public String now() {
        return "SYSUTCDATETIME()";
    }

    @Override
    public void setInstant(PreparedStatement statement, int index, @Nullable Instant instant) throws SQLException {
        if (instant == null) {
            statement.setNull(index, Types.TIMESTAMP);
        } else {
            statement.setObject(index, LocalDateTime.ofInstant(instant, ZoneOffset.UTC));
        }
    }

    @Override
    public @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        LocalDateTime time = row.getObject(column, LocalDateTime.class);
        return time == null ? null : time.toInstant(ZoneOffset.UTC);
    }

    @Override
    public boolean isDuplicate(SQLException failure) {
        int number = failure.getErrorCode();
        return number == DUPLICATE_IN_UNIQUE_INDEX || number == DUPLICATE_IN_UNIQUE_CONSTRAINT;
    }
}
