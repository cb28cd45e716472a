package io.datasync.fetcher.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Reads of SQL Server under snapshot isolation: each query sees the rows as they were when it began, and neither waits for the
 * writers of the ERP nor makes them wait. Only a database that allows it has it.
 */
final class SnapshotReads {
    private static final String ALLOWED = """
            SELECT CAST(snapshot_isolation_state AS int)
              FROM sys.databases
             WHERE name = DB_NAME()""";

    private static final String BEGIN = "SET TRANSACTION ISOLATION LEVEL SNAPSHOT";

    private SnapshotReads() {}

    /** Whether the database of the connection allows them. */
    static boolean areAllowed(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(ALLOWED)) {
            return rows.next() && rows.getInt(1) == 1;
        }
    }

    /** Reads so from now on, if that is allowed; on a connection in which no transaction has begun. */
    static void begin(Connection connection) throws SQLException {
        if (areAllowed(connection)) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(BEGIN);
            }
        }
    }
}
