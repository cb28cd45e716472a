package io.datasync.loader.sqlserver;

import io.datasync.config.DestinationConfig;
import io.datasync.database.ControlSchema;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Takes indexes out of service and puts back those that it took out, and no others: an administrator may have disabled some.
 * Its list is written in the transaction that takes them out, with the statement that puts each one back.
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

    /**
     * Takes the table's plain indexes out of service, and takes over those that an earlier operation never put back.
     */
    void disable(String tableName, String operationId) throws SQLException {
        MassStatements mass = new MassStatements(table);
        String takeOver = "UPDATE " + list + " SET OperationId = ? WHERE TableName = ?";
        String insert = "INSERT INTO " + list + " (TableName, IndexName, OperationId, Definition) VALUES (?, ?, ?, ?)";
        try (PreparedStatement taken = connection.prepareStatement(takeOver);
                PreparedStatement listed = connection.prepareStatement(insert);
                Statement statement = connection.createStatement()) {
            taken.setString(1, operationId);
            taken.setString(2, tableName);
            taken.executeUpdate();
            for (SqlServerIndex index : table.indexes()) {
                if (index.mayBeDisabled()) {
                    listed.setString(1, tableName);
                    listed.setString(2, index.name());
                    listed.setString(3, operationId);
                    listed.setString(4, mass.rebuild(index));
                    listed.executeUpdate();
                    statement.execute(mass.disable(index));
                }
            }
        }
    }

    /** Puts back what {@code operationId}, or any operation, took out of service on the table. */
    void restore(String tableName, Optional<String> operationId) throws SQLException {
        String where = " WHERE TableName = ?" + (operationId.isPresent() ? " AND OperationId = ?" : "");
        try (Statement statement = connection.createStatement()) {
            for (Map.Entry<String, String> index :
                    listed(where, tableName, operationId).entrySet()) {
                if (table.indexes().stream().anyMatch(present -> present.name().equals(index.getKey()))) {
                    statement.execute(index.getValue());
                }
            }
        }
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM " + list + where)) {
            bind(delete, tableName, operationId);
            delete.executeUpdate();
        }
    }

    /** Statements that put indexes back, by index name. */
    private Map<String, String> listed(String where, String tableName, Optional<String> operationId)
            throws SQLException {
        Map<String, String> statements = new LinkedHashMap<>();
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT IndexName, Definition FROM " + list + where + " ORDER BY IndexName")) {
            bind(select, tableName, operationId);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    statements.put(rows.getString(1), rows.getString(2));
                }
            }
        }
        return statements;
    }

    private static void bind(PreparedStatement statement, String tableName, Optional<String> operationId)
            throws SQLException {
        statement.setString(1, tableName);
        if (operationId.isPresent()) {
            statement.setString(2, operationId.get());
        }
    }
}
