package io.datasync.loader.sqlserver;

import java.sql.SQLException;
import java.sql.Statement;

/** Lets rows bring the values of an identity column. The setting belongs to the session, so it is always taken back. */
final class IdentityInsert {
    private IdentityInsert() {}

    /** Work on a table. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws SQLException;
    }

    /** Runs {@code work}, with the setting on {@code table} if it is needed. */
    static <T> T run(Statement statement, SqlServerTable table, boolean needed, Work<T> work) throws SQLException {
        if (!needed) {
            return work.run();
        }
        statement.execute(set(table, "ON"));
        T result;
        try {
            result = work.run();
        } catch (SQLException | RuntimeException failure) {
            switchOffAfter(failure, statement, table);
            throw failure;
        }
        statement.execute(set(table, "OFF"));
        return result;
    }

    private static void switchOffAfter(Exception failure, Statement statement, SqlServerTable table) {
        try {
            statement.execute(set(table, "OFF"));
        } catch (SQLException second) {
            failure.addSuppressed(second);
        }
    }

    private static String set(SqlServerTable table, String value) {
        return "SET IDENTITY_INSERT " + table.quoted() + " " + value;
    }
}
