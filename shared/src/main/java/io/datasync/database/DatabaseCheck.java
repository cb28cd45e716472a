package io.datasync.database;

import io.datasync.error.DataSyncException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.BiFunction;
import javax.sql.DataSource;

/** Looks whether a database answers. */
public final class DatabaseCheck {
    private static final int SECONDS = 5;

    private DatabaseCheck() {}

    /**
     * Takes a connection and has the driver test it.
     *
     * @throws DataSyncException that says whether the destination is not there or refuses the login
     */
    public static void destination(DataSource destination) {
        run(destination, "The destination does not answer", SqlFailure::destination);
    }

    /**
     * Takes a connection and has the driver test it.
     *
     * @throws DataSyncException that says whether the source is not there or refuses the login
     */
    public static void source(String name, DataSource source) {
        run(source, "Source " + name + " does not answer", SqlFailure::source);
    }

    private static void run(
            DataSource database, String problem, BiFunction<String, SQLException, DataSyncException> failure) {
        try (Connection connection = database.getConnection()) {
            if (!connection.isValid(SECONDS)) {
                throw failure.apply(problem, new SQLException("no answer in 5 s", "08006"));
            }
        } catch (SQLException refused) {
            throw failure.apply(problem, rootOf(refused));
        }
    }

    /** The pool wraps what the driver said in a time-out of its own. */
    private static SQLException rootOf(SQLException failure) {
        return failure.getCause() instanceof SQLException cause ? cause : failure;
    }
}
