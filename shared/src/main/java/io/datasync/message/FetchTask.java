package io.datasync.message;

import com.fasterxml.jackson.annotation.JsonIgnore;
import org.jspecify.annotations.Nullable;

/**
 * Asks a fetcher for one slice of an operation's rows, or, if the operation has no slices yet, to divide them: then whoever takes
 * the task says how in {@link OperationEvent.SlicesPlanned}, or reads all rows as one slice if that is as good.
 *
 * @param slice number of the slice, from 0; also its partition in the batch topic
 * @param slices number of slices of the operation; 0 if it is yet to be divided
 * @param range the slice's rows; null for all there are
 * @param snapshot the snapshot in the source that all slices are read in, as long as it is there; null for none
 */
public record FetchTask(
        Operation operation,
        int slice,
        int slices,
        @Nullable KeyRange range,
        @Nullable String snapshot) implements Message {
    /** Slices are partitions of a topic, and those are made for a task. */
    public static final int MOST_SLICES = 10_000;

    public FetchTask {
        if (slices < 0 || slices > MOST_SLICES || slice < 0 || slice >= Math.max(1, slices)) {
            throw new IllegalArgumentException(
                    "Slice " + slice + " of " + slices + ", which are at most " + MOST_SLICES);
        }
    }

    /** Asks for all rows in one slice. */
    public static FetchTask whole(Operation operation) {
        return new FetchTask(operation, 0, 1, null, null);
    }

    /** Asks for the rows to be divided first. */
    public static FetchTask undivided(Operation operation) {
        return new FetchTask(operation, 0, 0, null, null);
    }

    /** The same rows, as they are when they are read. */
    public FetchTask withoutSnapshot() {
        return new FetchTask(operation, slice, slices, range, null);
    }

    /** Whether the rows are yet to be divided. */
    @JsonIgnore
    public boolean isUndivided() {
        return slices == 0;
    }
}
