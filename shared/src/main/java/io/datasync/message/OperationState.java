package io.datasync.message;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.datasync.error.ErrorCode;
import io.datasync.rows.RowSchema;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where an operation stands, as the topology last decided; the value of the operations topic.
 *
 * @param opened the event that began it
 * @param changedAt latest time of an event that counted, by its writer's clock
 * @param endedAt time of the final event, null while it is live
 * @param schema columns of the rows, as the first slice that was started named them; null before that
 * @param checkRequested whether CheckTarget was dispatched
 * @param checked whether the destination table fits
 * @param prepareRequested whether PrepareTarget was dispatched
 * @param prepared whether batches may be loaded as far as the destination is concerned
 * @param slices by number; none as long as the rows are not divided
 * @param error why it failed, null unless it did
 * @param deleted rows that were deleted or marked, as the source no longer has them; null unless it looked for them and has ended
 */
public record OperationState(
        OperationEvent.OperationOpened opened,
        Phase phase,
        Instant changedAt,
        @Nullable Instant endedAt,
        @Nullable RowSchema schema,
        boolean checkRequested,
        boolean checked,
        boolean prepareRequested,
        boolean prepared,
        List<SliceState> slices,
        @Nullable OperationError error,
        @Nullable Long deleted)
        implements Message {

    /** The states of the design's picture. */
    public enum Phase {
        OPEN,
        FETCHING,
        LOADING,
        FINISHING,
        SUCCEEDED,
        FAILED;

        public boolean isFinal() {
            return this == SUCCEEDED || this == FAILED;
        }
    }

    public OperationState {
        slices = List.copyOf(slices);
    }

    @JsonIgnore
    public Operation operation() {
        return opened.operation();
    }

    /** Rows read from the source so far. */
    @JsonIgnore
    public long fetched() {
        return slices.stream().mapToLong(SliceState::fetchedRows).sum();
    }

    /** What became of the rows so far, with those that the fetchers rejected. */
    @JsonIgnore
    public LoadCounts counts() {
        return slices.stream().map(SliceState::counts).reduce(LoadCounts.NONE, LoadCounts::plus);
    }

    /** Largest number of the cursor column that this operation or one before has fetched; null if none has. */
    @JsonIgnore
    public @Nullable Long highWaterMark() {
        return Stream.concat(
                        Stream.ofNullable(operation().highWaterMark()),
                        slices.stream().flatMap(slice -> Stream.ofNullable(slice.highWaterMark())))
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    /** Rows that have reached the destination, committed or not. */
    @JsonIgnore
    public long loading() {
        return slices.stream().mapToLong(SliceState::loadingRows).sum();
    }

    /** Why an operation failed, and at which step. */
    public record OperationError(ErrorCode code, String message, String step) {}
}
