package io.datasync.message;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A row, or a message, that was not processed.
 *
 * @param operationId operation of the row; null for a message that cannot be understood
 * @param at when it was rejected
 * @param tableName destination table of the row
 * @param column column whose value does not fit
 * @param reason limit and reason, without the value itself
 * @param row values by column name in their text form; for a message its topic, partition, offset and text, and
 *     for a task how often it was handed out
 * @param key values of the key columns by the destination's names; null where there are none
 */
public record Reject(
        @Nullable String operationId,
        Instant at,
        @Nullable String tableName,
        @Nullable String column,
        String reason,
        Map<String, @Nullable String> row,
        @Nullable Map<String, @Nullable String> key)
        implements Message {

    /** A row's key, found in its text form whatever the letters' case; null if a column of it is not there. */
    public static @Nullable Map<String, @Nullable String> keyOf(
            Map<String, @Nullable String> row, List<String> keyColumns) {
        Map<String, @Nullable String> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        values.putAll(row);
        if (keyColumns.isEmpty() || !values.keySet().containsAll(keyColumns)) {
            return null;
        }
        Map<String, @Nullable String> key = new LinkedHashMap<>();
        keyColumns.forEach(column -> key.put(column, values.get(column)));
        return key;
    }
}
