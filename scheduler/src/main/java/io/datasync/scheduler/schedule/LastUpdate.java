package io.datasync.scheduler.schedule;

import io.datasync.config.UpdateType;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The last success of one table, source system and update type.
 *
 * @param id place in the order in which operations were opened, whatever the clocks said
 * @param startedAt start of that operation, or of the one it replays: its rows are at least as new as this moment
 * @param records rows it read from the source
 * @param highWaterMark largest number of the cursor column that was fetched until then; null if there is none
 */
public record LastUpdate(
        String tableName,
        String sourceSystem,
        UpdateType updateType,
        long id,
        String operationId,
        Instant startedAt,
        Instant endedAt,
        long records,
        @Nullable Long highWaterMark) {}
