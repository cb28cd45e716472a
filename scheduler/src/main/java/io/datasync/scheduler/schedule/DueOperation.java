package io.datasync.scheduler.schedule;

import io.datasync.config.TableConfig;
import io.datasync.config.UpdateType;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A synchronisation that should be started.
 *
 * @param minimumDT lower bound of the fetch, in microseconds at the finest; null fetches everything
 * @param dueSince when it became due; null if there never was such a success, or if somebody asked for it by hand
 * @param highWaterMark largest number of the cursor column that was fetched before; null if the fetch does not go by it
 */
public record DueOperation(
        TableConfig table,
        UpdateType type,
        @Nullable Instant minimumDT,
        @Nullable Instant dueSince,
        @Nullable Long highWaterMark) {

    /** An operation that goes by time alone. */
    public DueOperation(TableConfig table, UpdateType type, @Nullable Instant minimumDT, @Nullable Instant dueSince) {
        this(table, type, minimumDT, dueSince, null);
    }
}
