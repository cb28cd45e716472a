package io.datasync.fetcher;

import io.datasync.config.SourceConfig;
import io.datasync.config.TableConfig;
import io.datasync.config.UpdateType;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a fetcher is asked for.
 *
 * @param minimumDT lower bound, inclusive, of the rows' last change; null asks for all rows
 * @param now the time of the request, the same for all of its rows
 * @param slice number of the slice, from 0
 * @param slices number of slices that the rows are divided into, at least 1
 */
public record FetchRequest(
        TableConfig table,
        SourceConfig source,
        UpdateType updateType,
        @Nullable Instant minimumDT,
        Instant now,
        int slice,
        int slices) {

    public FetchRequest {
        if (slice < 0 || slice >= slices) {
            throw new IllegalArgumentException("Slice " + slice + " of " + slices);
        }
    }

    /** Refuses more than one slice, for a fetcher that cannot divide a table. */
    public void requireOneSlice() {
        if (slices != 1) {
            throw new DataSyncException(
                    ErrorCode.CONFIGURATION,
                    "The " + table.fetcher() + " fetcher reads a table in one slice, not in " + slices);
        }
    }
}
