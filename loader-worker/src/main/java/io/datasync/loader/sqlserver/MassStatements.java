package io.datasync.loader.sqlserver;

import static java.util.stream.Collectors.joining;

import io.datasync.database.SqlDialect;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Texts that empty a table, take its indexes out of service and back, and swap it for a shadow table. */
record MassStatements(SqlServerTable target) {
    private static final int MAX_NAME = 128;

    /** The name of an operation's shadow table. */
    static String shadowName(String table, String operationId) {
        String suffix = "_" + operationId;
        String start = table + "_shadow";
        return start.substring(0, Math.min(start.length(), MAX_NAME - suffix.length())) + suffix;
    }

    String hasRows() {
        return "SELECT COUNT(*) FROM (SELECT TOP 1 1 AS Present FROM " + target.quoted() + ") AS Sample";
    }

    /** Empties the table; row by row where it cannot be truncated. */
    String empty() {
        return (TableTrait.forbidTruncate(target.traits()) ? "DELETE FROM " : "TRUNCATE TABLE ") + target.quoted();
    }

    String disable(SqlServerIndex index) {
        return "ALTER INDEX " + SqlDialect.SQLSERVER.quote(index.name()) + " ON " + target.quoted() + " DISABLE";
    }

    String rebuild(SqlServerIndex index) {
        return "ALTER INDEX " + SqlDialect.SQLSERVER.quote(index.name()) + " ON " + target.quoted() + " REBUILD";
    }

    String drop(SqlServerIndex index) {
        return "DROP INDEX " + SqlDialect.SQLSERVER.quote(index.name()) + " ON " + target.quoted();
    }

    String create(SqlServerIndex index) {
        return create(index, target);
    }

    /**
     * Creates a table like the target, with the indexes that order its rows or keep them unique. One whose rows will be copied
     * has no stamps, as those are not copied.
     */
    List<String> createShadow(String name) {
        SqlServerTable shadow = target.named(name);
        boolean copied = TableTrait.forbidSwitch(target.traits());
        List<String> statements = new ArrayList<>();
        statements.add("CREATE TABLE " + shadow.quoted() + " (\n    "
                + target.columns().stream()
                        .filter(column -> !copied || !column.isStamp())
                        .map(SqlServerColumn::definition)
                        .collect(joining(",\n    "))
                + "\n)" + target.placement());
        indexes(true)
                .filter(index -> !copied || !hasStamp(index))
                .forEach(index -> statements.add(create(index, shadow)));
        return statements;
    }

    /** Makes the shadow alike in all that SWITCH compares. */
    List<String> completeShadow(String name) {
        SqlServerTable shadow = target.named(name);
        List<String> statements = new ArrayList<>();
        indexes(false).forEach(index -> statements.add(create(index, shadow)));
        target.constraints()
                .forEach(constraint ->
                        statements.add("ALTER TABLE " + shadow.quoted() + " WITH CHECK ADD " + constraint));
        return statements;
    }

    /** Puts the shadow in the target's place in one step; grants, views and the object id stay. */
    List<String> switchIn(String name) {
        String shadow = target.named(name).quoted();
        return List.of(
                "TRUNCATE TABLE " + target.quoted(),
                "ALTER TABLE " + shadow + " SWITCH TO " + target.quoted(),
                "DROP TABLE " + shadow);
    }

    /** The same effect where SWITCH is not to be had and no key tells which rows differ: all are copied. */
    List<String> copyIn(String name) {
        String shadow = target.named(name).quoted();
        String columns = written().stream().map(SqlServerColumn::quoted).collect(joining(", "));
        return List.of(
                "DELETE FROM " + target.quoted(),
                "INSERT INTO " + target.quoted() + " (" + columns + ")\nSELECT " + columns + "\n  FROM " + shadow,
                "DROP TABLE " + shadow);
    }

    /** The same effect where SWITCH is not to be had: only what differs from the shadow is written. */
    List<String> applyDifference(String name, List<SqlServerColumn> keys) {
        String shadow = target.named(name).quoted();
        UpsertStatements upsert = new UpsertStatements(target, written(), keys, Optional.empty(), shadow);
        List<String> statements = new ArrayList<>();
        statements.add(upsert.deleteOthers());
        if (upsert.hasUpdate()) {
            statements.add(upsert.update());
        }
        statements.add(upsert.insert());
        statements.add("DROP TABLE " + shadow);
        return statements;
    }

    private List<SqlServerColumn> written() {
        return target.columns().stream().filter(column -> !column.isGenerated()).toList();
    }

    private boolean hasStamp(SqlServerIndex index) {
        return target.columns().stream()
                .filter(SqlServerColumn::isStamp)
                .anyMatch(column -> index.included().contains(column.name())
                        || index.keys().stream().anyMatch(key -> key.column().equals(column.name())));
    }

    private Stream<SqlServerIndex> indexes(boolean early) {
        return target.indexes().stream()
                .filter(index -> !index.disabled() && early == (index.isClustered() || index.unique()));
    }

    private static String create(SqlServerIndex index, SqlServerTable table) {
        if (index.isColumnstore()) {
            return "CREATE " + index.kind() + " INDEX " + SqlDialect.SQLSERVER.quote(index.name()) + " ON "
                    + table.quoted() + (index.isClustered() ? "" : " (" + names(index.included()) + ")")
                    + where(index) + index.options();
        }
        String keys = index.keys().stream()
                .map(key -> SqlDialect.SQLSERVER.quote(key.column()) + (key.descending() ? " DESC" : ""))
                .collect(joining(", ", " (", ")"));
        if (index.constraint()) {
            return "ALTER TABLE " + table.quoted() + " ADD " + (index.primaryKey() ? "PRIMARY KEY " : "UNIQUE ")
                    + index.kind() + keys + index.options();
        }
        return "CREATE " + (index.unique() ? "UNIQUE " : "") + index.kind() + " INDEX "
                + SqlDialect.SQLSERVER.quote(index.name()) + " ON " + table.quoted() + keys
                + (index.included().isEmpty() ? "" : " INCLUDE (" + names(index.included()) + ")")
                + where(index) + index.options();
    }

    private static String where(SqlServerIndex index) {
        return index.filter().isEmpty() ? "" : " WHERE " + index.filter();
    }

    private static String names(List<String> columns) {
        return columns.stream().map(SqlDialect.SQLSERVER::quote).collect(joining(", "));
    }
}
