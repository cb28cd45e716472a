package io.datasync.loader.sqlserver;

import io.datasync.config.DestinationConfig;
import io.datasync.database.ControlSchema;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Takes indexes out of service and puts back those that it took out, and no others: an administrator may have disabled some.
 * Its list is written in the transaction that disables them.
 */
final class DisabledIndexes {
    private final Connection connection;
    private final String list;
    private final SqlServerTable table;

    DisabledIndexes(Connection connection, DestinationConfig config, SqlServerTable table) {
        this.connection = connection;
        this.list = ControlSchema.table(config, "DisabledIndex");
        this.table = table;
    }

    void disable(String tableName, String operationId) throws SQLException {
        MassStatements mass = new MassStatements(table);
        String insert = "INSERT INTO " + list + " (TableName, IndexName, OperationId, Definition) VALUES (?, ?, ?, ?)";
        try (PreparedStatement listed = connection.prepareStatement(insert);
                Statement statement = connection.createStatement()) {
            for (SqlServerIndex index : table.indexes()) {
                if (index.mayBeDisabled()) {
                    listed.setString(1, tableName);
                    listed.setString(2, index.name());
                    listed.setString(3, operationId);
                    listed.setString(4, mass.rebuild(index.name()));
                    listed.executeUpdate();
                    statement.execute(mass.disable(index));
                }
            }
        }
    }

    /** Rebuilds what {@code operationId}, or any operation, disabled on the table. */
    void rebuild(String tableName, Optional<String> operationId) throws SQLException {
        String where = " WHERE TableName = ?" + (operationId.isPresent() ? " AND OperationId = ?" : "");
        MassStatements mass = new MassStatements(table);
        try (Statement statement = connection.createStatement()) {
            for (String index : listed(where, tableName, operationId)) {
                if (table.indexes().stream().anyMatch(present -> present.name().equals(index))) {
                    statement.execute(mass.rebuild(index));
                }
            }
        }
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM " + list + where)) {
            bind(delete, tableName, operationId);
            delete.executeUpdate();
        }
    }

    private List<String> listed(String where, String tableName, Optional<String> operationId) throws SQLException {
        List<String> names = new ArrayList<>();
        try (PreparedStatement select =
                connection.prepareStatement("SELECT IndexName FROM " + list + where + " ORDER BY IndexName")) {
            bind(select, tableName, operationId);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    names.add(rows.getString(1));
                }
            }
        }
        return names;
    }

    private static void bind(PreparedStatement statement, String tableName, Optional<String> operationId)
            throws SQLException {
        statement.setString(1, tableName);
        if (operationId.isPresent()) {
            statement.setString(2, operationId.get());
        }
    }
}
