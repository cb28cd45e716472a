package io.datasync.message;

import java.time.Instant;
import java.util.Map;
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
 */
public record Reject(
        @Nullable String operationId,
        Instant at,
        @Nullable String tableName,
        @Nullable String column,
        String reason,
        Map<String, @Nullable String> row)
        implements Message {}
