package io.datasync.fetcher.jdbc;

import io.datasync.config.SourceConfig;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A source that is asked one thing after the other in a read-only transaction, on PostgreSQL in one snapshot. All but
 * {@link #cancel} is called by one thread at a time.
 */
public final class SourceProbe implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SourceProbe.class);

    private final DataSource dataSource;
    private final SourceConfig source;
    private final SourceFailures failures;
    private final Object cancelLock = new Object();
    private @Nullable Connection connection;
    private @Nullable PreparedStatement running;
    private boolean cancelled;

    /** Nothing is connected yet. */
    public SourceProbe(DataSource dataSource, SourceConfig source) {
        this.dataSource = dataSource;
        this.source = source;
        this.failures = new SourceFailures(source);
    }

    /** Reads what there is to be known from a result. */
    @FunctionalInterface
    public interface Answer<T> {
        T read(ResultSet rows) throws SQLException;
    }

    /**
     * Asks, having connected if need be.
     *
     * @throws io.datasync.error.DataSyncException if the source does not answer or refuses; with {@code CANCELLED} after {@link #cancel}
     */
    public <T> T ask(SourceQuery question, Answer<T> answer) {
        Connection taken = connected();
        try (PreparedStatement statement = SourceSession.prepare(taken, source, question)) {
            begin(statement);
            try (ResultSet rows = statement.executeQuery()) {
                return answer.read(rows);
            } finally {
                end();
            }
        } catch (SQLException failure) {
            throw isCancelled() ? cancellation(failure) : failures.reading(failure);
        }
    }

    /** Asks for a single number or text. */
    String askOne(SourceQuery question) {
        return ask(question, rows -> {
            if (!rows.next()) {
                throw new SQLException("No answer to: " + question.sql());
            }
            return String.valueOf(rows.getString(1));
        });
    }

    private Connection connected() {
        Connection known = connection;
        if (known != null) {
            return known;
        }
        Connection taken = SourceSession.connect(dataSource, failures);
        connection = taken;
        try {
            if (SourceProduct.of(source) == SourceProduct.POSTGRESQL) {
                taken.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            }
            SourceSession.setUp(taken, source, null);
        } catch (SQLException failure) {
            throw failures.reading(failure);
        }
        return taken;
    }

    private void begin(PreparedStatement statement) {
        synchronized (cancelLock) {
            if (cancelled) {
                throw cancellation(null);
            }
            running = statement;
        }
    }

    private void end() {
        synchronized (cancelLock) {
            running = null;
        }
    }

    private boolean isCancelled() {
        synchronized (cancelLock) {
            return cancelled;
        }
    }

    private static DataSyncException cancellation(@Nullable SQLException failure) {
        return new DataSyncException(ErrorCode.CANCELLED, "Reading was cancelled", failure);
    }

    /** Makes a pending or following question fail. Under the lock, so that a late cancel cannot hit whoever gets the connection next. */
    public void cancel() {
        synchronized (cancelLock) {
            cancelled = true;
            PreparedStatement statement = running;
            if (statement != null) {
                try {
                    statement.cancel();
                } catch (SQLException failure) {
                    log.atWarn()
                            .addKeyValue("source", source.name())
                            .setCause(failure)
                            .log("A statement could not be cancelled");
                }
            }
        }
    }

    @Override
    public void close() {
        Connection taken = connection;
        connection = null;
        if (taken != null) {
            SourceSession.end(taken, null, source);
        }
    }
}
