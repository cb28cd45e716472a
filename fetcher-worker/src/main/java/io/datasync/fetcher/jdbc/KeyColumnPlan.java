package io.datasync.fetcher.jdbc;

import java.util.List;

/**
 * The key columns out of another plan's columns.
 *
 * @param names of the key columns, in upper or lower case
 */
public record KeyColumnPlan(ColumnPlan plan, List<String> names) implements ColumnPlan {
    public KeyColumnPlan {
        names = List.copyOf(names);
    }

    @Override
    public List<StreamedColumn> choose(List<SourceColumn> columns) {
        return plan.choose(columns).stream()
                .filter(column -> names.stream().anyMatch(column.column().name()::equalsIgnoreCase))
                .toList();
    }
}
