package io.datasync.message;

import io.datasync.config.UpdateType;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One synchronisation of one destination table.
 *
 * @param operationId unique for ever; letters, digits and hyphens
 * @param minimumDT lower bound of an incremental fetch; null fetches everything
 * @param startedAt when it was opened in the DataUpdate log; for a replay, when the operation it repeats was opened: its
 *     rows are no newer
 */
public record Operation(
        String operationId,
        String tableName,
        String sourceSystem,
        UpdateType updateType,
        @Nullable Instant minimumDT,
        Instant startedAt) {}
