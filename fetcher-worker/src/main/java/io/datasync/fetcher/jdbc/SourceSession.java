package io.datasync.fetcher.jdbc;

import io.datasync.config.SourceConfig;
import io.datasync.database.ConnectionPools;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;
import org.postgresql.core.BaseConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection in a read-only transaction with one statement. All but {@link #cancel} is called by one thread.
 *
 * <p>PostgreSQL's and Oracle's session is set to UTC, so that a column with or without zone compares with the parameters as UTC.
 */
final class SourceSession implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SourceSession.class);

    /** The driver's own time-out and cancel come first; a dead socket is noticed a little later, or as long again. */
    private static final Duration SOCKET_GRACE = Duration.ofSeconds(15);

    /** Syntax error and "not supported", for a query such as SHOW and for products that only look like PostgreSQL. */
    private static final Set<String> NO_COPY = Set.of("42601", "0A000");

    private final DataSource dataSource;
    private final SourceConfig source;
    private final SourceQuery query;
    private final SourceFailures failures;
    private final Object cancelLock = new Object();
    private @Nullable Connection connection;
    private @Nullable PreparedStatement statement;
    private @Nullable SourceCursor cursor;
    private @Nullable SilenceWatch silence;
    private volatile boolean cancelled;

    /** Nothing is connected yet. */
    SourceSession(DataSource dataSource, SourceConfig source, SourceQuery query) {
        this.dataSource = dataSource;
        this.source = source;
        this.query = query;
        this.failures = new SourceFailures(source);
    }

    /** Connects, runs the session SQL and then the query; waits for its first rows. */
    SourceCursor start() {
        Connection taken = connect(dataSource, failures);
        connection = taken;
        try {
            setUp(taken, source, query.snapshot());
            PreparedStatement prepared = prepare(taken, source, query);
            synchronized (cancelLock) {
                statement = prepared;
                if (cancelled) {
                    throw failure(null);
                }
            }
            SourceCursor opened = open(taken, prepared);
            cursor = opened;
            return opened;
        } catch (SQLException failure) {
            throw failure(failure);
        }
    }

    private SourceCursor open(Connection taken, PreparedStatement prepared) throws SQLException {
        SourceProduct product = SourceProduct.of(source);
        if (product == SourceProduct.POSTGRESQL && taken.isWrapperFor(BaseConnection.class)) {
            BaseConnection postgres = taken.unwrap(BaseConnection.class);
            Optional<CopyQuery> copy = CopyQuery.of(query, prepared.getMetaData(), postgres);
            if (copy.isPresent()) {
                try {
                    return copy(copy.get(), postgres);
                } catch (SQLException failure) {
                    if (!NO_COPY.contains(String.valueOf(failure.getSQLState()))) {
                        throw failure;
                    }
                    endSilence();
                    taken.rollback();
                    setUp(taken, source, query.snapshot());
                }
            }
            log.atDebug().addKeyValue("source", source.name()).log("The query is read as a result set, not by COPY");
        }
        Runnable ending = product.readsToTheEnd() ? this::cancel : () -> {};
        return new ResultSetCursor(prepared.executeQuery(), product, ending);
    }

    private CopyCursor copy(CopyQuery copy, BaseConnection connection) throws SQLException {
        SilenceWatch watch = new SilenceWatch(connection, source.queryTimeout(), this::cancelQuery);
        silence = watch;
        watch.count();
        // Returns when the server has filled its first buffer with rows or has no more.
        CopyOut started = connection.getCopyAPI().copyOut(copy.sql());
        watch.count();
        return new CopyCursor(started, copy, watch);
    }

    /** What a failure while reading is: the cancel, if there was one. */
    DataSyncException failure(@Nullable SQLException failure) {
        return failure == null || isCancelled()
                ? new DataSyncException(ErrorCode.CANCELLED, "Reading was cancelled", failure)
                : failures.reading(failure);
    }

    /** Begins the transaction; nothing may have been asked on the connection before. */
    static void setUp(Connection connection, SourceConfig source, @Nullable String snapshot) throws SQLException {
        SourceProduct product = SourceProduct.of(source);
        if (product == SourceProduct.SQLSERVER) {
            SnapshotReads.begin(connection);
        }
        connection.setAutoCommit(false);
        connection.setReadOnly(true);
        try {
            Duration silence = ConnectionPools.socketTimeout(source.queryTimeout(), SOCKET_GRACE);
            connection.setNetworkTimeout(Runnable::run, (int) Math.min(Integer.MAX_VALUE, silence.toMillis()));
        } catch (SQLFeatureNotSupportedException optional) {
            log.atDebug().addKeyValue("source", source.name()).log("The driver has no network time-out");
        }
        if (snapshot != null) {
            SourceSnapshot.join(connection, source, snapshot);
        }
        try (Statement setting = connection.createStatement()) {
            for (String sql : product.sessionSql()) {
                setting.execute(sql);
            }
            for (String sql : source.sessionSql()) {
                setting.execute(sql);
            }
        }
    }

    static PreparedStatement prepare(Connection connection, SourceConfig source, SourceQuery query)
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

    boolean isCancelled() {
        return cancelled;
    }

    void cancel() {
        synchronized (cancelLock) {
            boolean isFirst = !cancelled;
            // Before the query fails for it, which another thread is waiting for.
            cancelled = true;
            if (isFirst) {
                cancelQuery();
            }
        }
    }

    /** Under the lock, so that a late cancel cannot hit whoever gets the connection next. */
    private void cancelQuery() {
        synchronized (cancelLock) {
            if (statement != null) {
                cancelStatement(statement);
            }
        }
    }

    /** PostgreSQL's driver ignores the cancel of a statement whose further rows are being fetched. */
    private void cancelStatement(Statement running) {
        try {
            if (SourceProduct.of(source) == SourceProduct.POSTGRESQL) {
                running.getConnection().unwrap(PGConnection.class).cancelQuery();
            } else {
                running.cancel();
            }
        } catch (SQLException failure) {
            log.atWarn()
                    .addKeyValue("source", source.name())
                    .setCause(failure)
                    .log("A statement could not be cancelled");
        }
    }

    /** Ends a query whose rows are not all read. */
    void abandon() {
        if (cursor == null) {
            return;
        }
        try {
            cursor.abandon();
        } catch (SQLException failure) {
            logClosing(source, failure);
        }
    }

    @Override
    public void close() {
        PreparedStatement ending;
        synchronized (cancelLock) {
            ending = statement;
            statement = null;
        }
        endSilence();
        Connection taken = connection;
        connection = null;
        if (taken != null) {
            if (query.snapshot() != null) {
                SourceSnapshot.leave(taken, source);
            }
            end(taken, ending, source);
        }
    }

    static Connection connect(DataSource dataSource, SourceFailures failures) {
        try {
            return dataSource.getConnection();
        } catch (SQLException failure) {
            throw failures.connecting(failure);
        }
    }

    /** Ends the transaction and closes both. */
    static void end(Connection connection, @Nullable PreparedStatement statement, SourceConfig source) {
        try (connection;
                statement) {
            if (!connection.isClosed()) {
                connection.rollback();
            }
        } catch (SQLException failure) {
            logClosing(source, failure);
        }
    }

    private void endSilence() {
        if (silence != null) {
            silence.close();
        }
    }

    /** Nothing is lost with it: a reading transaction has no effect, and a pool drops a broken connection. */
    private static void logClosing(SourceConfig source, SQLException failure) {
        log.atDebug().addKeyValue("source", source.name()).setCause(failure).log("A connection could not be closed");
    }
}
