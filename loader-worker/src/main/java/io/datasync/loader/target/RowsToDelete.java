package io.datasync.loader.target;

import java.util.List;
import java.util.Optional;

/**
 * Rows of a destination table that are to go.
 *
 * @param columns the destination's names of the columns that tell the rows apart
 * @param keys the values of these columns as {@link RowText} has them, in their order, for each row
 * @param lastOperation the operation of the table that was opened last when the rows were looked at; empty if there was none
 */
public record RowsToDelete(List<String> columns, List<List<String>> keys, Optional<String> lastOperation) {
    public RowsToDelete {
        columns = List.copyOf(columns);
        keys = keys.stream().map(List::copyOf).toList();
    }
}
