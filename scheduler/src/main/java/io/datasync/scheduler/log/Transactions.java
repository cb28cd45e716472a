package io.datasync.scheduler.log;

import io.datasync.database.SqlFailure;
import io.datasync.error.DataSyncException;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Transactions on connections whose auto-commit is off. */
final class Transactions {
    private final DataSource dataSource;

    Transactions(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** What is done in a transaction. */
    interface Work<T> {
        T run(Connection connection) throws SQLException;
    }

    /**
     * Commits what {@code work} does, or nothing of it if it fails.
     *
     * @param doing what the message of a failure begins with
     * @throws DataSyncException if the database fails
     */
    <T> T run(String doing, Work<T> work) {
        try (Connection connection = dataSource.getConnection()) {
            try {
                T result = work.run(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException failure) {
                rollBackAfter(failure, connection);
                throw failure;
            }
        } catch (SQLException failure) {
            throw SqlFailure.destination(doing, failure);
        }
    }

    private static void rollBackAfter(Exception failure, Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException second) {
            failure.addSuppressed(second);
        }
    }
}
