package io.datasync.scheduler.topology;

import io.datasync.config.RejectLimit;
import io.datasync.config.UpdateType;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.message.BatchRef;
import io.datasync.message.FetchTask;
import io.datasync.message.LoadTask;
import io.datasync.message.Operation;
import io.datasync.message.OperationEvent.OperationOpened;
import io.datasync.message.OperationState;
import io.datasync.message.OperationState.OperationError;
import io.datasync.message.OperationState.Phase;
import io.datasync.message.SliceState;
import io.datasync.rows.Column;
import io.datasync.rows.RowSchema;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An operation's state while an event is applied to it. */
final class OperationDraft {
    private final OperationOpened opened;
    private final Instant changedBefore;
    private final List<SliceDraft> slices;
    private final List<FetchTask> fetches = new ArrayList<>();
    private final List<LoadTask> loads = new ArrayList<>();
    private Phase phase;
    private @Nullable RowSchema schema;
    private boolean checkRequested;
    private boolean checked;
    private boolean prepareRequested;
    private boolean prepared;
    private @Nullable OperationError error;
    private @Nullable Long deleted;

    /** An operation that is just opened. */
    OperationDraft(OperationOpened opened) {
        this.opened = opened;
        this.changedBefore = opened.at();
        this.phase = Phase.OPEN;
        this.slices = new ArrayList<>();
        divide(opened.slices());
    }

    OperationDraft(OperationState state) {
        opened = state.opened();
        changedBefore = state.changedAt();
        phase = state.phase();
        schema = state.schema();
        checkRequested = state.checkRequested();
        checked = state.checked();
        prepareRequested = state.prepareRequested();
        prepared = state.prepared();
        slices = new ArrayList<>(state.slices().stream().map(SliceDraft::new).toList());
        error = state.error();
        deleted = state.deleted();
    }

    OperationOpened opened() {
        return opened;
    }

    Phase phase() {
        return phase;
    }

    /** Number of slices; 0 as long as the rows are not divided. */
    int slices() {
        return slices.size();
    }

    /** Makes the slices, once. */
    void divide(int number) {
        for (int slice = 0; slice < number; slice++) {
            slices.add(new SliceDraft(SliceState.NEW));
        }
    }

    void fetch(FetchTask task) {
        fetches.add(task);
    }

    SliceDraft slice(int number) {
        if (number < 0 || number >= slices.size()) {
            throw new DataSyncException(
                    ErrorCode.MALFORMED_MESSAGE,
                    "Operation " + opened.operationId() + " has no slice " + number + " but " + slices.size()
                            + ", counted from 0");
        }
        return slices.get(number);
    }

    /** What follows from the event just entered. */
    Decision decide(Instant at) {
        if (!phase.isFinal()) {
            dispatch();
        }
        Instant changedAt = at.isAfter(changedBefore) ? at : changedBefore;
        OperationState state = new OperationState(
                opened,
                phase,
                changedAt,
                phase.isFinal() ? changedAt : null,
                schema,
                checkRequested,
                checked,
                prepareRequested,
                prepared,
                slices.stream().map(SliceDraft::state).toList(),
                error,
                deleted);
        return new Decision(state, fetches, loads);
    }

    /** Moves on to a later phase; never back. */
    void enter(Phase next) {
        if (phase.compareTo(next) < 0) {
            phase = next;
        }
    }

    boolean targetChecked() {
        boolean counts = checkRequested && !checked;
        checked |= counts;
        return counts;
    }

    boolean targetPrepared() {
        boolean counts = prepareRequested && !prepared;
        prepared |= counts;
        return counts;
    }

    boolean targetFinished(@Nullable Long deletedRows) {
        boolean counts = phase == Phase.FINISHING;
        if (counts) {
            phase = Phase.SUCCEEDED;
            deleted = deletedRows;
        }
        return counts;
    }

    /** Takes the first schema as the operation's; otherwise says how this one differs, null if it does not. */
    @Nullable
    String differsFrom(RowSchema other) {
        RowSchema first = schema;
        if (first == null) {
            schema = other;
            return null;
        }
        if (first.equals(other)) {
            return null;
        }
        List<Column> only = new ArrayList<>(other.columns());
        only.removeAll(first.columns());
        List<Column> missing = new ArrayList<>(first.columns());
        missing.removeAll(other.columns());
        return only.isEmpty() && missing.isEmpty()
                ? "in another order"
                : named(only) + " in place of " + named(missing);
    }

    private static String named(List<Column> columns) {
        return columns.isEmpty()
                ? "nothing"
                : String.join(
                        ", ",
                        columns.stream()
                                .map(column -> column.name() + " "
                                        + column.type().text() + (column.nullable() ? "" : " not null"))
                                .toList());
    }

    /** Fails the operation if more rows are rejected than it may reject. */
    void checkRejects(String step) {
        long rejected = rejected();
        long allowed = allowedRejects();
        if (rejected > allowed) {
            String share = opened.maxRejectsPercent() == null
                    ? ""
                    : ", that is " + opened.rejectLimit() + " of " + fetched() + " fetched"
                            + (isFetched() ? "" : " so far and " + RejectLimit.EARLY_ROWS + " more");
            fail(
                    ErrorCode.TOO_MANY_REJECTS,
                    step,
                    rejected + " rows were rejected, " + allowed + " may be (maxRejects)" + share
                            + "; datasync rejects says which and why");
        }
    }

    /** Ends the operation; always true, as a failure always counts. */
    boolean fail(ErrorCode code, String step, String message) {
        error = new OperationError(code, message, step);
        phase = Phase.FAILED;
        if (checkRequested) {
            loads.add(new LoadTask.CleanTarget(opened.operation()));
        }
        return true;
    }

    /** Asks for all that can be done as things stand. */
    private void dispatch() {
        dispatchCheck();
        dispatchPrepare();
        if (prepared) {
            dispatchBatches();
            dispatchFinish();
        }
    }

    private void dispatchCheck() {
        if (schema != null && !checkRequested) {
            checkRequested = true;
            loads.add(new LoadTask.CheckTarget(operation(), schema));
        }
    }

    /** A Mass waits for a row, or for the certainty that there is none, so that an empty source can be refused. */
    private void dispatchPrepare() {
        if (!checked || prepared || prepareRequested) {
            return;
        }
        if (operation().updateType() != UpdateType.MASS) {
            prepared = true;
            return;
        }
        boolean empty = slices.stream().allMatch(slice -> slice.batchRows() == 0);
        if (!empty || slices.stream().allMatch(SliceDraft::isComplete)) {
            prepareRequested = true;
            loads.add(new LoadTask.PrepareTarget(operation(), empty));
        }
    }

    private void dispatchBatches() {
        long rejectsLeft = Math.max(0, allowedRejects() - rejected());
        for (int number = 0; number < slices.size(); number++) {
            SliceDraft slice = slices.get(number);
            BatchRef batch = slice.dispatch();
            String attempt = slice.attempt();
            if (batch != null && attempt != null) {
                enter(Phase.LOADING);
                loads.add(
                        new LoadTask.LoadBatch(operation(), number, attempt, batch, slice.isRestarted(), rejectsLeft));
            }
        }
    }

    private void dispatchFinish() {
        if (phase != Phase.FINISHING && slices.stream().allMatch(SliceDraft::isLoaded)) {
            enter(Phase.FINISHING);
            loads.add(new LoadTask.FinishTarget(operation()));
        }
    }

    private Operation operation() {
        return opened.operation();
    }

    private long allowedRejects() {
        return opened.rejectLimit().allowed(fetched(), isFetched());
    }

    private boolean isFetched() {
        return slices.stream().allMatch(SliceDraft::isComplete);
    }

    private long fetched() {
        return slices.stream().mapToLong(SliceDraft::fetched).sum();
    }

    private long rejected() {
        return slices.stream().mapToLong(SliceDraft::rejected).sum();
    }
}
