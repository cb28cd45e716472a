package io.datasync.loader.target;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A destination table as its database describes it.
 *
 * @param name without schema, as the database writes it
 * @param uniqueKeys what makes its rows unique: primary key, unique constraints and unique indexes, as far as they are in
 *     force and cover all rows; each may be followed by those of partitions that it consists of
 */
public record TargetTable(String schema, String name, List<TargetColumn> columns, List<UniqueKey> uniqueKeys) {

    /**
     * Columns whose values are unique together.
     *
     * @param name name of the constraint or index
     */
    public record UniqueKey(String name, List<String> columns) {
        public UniqueKey {
            columns = List.copyOf(columns);
        }
    }

    public TargetTable {
        columns = List.copyOf(columns);
        uniqueKeys = List.copyOf(uniqueKeys);
    }

    /** The column of that name: the one that is written so, otherwise one that differs by its case only. */
    public Optional<TargetColumn> column(String columnName) {
        return columns.stream()
                .filter(column -> column.name().equals(columnName))
                .findFirst()
                .or(() -> columns.stream()
                        .filter(column -> column.name().equalsIgnoreCase(columnName))
                        .findFirst());
    }

    /** What makes exactly these columns unique, in whatever order. */
    public Optional<UniqueKey> uniqueKey(Collection<String> columnNames) {
        return uniqueKeys(columnNames).findFirst();
    }

    /** All that make exactly these columns unique, in the whole table or in a part of it. */
    public Stream<UniqueKey> uniqueKeys(Collection<String> columnNames) {
        Set<String> wanted = lowerCase(columnNames);
        return wanted.isEmpty()
                ? Stream.empty()
                : uniqueKeys.stream().filter(key -> lowerCase(key.columns()).equals(wanted));
    }

    private static Set<String> lowerCase(Collection<String> names) {
        return names.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
    }
}
