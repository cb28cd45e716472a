package io.datasync.loader.postgresql;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Statements in one line. */
final class Sql {
    private Sql() {}

    /** Runs a statement and returns the number of rows it wrote. */
    static long execute(Connection connection, String sql, Object... parameters) throws SQLException {
        if (parameters.length == 0) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
                return Math.max(0, statement.getLargeUpdateCount());
            }
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, parameters);
            return statement.executeLargeUpdate();
        }
    }

    /** The number in the one row and column of a query. */
    static long number(Connection connection, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, parameters);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    /** Whether the condition holds. */
    static boolean holds(Connection connection, String condition, Object... parameters) throws SQLException {
        return number(connection, "SELECT CASE WHEN " + condition + " THEN 1 ELSE 0 END", parameters) == 1;
    }

    /** A number as it is written, without a fraction that is 0, with which no index of an integer column would be used. */
    static String literal(BigDecimal number) {
        return number.stripTrailingZeros().toPlainString();
    }

    private static void bind(PreparedStatement statement, Object... parameters) throws SQLException {
        for (int index = 0; index < parameters.length; index++) {
            statement.setObject(index + 1, parameters[index]);
        }
    }
}
