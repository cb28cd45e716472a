package io.datasync.database;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A data source that does not try a refused login again at once: a pool asks many times a minute, and servers lock an account
 * after a few refusals. The refusal is repeated without asking for a minute, then for twice as long after each further one, up to
 * an hour. A login that succeeds ends it.
 */
final class RefusedLogins implements DataSource {
    static final Duration FIRST_PAUSE = Duration.ofMinutes(1);
    static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    private final DataSource database;
    private final InstantSource clock;
    private @Nullable SQLException refusal;
    private Instant until = Instant.MIN;
    private Duration pause = FIRST_PAUSE;

    /** Connections of {@code database}. */
    RefusedLogins(DataSource database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public Connection getConnection() throws SQLException {
        return connect(database::getConnection);
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return connect(() -> database.getConnection(user, password));
    }

    private interface Login {
        Connection connect() throws SQLException;
    }

    private Connection connect(Login login) throws SQLException {
        repeatRefusal();
        try {
            Connection connection = login.connect();
            accepted();
            return connection;
        } catch (SQLException failure) {
            if (SqlFailure.of(failure) == SqlFailure.LOGIN) {
                refused(failure);
            }
            throw failure;
        }
    }

    private synchronized void repeatRefusal() throws SQLException {
        SQLException known = refusal;
        if (known != null && clock.instant().isBefore(until)) {
            throw new SQLException(
                    known.getMessage() + " (refused before; the login is tried again at " + until + ")",
                    known.getSQLState(),
                    known.getErrorCode(),
                    known);
        }
    }

    private synchronized void refused(SQLException failure) {
        Instant now = clock.instant();
        // Several connections that were tried at the same time are one refusal.
        if (!now.isBefore(until)) {
            pause = refusal == null ? FIRST_PAUSE : shorter(pause.multipliedBy(2), LONGEST_PAUSE);
            until = now.plus(pause);
        }
        refusal = failure;
    }

    private synchronized void accepted() {
        refusal = null;
        until = Instant.MIN;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    @Override
    public @Nullable PrintWriter getLogWriter() throws SQLException {
        return database.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        database.setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        database.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return database.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getGlobal();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return database.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return database.isWrapperFor(type);
    }
}
