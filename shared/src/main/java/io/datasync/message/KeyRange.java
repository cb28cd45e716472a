package io.datasync.message;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a table's rows, in the order that the source gives its keys: those after one key, up to and including another.
 * Only the source compares keys, as it alone knows its collations; the texts of values mean nothing to others.
 *
 * <p>The ranges of a table go without gap or overlap from the first to the last. The last one, and it alone, also has the rows
 * with a NULL in a key column.
 *
 * @param columns columns of the key, the most significant first
 * @param after values of the key, by column, that all rows come after; null in the first range
 * @param upTo values of the last key that may be in it; null in the last range
 */
public record KeyRange(
        List<KeyColumn> columns,
        @Nullable List<String> after,
        @Nullable List<String> upTo) {

    public KeyRange {
        columns = List.copyOf(columns);
        after = after == null ? null : List.copyOf(after);
        upTo = upTo == null ? null : List.copyOf(upTo);
        if (columns.isEmpty()
                || (after != null && after.size() != columns.size())
                || (upTo != null && upTo.size() != columns.size())) {
            throw new IllegalArgumentException("A key range has a value for each of its columns");
        }
    }

    /**
     * The ranges that keys divide a table into, one more than there are keys; none if there is no key.
     *
     * @param lastKeys the last key of each range but the last one, in the source's order; repeated ones count once
     */
    public static List<KeyRange> between(List<KeyColumn> columns, List<List<String>> lastKeys) {
        List<List<String>> ends = lastKeys.stream().distinct().toList();
        List<KeyRange> ranges = new ArrayList<>();
        for (int number = 0; number <= ends.size() && !ends.isEmpty(); number++) {
            ranges.add(new KeyRange(
                    columns,
                    number == 0 ? null : ends.get(number - 1),
                    number == ends.size() ? null : ends.get(number)));
        }
        return ranges;
    }

    /**
     * A column of the key.
     *
     * @param name as the fetcher's query names it
     * @param type what the fetcher makes of the text of a value
     */
    public record KeyColumn(String name, String type) {}
}
