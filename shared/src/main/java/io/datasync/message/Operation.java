package io.datasync.message;

import io.datasync.config.UpdateType;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One synchronisation of one destination table.
 *
 * @param operationId unique for ever; 1 to 100 letters, digits, hyphens, dots and underscores, as topics are named by it
 * @param minimumDT lower bound of an incremental fetch; null fetches everything
 * @param startedAt when it was opened in the DataUpdate log; for a replay, when the operation it repeats was opened: its
 *     rows are no newer
 * @param highWaterMark largest number of the table's cursor column that was fetched before, as an incremental fetch goes on from
 *     there; null if that is not known or does not count
 */
public record Operation(
        String operationId,
        String tableName,
        String sourceSystem,
        UpdateType updateType,
        @Nullable Instant minimumDT,
        Instant startedAt,
        @Nullable Long highWaterMark) {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,100}");

    public Operation {
        if (!ID.matcher(operationId).matches()) {
            throw new IllegalArgumentException("An operation's id names a topic: 1 to 100 letters, digits and hyphens");
        }
    }

    /** An operation that goes by time alone. */
    public Operation(
            String operationId,
            String tableName,
            String sourceSystem,
            UpdateType updateType,
            @Nullable Instant minimumDT,
            Instant startedAt) {
        this(operationId, tableName, sourceSystem, updateType, minimumDT, startedAt, null);
    }
}
