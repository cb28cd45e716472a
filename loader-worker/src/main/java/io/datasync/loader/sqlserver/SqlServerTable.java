package io.datasync.loader.sqlserver;

import io.datasync.database.SqlDialect;
import io.datasync.loader.target.TargetColumn;
import io.datasync.loader.target.TargetTable;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A destination table as the catalog describes it.
 *
 * @param constraints check and foreign key constraints as ALTER TABLE … ADD writes them, without a name
 * @param traits what decides how its rows can be replaced
 * @param placement the end of a CREATE TABLE that puts a table where this one lies: filegroups, compression; may be empty
 */
record SqlServerTable(
        String schema,
        String name,
        List<SqlServerColumn> columns,
        List<SqlServerIndex> indexes,
        List<String> constraints,
        Set<TableTrait> traits,
        String placement) {

    SqlServerTable {
        columns = List.copyOf(columns);
        indexes = List.copyOf(indexes);
        constraints = List.copyOf(constraints);
        traits = Set.copyOf(traits);
    }

    /** A table that lies where tables lie by default. */
    SqlServerTable(
            String schema,
            String name,
            List<SqlServerColumn> columns,
            List<SqlServerIndex> indexes,
            List<String> constraints,
            Set<TableTrait> traits) {
        this(schema, name, columns, indexes, constraints, traits, "");
    }

    String quoted() {
        return SqlDialect.SQLSERVER.quote(schema, name);
    }

    /** The column of that name: the one that is written so, otherwise one that differs by its case only. */
    Optional<SqlServerColumn> column(String columnName) {
        return columns.stream()
                .filter(column -> column.name().equals(columnName))
                .findFirst()
                .or(() -> columns.stream()
                        .filter(column -> column.name().equalsIgnoreCase(columnName))
                        .findFirst());
    }

    /** Whether a column shows all sparse ones as XML; bulk copy cannot tell those apart then. */
    boolean hasColumnSet() {
        return columns.stream().anyMatch(column -> column.kind() == SqlServerColumn.Kind.COLUMN_SET);
    }

    /** The same table with these constraints. */
    SqlServerTable with(List<String> others) {
        return new SqlServerTable(schema, name, columns, indexes, others, traits, placement);
    }

    /** The table as all destinations see one. */
    TargetTable target() {
        List<TargetColumn> targets = columns.stream()
                .map(column -> new TargetColumn(
                        column.name(),
                        SqlServerTypes.target(column.type()),
                        column.type().declaration(),
                        column.nullable(),
                        column.defaultValue() != null || column.identity(),
                        column.identity(),
                        column.isGenerated()))
                .toList();
        List<TargetTable.UniqueKey> unique = indexes.stream()
                .filter(index ->
                        index.unique() && !index.disabled() && index.filter().isEmpty())
                .map(index -> new TargetTable.UniqueKey(
                        index.name(),
                        index.keys().stream().map(SqlServerIndex.Key::column).toList()))
                .toList();
        return new TargetTable(schema, name, targets, unique);
    }

    /** The same columns, indexes and constraints under another name. */
    SqlServerTable named(String other) {
        return new SqlServerTable(schema, other, columns, indexes, constraints, Set.of(), placement);
    }
}
