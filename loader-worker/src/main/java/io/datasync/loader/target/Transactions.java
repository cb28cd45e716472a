package io.datasync.loader.target;

import io.datasync.database.SqlFailure;
import io.datasync.error.DataSyncException;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Runs work in a transaction of its own: committed if it returns, rolled back if it throws. */
public final class Transactions {
    private final DataSource destination;

    /**
     * Takes connections from {@code destination}.
     *
     * @param destination gives connections with auto-commit off
     */
    public Transactions(DataSource destination) {
        this.destination = destination;
    }

    /** The work of one transaction. */
    @FunctionalInterface
    public interface Work<T> {
        T run(Connection connection) throws SQLException;
    }

    /**
     * Runs {@code work}.
     *
     * @param doing what is done, for messages, such as {@code Loading Lot}
     * @throws DataSyncException what {@code work} threw, or what its SQL error means, with that error as its cause
     */
    public <T> T run(String doing, Work<T> work) {
        try (Connection connection = destination.getConnection()) {
            return run(connection, work);
        } catch (SQLException failure) {
            throw SqlFailure.destination(doing, failure);
        }
    }

    private static <T> T run(Connection connection, Work<T> work) throws SQLException {
        try {
            T result = work.run(connection);
            connection.commit();
            return result;
        } catch (SQLException | RuntimeException | Error failure) {
            rollBackAfter(failure, connection);
            throw failure;
        }
    }

    private static void rollBackAfter(Throwable failure, Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException second) {
            failure.addSuppressed(second);
        }
    }
}
