package io.datasync.loader.postgresql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;

/**
 * Keeps the work of transactions on a table apart. Merges of different slices of an operation bring different keys, so they
 * go side by side, each slice's one after the other; all other work has the table alone. Only DataSync takes these locks;
 * readers and other writers do not know them.
 */
final class TableLock {
    private static final String ALONE = "SELECT pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended(?, 0))";
    private static final String SHARED =
            "SELECT pg_catalog.pg_advisory_xact_lock_shared(pg_catalog.hashtextextended(?, 0))";

    private final String schema;
    private final String waitForever;
    private final String waitAsBefore;

    /**
     * Locks tables of a schema.
     *
     * @param lockTimeout what holds again after the wait for these locks, which only the statement time-out ends
     */
    TableLock(String schema, Duration lockTimeout) {
        this.schema = schema;
        this.waitForever = "SET LOCAL lock_timeout = 0; ";
        this.waitAsBefore = "; SET LOCAL lock_timeout = " + lockTimeout.toMillis();
    }

    /** Waits until no other transaction works on the table; others wait from now on until the end of this one. */
    void take(Connection connection, String table) throws SQLException {
        execute(connection, waitForever + ALONE + waitAsBefore, name(table));
    }

    /** Waits until nobody has the table alone and nobody merges this slice; holds both until the end of the transaction. */
    void takeSlice(Connection connection, String table, int slice) throws SQLException {
        execute(
                connection,
                waitForever + SHARED + "; " + ALONE + waitAsBefore,
                name(table),
                name(table) + " slice " + slice);
    }

    private String name(String table) {
        return "DataSync " + schema + "." + table.toLowerCase(Locale.ROOT);
    }

    private static void execute(Connection connection, String statements, String... names) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(statements)) {
            for (int index = 0; index < names.length; index++) {
                statement.setString(index + 1, names[index]);
            }
            statement.execute();
        }
    }
}
