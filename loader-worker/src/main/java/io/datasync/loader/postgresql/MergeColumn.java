package io.datasync.loader.postgresql;

import io.datasync.loader.target.ColumnPair;
import io.datasync.loader.target.TargetColumn;
import io.datasync.loader.target.TargetType;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * A column that a statement moves.
 *
 * @param quoted its name, quoted
 * @param key whether it is one of the key columns
 * @param text whether its values are text
 */
record MergeColumn(String quoted, boolean key, boolean text) {

    static MergeColumn of(TargetColumn column, boolean key) {
        return new MergeColumn(Names.quoted(column.name()), key, column.type() instanceof TargetType.Text);
    }

    static List<MergeColumn> of(List<ColumnPair> pairs) {
        return pairs.stream().map(pair -> of(pair.target(), pair.key())).toList();
    }

    static List<MergeColumn> keys(List<MergeColumn> columns) {
        return columns.stream().filter(MergeColumn::key).toList();
    }

    static String names(List<MergeColumn> columns) {
        return join(columns, ", ", name -> name);
    }

    static String join(List<MergeColumn> columns, String separator, UnaryOperator<String> form) {
        return columns.stream().map(MergeColumn::quoted).map(form).collect(Collectors.joining(separator));
    }
}
