package io.datasync.scheduler.log;

import io.datasync.error.ErrorCode;
import io.datasync.message.BatchRef;
import io.datasync.message.LoadCounts;
import io.datasync.message.Operation;
import io.datasync.message.OperationEvent.OperationOpened;
import io.datasync.message.OperationState;
import io.datasync.message.OperationState.OperationError;
import io.datasync.message.OperationState.Phase;
import io.datasync.message.SliceState;
import io.datasync.message.SliceState.BatchState;
import io.datasync.rows.Column;
import io.datasync.rows.ColumnType;
import io.datasync.rows.RowSchema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** States of operations for tests. */
public final class TestingStates {
    public static final RowSchema SCHEMA = new RowSchema(List.of(new Column("Id", new ColumnType.Int64(), false)));

    private TestingStates() {}

    /** One batch of that many rows, all inserted but one that was rejected. */
    public static OperationState succeeded(Operation operation, long rows, Instant endedAt) {
        BatchRef ref = new BatchRef(0, "batches", 0, 0, 0, rows, 10, 1);
        return succeeded(operation, ref, endedAt);
    }

    public static OperationState succeeded(Operation operation, BatchRef ref, Instant endedAt) {
        LoadCounts counts = new LoadCounts(ref.rows() - 1, 0, 0, 0, 1);
        SliceState slice = new SliceState(
                "attempt", List.of(), false, List.of(new BatchState(ref, counts)), ref.rows(), 0, true, null, 0, null);
        return state(operation, Phase.SUCCEEDED, List.of(slice), endedAt, null);
    }

    /** That state, of an operation that deleted so many rows. */
    public static OperationState deleted(OperationState state, long rows) {
        return new OperationState(
                state.opened(),
                state.phase(),
                state.changedAt(),
                state.endedAt(),
                state.schema(),
                state.checkRequested(),
                state.checked(),
                state.prepareRequested(),
                state.prepared(),
                state.slices(),
                state.error(),
                rows);
    }

    public static OperationState failed(Operation operation, String message, Instant endedAt) {
        OperationError error = new OperationError(ErrorCode.TARGET_MISSING, message, "CheckTarget");
        return state(operation, Phase.FAILED, List.of(SliceState.NEW), endedAt, error);
    }

    public static OperationState loading(Operation operation, Instant changedAt) {
        return state(operation, Phase.LOADING, List.of(SliceState.NEW), changedAt, null);
    }

    private static OperationState state(
            Operation operation, Phase phase, List<SliceState> slices, Instant at, @Nullable OperationError error) {
        OperationOpened opened = new OperationOpened(operation, operation.startedAt(), 1, 0, true, null, null);
        return new OperationState(
                opened, phase, at, phase.isFinal() ? at : null, SCHEMA, true, true, true, true, slices, error, null);
    }
}
