package io.datasync.message;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a slice stands.
 *
 * @param attempt current attempt, null before a fetcher took it up
 * @param formerAttempts earlier attempts, whose late events are passed over
 * @param restarted whether batches of an earlier attempt may have been loaded, so that rows may be there already
 * @param batches batches of the current attempt, by number
 * @param fetchedRows rows read from the source in the current attempt
 * @param rejectedRows rows the fetcher rejected in the current attempt
 * @param complete whether the whole slice is in batches
 * @param inFlight the load that was dispatched and has not reported, possibly one of an earlier attempt; null if none
 * @param inFlightRows rows of that load that have reached the destination
 * @param highWaterMark largest number of the cursor column in the complete slice; null if there is none
 */
public record SliceState(
        @Nullable String attempt,
        List<String> formerAttempts,
        boolean restarted,
        List<BatchState> batches,
        long fetchedRows,
        long rejectedRows,
        boolean complete,
        @Nullable InFlight inFlight,
        long inFlightRows,
        @Nullable Long highWaterMark) {

    public static final SliceState NEW = new SliceState(null, List.of(), false, List.of(), 0, 0, false, null, 0, null);

    public SliceState {
        formerAttempts = List.copyOf(formerAttempts);
        batches = List.copyOf(batches);
    }

    /** A batch and, once it is loaded, what became of its rows. */
    public record BatchState(BatchRef ref, @Nullable LoadCounts counts) {}

    /** A dispatched load. */
    public record InFlight(String attempt, int batch) {}

    /** What became of the rows of loaded batches, with those that the fetcher rejected. */
    @JsonIgnore
    public LoadCounts counts() {
        LoadCounts sum = new LoadCounts(0, 0, 0, 0, rejectedRows);
        for (BatchState batch : batches) {
            LoadCounts counts = batch.counts();
            sum = counts == null ? sum : sum.plus(counts);
        }
        return sum;
    }

    /** Rows of loaded batches and of the one that is being loaded. */
    @JsonIgnore
    public long loadingRows() {
        return counts().sum() + inFlightRows;
    }

    /** True once every batch of the complete slice is loaded. */
    @JsonIgnore
    public boolean isLoaded() {
        return complete && inFlight == null && batches.stream().allMatch(batch -> batch.counts() != null);
    }
}
