package io.datasync.loader.sqlserver;

import io.datasync.config.DestinationConfig;
import io.datasync.config.MassSchedule;
import io.datasync.database.ControlSchema;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes indexes out of service and puts back those that it took out, and no others: an administrator may have disabled some.
 * Its list is written in the transaction that takes them out, with the statement that puts each one back, so that whoever
 * finds it can.
 *
 * <p>Foreign keys stay in force all the while: those that come to the table lean on its unique indexes, which are left alone.
 */
final class DisabledIndexes {
    private static final Logger log = LoggerFactory.getLogger(DisabledIndexes.class);

    /** How the statement begins that puts a dropped index back; a disabled one is altered. */
    private static final String CREATE = "CREATE ";

    private final Connection connection;
    private final String list;
    private final SqlServerTable table;

    DisabledIndexes(Connection connection, DestinationConfig config, SqlServerTable table) {
        this.connection = connection;
        this.list = ControlSchema.table(config, "DisabledIndex");
        this.table = table;
    }

    /** Takes the table's plain indexes out of service, and takes over those that an earlier operation never put back. */
    void takeOut(String tableName, String operationId, MassSchedule.Indexes way) throws SQLException {
        String takeOver = "UPDATE " + list + " SET OperationId = ? WHERE TableName = ?";
        String forget = "DELETE FROM " + list + " WHERE TableName = ? AND IndexName = ?";
        String insert = "INSERT INTO " + list + " (TableName, IndexName, OperationId, Definition) VALUES (?, ?, ?, ?)";
        execute(takeOver, operationId, tableName);
        MassStatements mass = new MassStatements(table);
        for (SqlServerIndex index : table.indexes()) {
            boolean drops = way == MassSchedule.Indexes.DROP_CREATE;
            if (drops ? index.mayBeDropped() : index.mayBeDisabled()) {
                // Somebody may have put an index back by hand that is listed still.
                execute(forget, tableName, index.name());
                execute(insert, tableName, index.name(), operationId, drops ? mass.create(index) : mass.rebuild(index));
                execute(drops ? mass.drop(index) : mass.disable(index));
                say(index.name(), drops ? "Index dropped until the Mass is loaded" : "Index disabled for the Mass");
            }
        }
    }

    /** Puts back what {@code operationId}, or any operation, took out of service on the table. */
    void restore(String tableName, Optional<String> operationId) throws SQLException {
        String where = " WHERE TableName = ?" + (operationId.isPresent() ? " AND OperationId = ?" : "");
        for (Map.Entry<String, String> index :
                listed(where, tableName, operationId).entrySet()) {
            String putBack = index.getValue();
            boolean there =
                    table.indexes().stream().anyMatch(present -> present.name().equals(index.getKey()));
            if (there != putBack.startsWith(CREATE)) {
                execute(putBack);
                say(index.getKey(), "Index built again");
            }
        }
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM " + list + where)) {
            bind(delete, tableName, operationId);
            delete.executeUpdate();
        }
    }

    private void execute(String sql, String... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int index = 0; index < parameters.length; index++) {
                statement.setString(index + 1, parameters[index]);
            }
            statement.execute();
        }
    }

    private void say(String index, String message) {
        log.atInfo()
                .addKeyValue("table", table.name())
                .addKeyValue("index", index)
                .log(message);
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
