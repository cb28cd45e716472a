package io.datasync.loader.postgresql;

import io.datasync.config.TableConfig;
import io.datasync.database.SqlDialect;
import io.datasync.loader.target.TargetTable;
import io.datasync.message.Operation;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a table's indexes out of service for a Mass and puts them back. PostgreSQL cannot switch an index off, so it is
 * dropped, and its definition kept in the control schema; both happen in one transaction, or neither.
 *
 * <p>Left alone are the primary key, constraints, unique indexes, which guard the rows that come, and what a definition does
 * not tell: a place in another tablespace, being the table's replica identity or cluster order.
 */
final class Indexes {
    private static final Logger log = LoggerFactory.getLogger(Indexes.class);

    private static final String FIND = """
            SELECT i.relname, pg_catalog.pg_get_indexdef(i.oid)
              FROM pg_catalog.pg_index x
              JOIN pg_catalog.pg_class i ON i.oid = x.indexrelid
              JOIN pg_catalog.pg_class c ON c.oid = x.indrelid
              JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
             WHERE n.nspname = ? AND c.relname = ? AND i.relkind = 'i' AND i.reltablespace = 0
               AND x.indisvalid AND NOT x.indisunique AND NOT x.indisexclusion AND NOT x.indisreplident
               AND NOT x.indisclustered AND NOT i.relispartition
               AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint k WHERE k.conindid = i.oid)
             ORDER BY i.relname""";

    private final String schema;
    private final String disabled;

    /**
     * Indexes of tables in {@code schema}.
     *
     * @param disabled the quoted name of the control table that keeps their definitions
     */
    Indexes(String schema, String disabled) {
        this.schema = schema;
        this.disabled = disabled;
    }

    private record Index(String name, String definition) {}

    /** Drops the indexes; those of an earlier operation that are still out of service become this one's. */
    void disable(Connection connection, TableConfig table, Operation operation, TargetTable target)
            throws SQLException {
        Sql.execute(
                connection,
                "UPDATE " + disabled + " SET OperationId = ? WHERE TableName = ?",
                operation.operationId(),
                table.tableName());
        for (Index index : query(connection, FIND, target.schema(), target.name())) {
            Sql.execute(
                    connection,
                    "INSERT INTO " + disabled + " (TableName, IndexName, OperationId, Definition) VALUES (?, ?, ?, ?)"
                            + " ON CONFLICT (TableName, IndexName) DO UPDATE SET Definition = excluded.Definition",
                    table.tableName(),
                    index.name(),
                    operation.operationId(),
                    index.definition());
            Sql.execute(connection, "DROP INDEX " + quoted(index));
            log.atInfo()
                    .addKeyValue("table", table.tableName())
                    .addKeyValue("index", index.name())
                    .log("Index dropped until the Mass is loaded");
        }
    }

    /** Builds the indexes of the table that are out of service, whoever took them out. */
    void restore(Connection connection, TableConfig table) throws SQLException {
        restore(connection, table, "TableName = ?", table.tableName());
    }

    /** Builds the indexes of the table that this operation took out of service. */
    void restore(Connection connection, TableConfig table, Operation operation) throws SQLException {
        restore(connection, table, "TableName = ? AND OperationId = ?", table.tableName(), operation.operationId());
    }

    private void restore(Connection connection, TableConfig table, String condition, String... parameters)
            throws SQLException {
        String take = "DELETE FROM " + disabled + " WHERE " + condition + " RETURNING IndexName, Definition";
        for (Index index : query(connection, take, parameters)) {
            if (Sql.holds(connection, "to_regclass(?) IS NULL", quoted(index))) {
                Sql.execute(connection, index.definition());
            }
            log.atInfo()
                    .addKeyValue("table", table.tableName())
                    .addKeyValue("index", index.name())
                    .log("Index built again");
        }
    }

    private String quoted(Index index) {
        return SqlDialect.POSTGRESQL.quote(schema, index.name());
    }

    private static List<Index> query(Connection connection, String sql, String... parameters) throws SQLException {
        List<Index> indexes = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int index = 0; index < parameters.length; index++) {
                statement.setString(index + 1, parameters[index]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    indexes.add(new Index(rows.getString(1), rows.getString(2)));
                }
            }
        }
        return indexes;
    }
}
