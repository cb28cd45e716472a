package io.datasync.scheduler.log;

import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
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

    /**
     * A result below 0 means no lock: -1 timed out, -2 cancelled, -3 chosen in a deadlock.
     *
     * @see <a href="https://learn.microsoft.com/sql/relational-databases/system-stored-procedures/sp-getapplock-transact-sql">sp_getapplock</a>
     */
    @Override
    public void lock(Connection connection, String name) throws SQLException {
        String call = "{? = call sp_getapplock(@Resource = ?, @LockMode = N'Exclusive', @LockOwner = N'Transaction',"
                + " @LockTimeout = 30000)}";
        try (CallableStatement statement = connection.prepareCall(call)) {
            statement.registerOutParameter(1, Types.INTEGER);
            statement.setString(2, name);
            statement.execute();
            int result = statement.getInt(1);
            if (result < 0) {
                throw new SQLException(
                        "Another process held the lock " + name + " for longer than 30 s (sp_getapplock returned "
                                + result + ")",
                        "S0051",
                        LOCK_TIMEOUT);
            }
        }
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
