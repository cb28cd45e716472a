package io.datasync.scheduler.topology;

import io.datasync.message.LoadTask;
import io.datasync.message.OperationState.Phase;

/** Names of the steps at which an operation can fail: fetching, and the kinds of load tasks. */
final class Step {
    static final String FETCH_SLICE = "FetchSlice";
    static final String LOAD_BATCH = LoadTask.LoadBatch.class.getSimpleName();
    static final String FINISH_TARGET = LoadTask.FinishTarget.class.getSimpleName();

    private Step() {}

    /** The step that an operation in that phase is at. */
    static String of(Phase phase) {
        return switch (phase) {
            case OPEN, FETCHING -> FETCH_SLICE;
            case LOADING -> LOAD_BATCH;
            case FINISHING, SUCCEEDED, FAILED -> FINISH_TARGET;
        };
    }
}
