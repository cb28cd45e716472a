package io.datasync.loader.target;

import io.datasync.config.TableConfig;
import io.datasync.database.SqlDialect;
import io.datasync.rows.Column;
import io.datasync.rows.ColumnType;
import io.datasync.rows.RowSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

/**
 * Writes the CREATE TABLE of a missing destination table: the source's columns, the one that marks deleted
 * rows, the key columns as its primary key.
 */
public final class TableDdl {
    private final SqlDialect dialect;
    private final TypeNames types;
    private final UnaryOperator<String> names;

    /**
     * DDL of a database product.
     *
     * @param names how a configured or source name is written in a new table, such as in lower case
     */
    public TableDdl(SqlDialect dialect, TypeNames types, UnaryOperator<String> names) {
        this.dialect = dialect;
        this.types = types;
        this.names = names;
    }

    /** The type names of a database product. */
    @FunctionalInterface
    public interface TypeNames {
        /** The narrowest type that holds every value; a key column's must be one that an index takes. */
        String of(ColumnType type, boolean key);
    }

    public String create(String schemaName, TableConfig table, RowSchema schema) {
        List<String> lines = new ArrayList<>();
        for (Column column : schema.columns()) {
            boolean key = table.keyColumns().stream().anyMatch(name -> name.equalsIgnoreCase(column.name()));
            lines.add(quoted(column.name()) + " " + types.of(column.type(), key)
                    + (key || !column.nullable() ? " NOT NULL" : ""));
        }
        // In UTC, as the stamps of most sources are.
        table.deletes()
                .markColumn()
                .ifPresent(name -> lines.add(quoted(name) + " " + types.of(new ColumnType.Timestamp(6), false)));
        List<String> keys = table.keyColumns().stream()
                .map(name -> quoted(sourceName(schema, name)))
                .toList();
        if (!keys.isEmpty()) {
            lines.add("PRIMARY KEY (" + String.join(", ", keys) + ")");
        }
        return "CREATE TABLE " + dialect.quote(schemaName, names.apply(table.tableName())) + " (\n    "
                + String.join(",\n    ", lines) + "\n)";
    }

    private static String sourceName(RowSchema schema, String keyColumn) {
        OptionalInt index = schema.indexOf(keyColumn);
        return index.isPresent() ? schema.columns().get(index.getAsInt()).name() : keyColumn;
    }

    private String quoted(String name) {
        return dialect.quote(names.apply(name));
    }
}
