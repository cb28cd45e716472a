package io.datasync.scheduler.topology;

import io.datasync.message.BatchRef;
import io.datasync.message.LoadCounts;
import io.datasync.message.SliceState;
import io.datasync.message.SliceState.BatchState;
import io.datasync.message.SliceState.InFlight;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A slice's state while an event is applied to it. */
final class SliceDraft {
    private final List<String> formerAttempts;
    private final List<BatchState> batches;
    private @Nullable String attempt;
    private boolean restarted;
    private long fetchedRows;
    private long rejectedRows;
    private boolean complete;
    private @Nullable InFlight inFlight;
    private long inFlightRows;
    private @Nullable Long highWaterMark;

    SliceDraft(SliceState state) {
        formerAttempts = new ArrayList<>(state.formerAttempts());
        batches = new ArrayList<>(state.batches());
        attempt = state.attempt();
        restarted = state.restarted();
        fetchedRows = state.fetchedRows();
        rejectedRows = state.rejectedRows();
        complete = state.complete();
        inFlight = state.inFlight();
        inFlightRows = state.inFlightRows();
        highWaterMark = state.highWaterMark();
    }

    SliceState state() {
        return new SliceState(
                attempt,
                formerAttempts,
                restarted,
                batches,
                fetchedRows,
                rejectedRows,
                complete,
                inFlight,
                inFlightRows,
                highWaterMark);
    }

    boolean isComplete() {
        return complete;
    }

    boolean isRestarted() {
        return restarted;
    }

    boolean isCurrent(String other) {
        return other.equals(attempt);
    }

    boolean isFormer(String other) {
        return formerAttempts.contains(other);
    }

    boolean knows(String other) {
        return isCurrent(other) || isFormer(other);
    }

    boolean isInFlight(String ofAttempt, int batch) {
        return new InFlight(ofAttempt, batch).equals(inFlight);
    }

    int batches() {
        return batches.size();
    }

    long batchRows() {
        return batches.stream().mapToLong(batch -> batch.ref().rows()).sum();
    }

    /** Rows read from the source so far in the current attempt. */
    long fetched() {
        return fetchedRows;
    }

    /** Rows rejected in the current attempt, by the fetcher and by the loaders. */
    long rejected() {
        long sum = rejectedRows;
        for (BatchState batch : batches) {
            LoadCounts counts = batch.counts();
            sum += counts == null ? 0 : counts.rejected();
        }
        return sum;
    }

    boolean isLoaded() {
        return complete && inFlight == null && nextBatch() == null;
    }

    /** An attempt whose events are to be passed over from the start. */
    void refuse(String other) {
        formerAttempts.add(other);
    }

    /** Ends the current attempt; what it fetched is void, but what was dispatched of it may be in the destination. */
    void abandon() {
        restarted |= inFlight != null || batches.stream().anyMatch(batch -> batch.counts() != null);
        if (attempt != null) {
            formerAttempts.add(attempt);
        }
        attempt = null;
        batches.clear();
        fetchedRows = 0;
        rejectedRows = 0;
    }

    /** A new attempt in place of the current one. */
    void start(String newAttempt) {
        abandon();
        attempt = newAttempt;
    }

    void progress(long rows) {
        fetchedRows = rows;
    }

    void append(BatchRef batch) {
        batches.add(new BatchState(batch, null));
        fetchedRows = Math.max(fetchedRows, batchRows());
    }

    void complete(long rows, long rejected, @Nullable Long largestNumber) {
        highWaterMark = largestNumber;
        complete = true;
        fetchedRows = rows;
        rejectedRows = rejected;
    }

    /** The first batch that is not loaded, null if there is none at present. */
    @Nullable
    BatchRef nextBatch() {
        for (BatchState batch : batches) {
            if (batch.counts() == null) {
                return batch.ref();
            }
        }
        return null;
    }

    /** The batch to be dispatched now, marked as dispatched; null while another one is in flight. */
    @Nullable
    BatchRef dispatch() {
        BatchRef next = inFlight == null ? nextBatch() : null;
        if (next != null && attempt != null) {
            inFlight = new InFlight(attempt, next.batch());
        }
        return next;
    }

    @Nullable
    String attempt() {
        return attempt;
    }

    boolean loadProgressed(String ofAttempt, int batch, long rows) {
        if (!isInFlight(ofAttempt, batch)) {
            return false;
        }
        inFlightRows = rows;
        return true;
    }

    /** The load in flight has reported. */
    void landed() {
        inFlight = null;
        inFlightRows = 0;
    }

    /** Enters what became of a batch of the current attempt; returns its number of rows. */
    long loaded(int batch, LoadCounts counts) {
        BatchRef ref = batches.get(batch).ref();
        batches.set(batch, new BatchState(ref, counts));
        return ref.rows();
    }
}
