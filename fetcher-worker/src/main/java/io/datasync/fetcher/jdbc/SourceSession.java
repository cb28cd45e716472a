package io.datasync.fetcher.jdbc;

import io.datasync.config.SourceConfig;
import io.datasync.error.DataSyncException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection in a read-only transaction with one statement. All but {@link #cancel} is called by one thread.
 *
 * <p>PostgreSQL's session is set to UTC, so that a column without zone compares with the parameters as UTC.
 */
final class SourceSession implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SourceSession.class);

    /** The driver's own time-out and cancel come first; a dead socket is noticed a little later. */
    private static final Duration SOCKET_GRACE = Duration.ofSeconds(15);

    private final SourceConfig source;
    private final Connection connection;
    private final PreparedStatement statement;
    private final Object cancelLock = new Object();
    private boolean cancelled;
    private boolean closed;

    private SourceSession(SourceConfig source, Connection connection, PreparedStatement statement) {
        this.source = source;
        this.connection = connection;
        this.statement = statement;
    }

    /** Connects, runs the session SQL, and prepares the query with its parameters. */
    static SourceSession open(DataSource dataSource, SourceConfig source, SourceQuery query) {
        Connection connection;
        try {
            connection = dataSource.getConnection();
        } catch (SQLException failure) {
            throw new SourceFailures(source).connecting(failure);
        }
        try {
            setUp(connection, source);
            return new SourceSession(source, connection, prepare(connection, source, query));
        } catch (SQLException failure) {
            DataSyncException ours = new SourceFailures(source).reading(failure);
            closeQuietly(source, connection);
            throw ours;
        }
    }

    private static void setUp(Connection connection, SourceConfig source) throws SQLException {
        connection.setAutoCommit(false);
        connection.setReadOnly(true);
        try {
            Duration silence = source.queryTimeout().plus(SOCKET_GRACE);
            connection.setNetworkTimeout(Runnable::run, (int) Math.min(Integer.MAX_VALUE, silence.toMillis()));
        } catch (SQLFeatureNotSupportedException optional) {
            log.atDebug().addKeyValue("source", source.name()).log("The driver has no network time-out");
        }
        try (Statement setting = connection.createStatement()) {
            if (SourceProduct.of(source) == SourceProduct.POSTGRESQL) {
                setting.execute("SET TIME ZONE 'UTC'");
            }
            for (String sql : source.sessionSql()) {
                setting.execute(sql);
            }
        }
    }

    private static PreparedStatement prepare(Connection connection, SourceConfig source, SourceQuery query)
            throws SQLException {
        PreparedStatement statement =
                connection.prepareStatement(query.sql(), ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY);
        statement.setFetchSize(source.fetchSize());
        statement.setQueryTimeout((int)
                Math.max(1, Math.min(Integer.MAX_VALUE, source.queryTimeout().toSeconds())));
        for (int index = 0; index < query.parameters().size(); index++) {
            statement.setObject(index + 1, query.parameters().get(index));
        }
        return statement;
    }

    ResultSet execute() throws SQLException {
        return statement.executeQuery();
    }

    boolean isCancelled() {
        synchronized (cancelLock) {
            return cancelled;
        }
    }

    /** Under the lock, so that a late cancel cannot hit whoever gets the connection next. */
    void cancel() {
        synchronized (cancelLock) {
            if (closed || cancelled) {
                return;
            }
            cancelled = true;
            cancelStatement();
        }
    }

    private void cancelStatement() {
        try {
            statement.cancel();
        } catch (SQLException failure) {
            log.atWarn()
                    .addKeyValue("source", source.name())
                    .setCause(failure)
                    .log("A statement could not be cancelled");
        }
    }

    /** Other drivers than PostgreSQL's read a result to its end before they close it, unless it is cancelled. */
    void abandon() {
        if (SourceProduct.of(source) != SourceProduct.POSTGRESQL) {
            cancel();
        }
    }

    @Override
    public void close() {
        synchronized (cancelLock) {
            closed = true;
        }
        try (connection;
                statement) {
            if (!connection.isClosed()) {
                connection.rollback();
            }
        } catch (SQLException failure) {
            logClosing(source, failure);
        }
    }

    private static void closeQuietly(SourceConfig source, Connection connection) {
        try {
            connection.close();
        } catch (SQLException failure) {
            logClosing(source, failure);
        }
    }

    /** Nothing is lost with it: a reading transaction has no effect, and a pool drops a broken connection. */
    private static void logClosing(SourceConfig source, SQLException failure) {
        log.atDebug().addKeyValue("source", source.name()).setCause(failure).log("A connection could not be closed");
    }
}
