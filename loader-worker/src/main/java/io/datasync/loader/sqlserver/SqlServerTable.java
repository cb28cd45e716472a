package io.datasync.loader.sqlserver;

import io.datasync.database.SqlDialect;
import io.datasync.loader.target.TargetColumn;
import io.datasync.loader.target.TargetTable;
import java.util.List;
import java.util.Optional;

/**
 * A destination table as the catalog describes it.
 *
 * @param constraints check and foreign key constraints as ALTER TABLE … ADD writes them, without a name
 * @param referenced whether a foreign key or an indexed view leans on it, so that it cannot be truncated
 */
record SqlServerTable(
        String schema,
        String name,
        List<SqlServerColumn> columns,
        List<SqlServerIndex> indexes,
        List<String> constraints,
        boolean referenced) {

    SqlServerTable {
        columns = List.copyOf(columns);
        indexes = List.copyOf(indexes);
        constraints = List.copyOf(constraints);
    }

    String quoted() {
        return SqlDialect.SQLSERVER.quote(schema, name);
    }

    /** The column of that name, whatever its case. */
    Optional<SqlServerColumn> column(String columnName) {
        return columns.stream()
                .filter(column -> column.name().equalsIgnoreCase(columnName))
                .findFirst();
    }

    /** Whether it has no index at all, so that parallel bulk copies may share its table lock. */
    boolean isBareHeap() {
        return indexes.isEmpty();
    }

    /** The same table with these constraints. */
    SqlServerTable with(List<String> others) {
        return new SqlServerTable(schema, name, columns, indexes, others, referenced);
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
        return new SqlServerTable(schema, other, columns, indexes, constraints, false);
    }
}
