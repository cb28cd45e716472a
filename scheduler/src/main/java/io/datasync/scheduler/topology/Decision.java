package io.datasync.scheduler.topology;

import io.datasync.message.FetchTask;
import io.datasync.message.LoadTask;
import io.datasync.message.OperationState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What follows from an event.
 *
 * @param state the operation's state from now on: the very same object if the event changed nothing, null if the operation
 *     is unknown
 * @param fetches what the fetchers have to do now
 * @param loads what the loaders have to do now, in this order
 */
public record Decision(@Nullable OperationState state, List<FetchTask> fetches, List<LoadTask> loads) {

    public Decision {
        fetches = List.copyOf(fetches);
        loads = List.copyOf(loads);
    }

    /** Whether workers or the log's row wait for it, so that it is committed at once. */
    boolean isAwaited() {
        boolean ends = state != null && state.phase().isFinal();
        return ends || !fetches.isEmpty() || !loads.isEmpty();
    }

    static Decision nothing(@Nullable OperationState state) {
        return new Decision(state, List.of(), List.of());
    }
}
