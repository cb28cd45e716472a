package io.datasync.scheduler.log;

import io.datasync.message.LoadCounts;
import io.datasync.message.Operation;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A row of the DataUpdate log.
 *
 * @param replayOf operation whose batches were loaded again, null if rows were fetched
 * @param heartbeatAt last sign of life
 * @param endedAt null while the operation is open
 * @param records rows read from the source; {@link #OPEN} while open, {@link #UNKNOWN} if it was closed from outside
 * @param counts what became of the rows, null while open and if it was closed from outside
 * @param deleted rows that were deleted or marked, as the source no longer has them; null unless it looked for them and succeeded
 * @param errorCode name of an error code, null unless it failed
 * @param errorStep what was being done, where known
 */
public record LogEntry(
        Operation operation,
        @Nullable String replayOf,
        Instant heartbeatAt,
        @Nullable Instant endedAt,
        boolean successful,
        long records,
        @Nullable LoadCounts counts,
        @Nullable Long deleted,
        @Nullable String errorCode,
        @Nullable String errorStep,
        @Nullable String errorMessage) {

    /** Stands for the number of records of an open operation. */
    public static final long OPEN = -2;

    /** Stands for the number of records of an operation that was closed by someone who cannot know it. */
    public static final long UNKNOWN = -1;
}
