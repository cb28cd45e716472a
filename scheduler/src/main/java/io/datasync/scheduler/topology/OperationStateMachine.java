package io.datasync.scheduler.topology;

import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.message.BatchRef;
import io.datasync.message.FetchTask;
import io.datasync.message.LoadCounts;
import io.datasync.message.OperationEvent;
import io.datasync.message.OperationEvent.BatchFetched;
import io.datasync.message.OperationEvent.BatchLoaded;
import io.datasync.message.OperationEvent.LoadFailed;
import io.datasync.message.OperationEvent.LoadProgressed;
import io.datasync.message.OperationEvent.OperationAbandoned;
import io.datasync.message.OperationEvent.OperationOpened;
import io.datasync.message.OperationEvent.SliceFailed;
import io.datasync.message.OperationEvent.SliceFetched;
import io.datasync.message.OperationEvent.SliceProgressed;
import io.datasync.message.OperationEvent.SliceStarted;
import io.datasync.message.OperationEvent.SlicesPlanned;
import io.datasync.message.OperationEvent.TargetChecked;
import io.datasync.message.OperationEvent.TargetFinished;
import io.datasync.message.OperationEvent.TargetPrepared;
import io.datasync.message.OperationEvent.TaskRunning;
import io.datasync.message.OperationState;
import io.datasync.message.OperationState.Phase;
import org.jspecify.annotations.Nullable;

/**
 * The life of an operation as a pure function: state and event in, state and load tasks out.
 *
 * <ul>
 *   <li>An event that repeats what is known, that comes from a former attempt, or that comes after the end, changes
 *       nothing. Events of an unknown operation are passed over, unless they open it.
 *   <li>The first fetcher that says how an operation's rows are divided is the one that counts.
 *   <li>The newest attempt of a slice is the only one whose batches count. A load of a former attempt is waited for
 *       before the slice's next one is dispatched, so that old rows never overwrite newer ones.
 *   <li>The phase is {@code OPEN} until a slice is started, {@code FETCHING} until the first batch is dispatched,
 *       {@code LOADING} until all batches of all slices are loaded, {@code FINISHING} until the destination is finished.
 *       It never goes back.
 *   <li>A failure ends the operation at once; {@code CleanTarget} follows if the destination may have been touched.
 * </ul>
 */
public final class OperationStateMachine {
    private OperationStateMachine() {}

    /**
     * Applies an event.
     *
     * @param state the operation's state; null if the operation is unknown
     * @throws DataSyncException with {@link ErrorCode#MALFORMED_MESSAGE} if the event cannot be meant
     */
    public static Decision apply(@Nullable OperationState state, OperationEvent event) {
        if (state == null) {
            return event instanceof OperationOpened opened ? open(opened) : Decision.nothing(null);
        }
        if (state.phase().isFinal()) {
            return Decision.nothing(state);
        }
        OperationDraft draft = new OperationDraft(state);
        if (!counts(draft, event)) {
            return Decision.nothing(state);
        }
        return draft.decide(event.at());
    }

    private static Decision open(OperationOpened opened) {
        requireSlices(0, opened.slices());
        return new OperationDraft(opened).decide(opened.at());
    }

    private static void requireSlices(int least, int slices) {
        if (slices < least || slices > FetchTask.MOST_SLICES) {
            throw new DataSyncException(
                    ErrorCode.MALFORMED_MESSAGE,
                    "An operation has " + least + " to " + FetchTask.MOST_SLICES + " slices here, not " + slices);
        }
    }

    /** Enters the event; false if it changes nothing. */
    private static boolean counts(OperationDraft draft, OperationEvent event) {
        if (event instanceof OperationOpened) {
            return false;
        } else if (event instanceof TaskRunning) {
            return true;
        } else if (event instanceof SlicesPlanned planned) {
            return slicesPlanned(draft, planned);
        } else if (event instanceof SliceStarted started) {
            return sliceStarted(draft, started);
        } else if (event instanceof SliceProgressed progressed) {
            return sliceProgressed(draft, progressed);
        } else if (event instanceof BatchFetched fetched) {
            return batchFetched(draft, fetched);
        } else if (event instanceof SliceFetched fetched) {
            return sliceFetched(draft, fetched);
        } else if (event instanceof SliceFailed failed) {
            return sliceFailed(draft, failed);
        } else if (event instanceof TargetChecked) {
            return draft.targetChecked();
        } else if (event instanceof TargetPrepared) {
            return draft.targetPrepared();
        } else if (event instanceof LoadProgressed progressed) {
            return draft.slice(progressed.slice())
                    .loadProgressed(progressed.attempt(), progressed.batch(), progressed.rows());
        } else if (event instanceof BatchLoaded loaded) {
            return batchLoaded(draft, loaded);
        } else if (event instanceof TargetFinished finished) {
            return draft.targetFinished(finished.deleted());
        } else if (event instanceof LoadFailed failed) {
            return draft.fail(failed.code(), failed.step(), failed.message());
        } else if (event instanceof OperationAbandoned abandoned) {
            return draft.fail(abandoned.code(), Step.of(draft.phase()), abandoned.message());
        }
        throw new IllegalStateException("No rule for " + event.getClass().getSimpleName());
    }

    private static boolean slicesPlanned(OperationDraft draft, SlicesPlanned event) {
        int slices = event.ranges().size();
        requireSlices(2, slices);
        if (draft.slices() == 0) {
            draft.divide(slices);
            for (int slice = 0; slice < slices; slice++) {
                draft.fetch(new FetchTask(
                        draft.opened().operation(),
                        slice,
                        slices,
                        event.ranges().get(slice),
                        event.snapshot()));
            }
            return true;
        }
        return draft.slices() == 1 && draft.opened().slices() == 0 && readAnew(draft);
    }

    /**
     * A fetcher began to read all rows as one slice and died; the one that got its task divided them, too late, and waits for
     * tasks. It gets that for the one slice.
     */
    private static boolean readAnew(OperationDraft draft) {
        SliceDraft slice = draft.slice(0);
        if (slice.isComplete() || slice.attempt() == null) {
            return false;
        }
        slice.abandon();
        draft.fetch(FetchTask.whole(draft.opened().operation()));
        return true;
    }

    private static boolean sliceStarted(OperationDraft draft, SliceStarted event) {
        if (draft.slices() == 0 && event.slices() == 1) {
            draft.divide(1);
        }
        SliceDraft slice = draft.slice(event.slice());
        if (slice.isComplete() || slice.knows(event.attempt())) {
            return false;
        }
        if (event.slices() != draft.slices()) {
            // It reads all rows, which others were told to read in slices, or the other way round.
            slice.refuse(event.attempt());
            return true;
        }
        slice.start(event.attempt());
        String difference = draft.differsFrom(event.schema());
        if (difference != null) {
            return draft.fail(
                    ErrorCode.TARGET_MISMATCH,
                    Step.FETCH_SLICE,
                    "Slice " + event.slice()
                            + " brings other columns than the slice that was started first: " + difference
                            + ". The source table was changed meanwhile; run the table again");
        }
        if (slice.isRestarted() && !draft.opened().mergeable()) {
            return draft.fail(
                    ErrorCode.SLICE_RESTARTED,
                    Step.FETCH_SLICE,
                    "Slice " + event.slice() + " was fetched anew after some of its rows had gone to the destination,"
                            + " and the table has no key columns to merge by");
        }
        draft.enter(Phase.FETCHING);
        return true;
    }

    private static boolean sliceProgressed(OperationDraft draft, SliceProgressed event) {
        SliceDraft slice = draft.slice(event.slice());
        if (!slice.isCurrent(event.attempt()) || slice.isComplete()) {
            return false;
        }
        slice.progress(event.rows());
        return true;
    }

    private static boolean batchFetched(OperationDraft draft, BatchFetched event) {
        SliceDraft slice = draft.slice(event.slice());
        BatchRef batch = event.batch();
        if (!slice.isCurrent(event.attempt()) || batch.batch() < slice.batches()) {
            return false;
        }
        if (slice.isComplete()) {
            return draft.fail(
                    ErrorCode.INTERNAL,
                    Step.FETCH_SLICE,
                    "Slice " + event.slice() + " ended with " + slice.batches() + " batches, but batch " + batch.batch()
                            + " came after its end");
        }
        if (batch.batch() > slice.batches()) {
            return draft.fail(
                    ErrorCode.INTERNAL,
                    Step.FETCH_SLICE,
                    "Batch " + batch.batch() + " of slice " + event.slice() + " came where batch " + slice.batches()
                            + " was expected");
        }
        slice.append(batch);
        return true;
    }

    private static boolean sliceFetched(OperationDraft draft, SliceFetched event) {
        SliceDraft slice = draft.slice(event.slice());
        if (!slice.isCurrent(event.attempt()) || slice.isComplete()) {
            return false;
        }
        slice.complete(event.rows(), event.rejected(), event.highWaterMark());
        if (slice.batches() != event.batches()) {
            return draft.fail(
                    ErrorCode.CONSERVATION,
                    Step.FETCH_SLICE,
                    "Slice " + event.slice() + " ended with " + event.batches() + " batches, but " + slice.batches()
                            + " came");
        }
        if (slice.batchRows() + event.rejected() != event.rows()) {
            return draft.fail(
                    ErrorCode.CONSERVATION,
                    Step.FETCH_SLICE,
                    "Slice " + event.slice() + ": " + event.rows() + " rows were read, but its batches have "
                            + slice.batchRows() + " and " + event.rejected() + " were rejected");
        }
        draft.checkRejects(Step.FETCH_SLICE);
        return true;
    }

    /**
     * A failure counts unless its attempt is a former one, or others have divided the rows meanwhile; an attempt may well fail
     * before it is started.
     */
    private static boolean sliceFailed(OperationDraft draft, SliceFailed event) {
        if (draft.slices() > 0) {
            SliceDraft slice = draft.slice(event.slice());
            boolean late = draft.slices() > 1 && event.slices() != draft.slices();
            if (late || slice.isComplete() || slice.isFormer(event.attempt())) {
                return false;
            }
        }
        return draft.fail(event.code(), Step.FETCH_SLICE, event.message());
    }

    private static boolean batchLoaded(OperationDraft draft, BatchLoaded event) {
        SliceDraft slice = draft.slice(event.slice());
        if (!slice.isInFlight(event.attempt(), event.batch())) {
            return false;
        }
        slice.landed();
        if (!slice.isCurrent(event.attempt())) {
            return true;
        }
        LoadCounts counts = event.counts();
        long rows = slice.loaded(event.batch(), counts);
        if (counts.sum() != rows) {
            return draft.fail(
                    ErrorCode.CONSERVATION,
                    Step.LOAD_BATCH,
                    "Batch " + event.batch() + " of slice " + event.slice() + " has " + rows
                            + " rows, but the loader accounts for " + counts.sum());
        }
        draft.checkRejects(Step.LOAD_BATCH);
        return true;
    }
}
