package io.datasync.loader.sqlserver;

import io.datasync.config.TableConfig;
import io.datasync.database.SqlDialect;
import io.datasync.message.Operation;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The shadow table of a Mass that swaps: it stands beside its table, takes the rows, and replaces that table's at the end. */
final class Swap {
    private static final Logger log = LoggerFactory.getLogger(Swap.class);

    private final Connection connection;
    private final Catalog catalog;
    private final SqlServerTable target;
    private final String shadow;

    /** The swap of an operation; nothing is done yet. */
    Swap(Connection connection, SqlServerTable target, Operation operation) {
        this.connection = connection;
        this.catalog = new Catalog(connection);
        this.target = target;
        this.shadow = shadowName(target.name(), operation);
    }

    /** The name of an operation's shadow table. */
    static String shadowName(String table, Operation operation) {
        return MassStatements.shadowName(table, operation.operationId());
    }

    /** Creates the shadow, unless it is there. */
    void createShadow() throws SQLException {
        if (catalog.table(target.schema(), shadow).isEmpty()) {
            execute(new MassStatements(target).createShadow(shadow));
        }
    }

    /**
     * Replaces the table's rows by the shadow's, in place: object id, grants and views stay. By SWITCH where the table allows
     * it, otherwise what differs is written, so that rows which others refer to may stay.
     */
    void putInPlace(TableConfig table) throws SQLException {
        MassStatements mass = new MassStatements(target.with(catalog.constraints(target)));
        if (!TableTrait.forbidSwitch(target.traits())) {
            execute(mass.completeShadow(shadow));
            execute(mass.switchIn(shadow));
            return;
        }
        log.atInfo()
                .addKeyValue("table", target.name())
                .addKeyValue("because", TableTrait.whyNoSwitch(target.traits()))
                .log("The shadow cannot be switched in, so its rows are copied");
        List<SqlServerColumn> keys = table.keyColumns().stream()
                .map(target::column)
                .flatMap(Optional::stream)
                .toList();
        if (keys.isEmpty()) {
            ForeignKeys.requireNoneThatActs(connection, target);
        }
        List<String> statements = keys.isEmpty() ? mass.copyIn(shadow) : mass.applyDifference(shadow, keys);
        boolean identity = target.columns().stream().anyMatch(SqlServerColumn::identity);
        try (Statement statement = connection.createStatement()) {
            IdentityInsert.run(statement, target, identity, () -> {
                for (String sql : statements) {
                    statement.execute(sql);
                }
                return statements;
            });
        }
    }

    /** Drops the shadow of an operation, if there is one. */
    static String drop(String schema, String table, Operation operation) {
        return "DROP TABLE IF EXISTS " + SqlDialect.SQLSERVER.quote(schema, shadowName(table, operation));
    }

    private void execute(List<String> statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
