package io.datasync.scheduler.log;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** The log on PostgreSQL: an advisory lock of the transaction, and {@code timestamptz}. */
final class PostgreSqlLog implements LogDialect {
    private static final String UNIQUE_VIOLATION = "23505";

    /** Without its time-out a scheduler would wait for another one's lost connection for ever. */
    @Override
    public void lock(Connection connection, String name, String table) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL lock_timeout = '30s'");
        }
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT pg_advisory_xact_lock(hashtextextended(?, 0))")) {
            statement.setString(1, name);
            statement.execute();
        }
    }

    @Override
    public String now() {
        return "clock_timestamp()";
    }

    @Override
    public void setInstant(PreparedStatement statement, int index, @Nullable Instant instant) throws SQLException {
        if (instant == null) {
            statement.setNull(index, Types.TIMESTAMP_WITH_TIMEZONE);
        } else {
            statement.setObject(index, instant.atOffset(ZoneOffset.UTC));
        }
    }

    @Override
    public @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    @Override
    public boolean isDuplicate(SQLException failure) {
        return UNIQUE_VIOLATION.equals(failure.getSQLState());
    }
}
