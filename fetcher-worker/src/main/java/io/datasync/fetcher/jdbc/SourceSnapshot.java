package io.datasync.fetcher.jdbc;

import io.datasync.config.SourceConfig;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PostgreSQL's snapshot that several transactions read in: they all see the same rows, whatever is committed meanwhile. It lives
 * as long as the transaction that exported it.
 *
 * @see <a href="https://www.postgresql.org/docs/current/functions-admin.html#FUNCTIONS-SNAPSHOT-SYNCHRONIZATION">Snapshot
 *     synchronization functions</a>
 */
final class SourceSnapshot {
    /** Asked in a transaction of repeatable reads, gives the name to {@link #join} it by. */
    static final SourceQuery EXPORT = new SourceQuery("SELECT pg_export_snapshot()", List.of());

    private static final Logger log = LoggerFactory.getLogger(SourceSnapshot.class);

    private SourceSnapshot() {}

    /**
     * Begins a transaction in the snapshot. If that is gone, it is one in a snapshot of its own: slices have no row in common
     * and leave none out then either, but may be of different times.
     */
    static void join(Connection connection, SourceConfig source, String snapshot) throws SQLException {
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET TRANSACTION SNAPSHOT '" + snapshot.replace("'", "") + "'");
        } catch (SQLException gone) {
            connection.rollback();
            log.atInfo()
                    .addKeyValue("source", source.name())
                    .addKeyValue("snapshot", snapshot)
                    .addKeyValue("reason", gone.getMessage())
                    .log("The snapshot of the slices is gone, this one is read in its own");
        }
    }
}
