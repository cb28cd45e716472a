package io.datasync.rows;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

/** The columns of a row, in order; names differ by more than their case. */
public record RowSchema(@JsonValue List<Column> columns) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public RowSchema {
        columns = List.copyOf(columns);
        Set<String> names = new HashSet<>();
        for (Column column : columns) {
            if (!names.add(column.name().toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException("Two columns are named " + column.name());
            }
        }
    }

    /** The position of the column of that name, whatever its case. */
    public OptionalInt indexOf(String name) {
        return IntStream.range(0, columns.size())
                .filter(index -> columns.get(index).name().equalsIgnoreCase(name))
                .findFirst();
    }
}
