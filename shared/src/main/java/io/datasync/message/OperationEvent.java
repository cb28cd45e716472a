package io.datasync.message;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.datasync.config.RejectLimit;
import io.datasync.error.ErrorCode;
import io.datasync.rows.RowSchema;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What happened in an operation. Every process writes events; only the operation topology decides on them. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = OperationEvent.OperationOpened.class, name = "OperationOpened"),
    @JsonSubTypes.Type(value = OperationEvent.TaskRunning.class, name = "TaskRunning"),
    @JsonSubTypes.Type(value = OperationEvent.SlicesPlanned.class, name = "SlicesPlanned"),
    @JsonSubTypes.Type(value = OperationEvent.SliceStarted.class, name = "SliceStarted"),
    @JsonSubTypes.Type(value = OperationEvent.SliceProgressed.class, name = "SliceProgressed"),
    @JsonSubTypes.Type(value = OperationEvent.BatchFetched.class, name = "BatchFetched"),
    @JsonSubTypes.Type(value = OperationEvent.SliceFetched.class, name = "SliceFetched"),
    @JsonSubTypes.Type(value = OperationEvent.SliceFailed.class, name = "SliceFailed"),
    @JsonSubTypes.Type(value = OperationEvent.TargetChecked.class, name = "TargetChecked"),
    @JsonSubTypes.Type(value = OperationEvent.TargetPrepared.class, name = "TargetPrepared"),
    @JsonSubTypes.Type(value = OperationEvent.LoadProgressed.class, name = "LoadProgressed"),
    @JsonSubTypes.Type(value = OperationEvent.BatchLoaded.class, name = "BatchLoaded"),
    @JsonSubTypes.Type(value = OperationEvent.TargetFinished.class, name = "TargetFinished"),
    @JsonSubTypes.Type(value = OperationEvent.LoadFailed.class, name = "LoadFailed"),
    @JsonSubTypes.Type(value = OperationEvent.OperationAbandoned.class, name = "OperationAbandoned")
})
public sealed interface OperationEvent extends Message {

    String operationId();

    /** When it happened, by the clock of the process that says so. */
    Instant at();

    /**
     * The log row is written; fetch tasks follow.
     *
     * @param slices number of slices; 0 if the fetcher that takes the operation's task is to divide the rows
     * @param maxRejects rows the operation may reject and still succeed; 0 if there is a percentage
     * @param mergeable whether the table has key columns, so that a slice may be loaded again
     * @param replayOf operation whose batches are loaded again, null if rows are fetched
     * @param maxRejectsPercent what it may reject as a percentage of its rows; null if there is a number
     */
    record OperationOpened(
            Operation operation,
            Instant at,
            int slices,
            long maxRejects,
            boolean mergeable,
            @Nullable String replayOf,
            @Nullable BigDecimal maxRejectsPercent)
            implements OperationEvent {
        public OperationOpened {
            RejectLimit.require(maxRejects, maxRejectsPercent);
        }

        /** An operation with that limit. */
        public static OperationOpened of(
                Operation operation,
                Instant at,
                int slices,
                RejectLimit maxRejects,
                boolean mergeable,
                @Nullable String replayOf) {
            return new OperationOpened(
                    operation, at, slices, maxRejects.rows(), mergeable, replayOf, maxRejects.percent());
        }

        @JsonIgnore
        public RejectLimit rejectLimit() {
            return new RejectLimit(maxRejects, maxRejectsPercent);
        }

        @Override
        public String operationId() {
            return operation.operationId();
        }
    }

    /** A sign of life while nothing else can be told: a worker is busy with a task of the operation. */
    record TaskRunning(String operationId, Instant at) implements OperationEvent {}

    /**
     * The rows of an operation are divided; a fetch task a slice follows. Only the first division counts.
     *
     * @param ranges the slices by number, at least 2
     * @param snapshot the snapshot in the source that the slices can be read in for a while; null if there is none
     */
    record SlicesPlanned(
            String operationId,
            Instant at,
            List<KeyRange> ranges,
            @Nullable String snapshot) implements OperationEvent {
        public SlicesPlanned {
            ranges = List.copyOf(ranges);
        }
    }

    /**
     * A fetcher took the slice up; batches of the slice's earlier attempts that are not being loaded yet are void.
     *
     * @param slices number of slices that the fetcher knows of; 1 if it reads all rows of an operation that was not divided
     * @param attempt unique for ever
     */
    record SliceStarted(String operationId, Instant at, int slice, int slices, String attempt, RowSchema schema)
            implements OperationEvent {}

    /** A sign of life: rows fetched so far in this attempt. */
    record SliceProgressed(String operationId, Instant at, int slice, String attempt, long rows)
            implements OperationEvent {}

    /** All chunks of a batch are durable. */
    record BatchFetched(String operationId, Instant at, int slice, String attempt, BatchRef batch)
            implements OperationEvent {}

    /**
     * The slice's rows are all in batches.
     *
     * @param batches number of batches
     * @param rows rows read from the source: those in the batches and the rejected ones
     * @param rejected rows the fetcher rejected
     * @param highWaterMark largest number of the cursor column; null if the table has none, or no row
     */
    record SliceFetched(
            String operationId,
            Instant at,
            int slice,
            String attempt,
            int batches,
            long rows,
            long rejected,
            @Nullable Long highWaterMark)
            implements OperationEvent {}

    /**
     * The slice cannot be fetched, or the rows cannot be divided; retries are used up.
     *
     * @param slices number of slices that the fetcher knows of; 0 or 1 if it was to divide the rows
     */
    record SliceFailed(
            String operationId, Instant at, int slice, int slices, String attempt, ErrorCode code, String message)
            implements OperationEvent {}

    /** The destination table exists and fits the schema. */
    record TargetChecked(String operationId, Instant at) implements OperationEvent {}

    /** The destination is ready to be refilled by a Mass. */
    record TargetPrepared(String operationId, Instant at) implements OperationEvent {}

    /** A sign of life: rows of the batch that have reached the destination, not yet committed. */
    record LoadProgressed(String operationId, Instant at, int slice, String attempt, int batch, long rows)
            implements OperationEvent {}

    /** The batch is committed. */
    record BatchLoaded(String operationId, Instant at, int slice, String attempt, int batch, LoadCounts counts)
            implements OperationEvent {}

    /**
     * Indexes, swap, deletes and post-processor are done.
     *
     * @param deleted rows of the table that were deleted or marked, as the source no longer has them; null if nobody looked for
     *     them
     */
    record TargetFinished(
            String operationId, Instant at, @Nullable Long deleted) implements OperationEvent {
        /** The end of an operation that brought rows. */
        public TargetFinished(String operationId, Instant at) {
            this(operationId, at, null);
        }
    }

    /**
     * A load task failed for good.
     *
     * @param step simple name of the load task's type
     */
    record LoadFailed(String operationId, Instant at, String step, ErrorCode code, String message)
            implements OperationEvent {}

    /** The operation is given up from outside: cancelled, or without a sign of life. */
    record OperationAbandoned(String operationId, Instant at, ErrorCode code, String message)
            implements OperationEvent {}
}
