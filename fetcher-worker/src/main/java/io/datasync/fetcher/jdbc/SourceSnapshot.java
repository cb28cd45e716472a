package io.datasync.fetcher.jdbc;

import io.datasync.config.SourceConfig;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A snapshot that several transactions read in: they all see the same rows, whatever is committed meanwhile. PostgreSQL's lives as
 * long as the transaction that exported it. Oracle's is a number (SCN) that any session may go back to, as long as the database
 * keeps what was changed since. Other products have none.
 *
 * @see <a href="https://www.postgresql.org/docs/current/functions-admin.html#FUNCTIONS-SNAPSHOT-SYNCHRONIZATION">Snapshot
 *     synchronization functions</a>
 * @see <a href="https://docs.oracle.com/en/database/oracle/oracle-database/19/arpls/DBMS_FLASHBACK.html">DBMS_FLASHBACK</a>
 */
final class SourceSnapshot {
    private static final SourceQuery POSTGRESQL = new SourceQuery("SELECT pg_export_snapshot()", List.of());
    private static final SourceQuery ORACLE =
            new SourceQuery("SELECT DBMS_FLASHBACK.GET_SYSTEM_CHANGE_NUMBER FROM DUAL", List.of());

    private static final Logger log = LoggerFactory.getLogger(SourceSnapshot.class);

    private SourceSnapshot() {}

    /** The question whose answer, in a transaction of repeatable reads, is the name to {@link #join} a snapshot by. */
    static Optional<SourceQuery> question(SourceProduct product) {
        return switch (product) {
            case POSTGRESQL -> Optional.of(POSTGRESQL);
            case ORACLE -> Optional.of(ORACLE);
            case SQLSERVER, DB2, OTHER -> Optional.empty();
        };
    }

    /** The snapshot that others can join; empty if the product has none, or refuses it. */
    static Optional<String> of(SourceProbe probe, SourceConfig source) {
        SourceProduct product = SourceProduct.of(source);
        try {
            return question(product).map(probe::askOne);
        } catch (DataSyncException refused) {
            if (product != SourceProduct.ORACLE || refused.code() != ErrorCode.SOURCE_QUERY) {
                throw refused;
            }
            log.atInfo()
                    .addKeyValue("source", source.name())
                    .addKeyValue("reason", refused.getMessage())
                    .log(
                            "There is no snapshot for the slices, each is read in its own; grant EXECUTE on DBMS_FLASHBACK");
            return Optional.empty();
        }
    }

    /**
     * Begins to read in the snapshot. If that is gone, it is a snapshot of its own: slices have no row in common and leave none
     * out then either, but may be of different times.
     */
    static void join(Connection connection, SourceConfig source, String snapshot) throws SQLException {
        SourceProduct product = SourceProduct.of(source);
        if (product == SourceProduct.POSTGRESQL) {
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        }
        try {
            if (product == SourceProduct.POSTGRESQL) {
                execute(connection, "SET TRANSACTION SNAPSHOT '" + snapshot.replace("'", "") + "'", null);
            } else if (product == SourceProduct.ORACLE) {
                execute(
                        connection,
                        "BEGIN DBMS_FLASHBACK.ENABLE_AT_SYSTEM_CHANGE_NUMBER(TO_NUMBER(?)); END;",
                        snapshot);
            }
        } catch (SQLException gone) {
            connection.rollback();
            log.atInfo()
                    .addKeyValue("source", source.name())
                    .addKeyValue("snapshot", snapshot)
                    .addKeyValue("reason", gone.getMessage())
                    .log("The snapshot of the slices is gone, this one is read in its own");
        }
    }

    /** Reads the present again, where that does not follow from the transaction's end; else the connection is of no use to others. */
    static void leave(Connection connection, SourceConfig source) {
        if (SourceProduct.of(source) != SourceProduct.ORACLE) {
            return;
        }
        try {
            execute(connection, "BEGIN DBMS_FLASHBACK.DISABLE; END;", null);
        } catch (SQLException failure) {
            abort(connection, failure);
        }
    }

    private static void abort(Connection connection, SQLException failure) {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException second) {
            failure.addSuppressed(second);
        }
        log.atWarn().setCause(failure).log("A connection could not leave a snapshot and is closed");
    }

    private static void execute(Connection connection, String sql, @Nullable String value) throws SQLException {
        if (value == null) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
        } else {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setString(1, value);
                statement.execute();
            }
        }
    }
}
