package io.datasync.loader.postgresql;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;

/**
 * Lets one transaction at a time merge into a table, so that two of them never wait for each other's rows. Only DataSync
 * takes this lock; readers and other writers do not know it.
 */
final class TableLock {
    private final String schema;
    private final Duration lockTimeout;

    /**
     * Locks tables of a schema.
     *
     * @param lockTimeout what holds again after the wait for this lock, which only the statement time-out ends
     */
    TableLock(String schema, Duration lockTimeout) {
        this.schema = schema;
        this.lockTimeout = lockTimeout;
    }

    /** Waits for the lock and holds it until the end of the transaction. */
    void take(Connection connection, String table) throws SQLException {
        Sql.execute(connection, "SET LOCAL lock_timeout = 0");
        Sql.number(
                connection,
                "SELECT 1 FROM pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended(?, 0))",
                "DataSync " + schema + "." + table.toLowerCase(Locale.ROOT));
        Sql.execute(connection, "SET LOCAL lock_timeout = " + lockTimeout.toMillis());
    }
}
