package io.datasync.demo;

import io.datasync.config.UpdateType;
import io.datasync.message.LoadCounts;
import io.datasync.message.OperationState;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * One operation of the demo.
 *
 * @param seconds from its start in the DataUpdate log to its end
 * @param rowsPerSecond fetched rows over these seconds
 * @param check {@code ok} if the operation succeeded and the copy equals its source after it; otherwise why not
 */
public record DemoResult(
        String table,
        UpdateType updateType,
        long fetched,
        long inserted,
        long updated,
        long unchanged,
        long duplicates,
        long rejected,
        double seconds,
        long rowsPerSecond,
        String check) {
    public static final String OK = "ok";

    /** @param check what the comparison said; the operation's own failure comes first */
    static DemoResult of(OperationState state, String check) {
        OperationState.OperationError error = state.error();
        String result =
                error == null ? check : "failed at " + error.step() + " with " + error.code() + ": " + error.message();
        return of(state.operation().tableName(), List.of(state), result);
    }

    /** All operations of a type together, from the start of the first to the end of the last. */
    static DemoResult total(List<OperationState> states, boolean allOk) {
        return of("all " + states.size() + " tables", states, allOk ? OK : "see the tables");
    }

    private static DemoResult of(String table, List<OperationState> states, String check) {
        LoadCounts counts = states.stream().map(OperationState::counts).reduce(LoadCounts.NONE, LoadCounts::plus);
        long fetched = states.stream().mapToLong(OperationState::fetched).sum();
        Duration took = Duration.between(first(states), last(states));
        double seconds = Math.max(1, took.toMillis()) / 1000.0;
        return new DemoResult(
                table,
                states.get(0).operation().updateType(),
                fetched,
                counts.inserted(),
                counts.updated(),
                counts.unchanged(),
                counts.duplicates(),
                counts.rejected(),
                seconds,
                Math.round(fetched / seconds),
                check);
    }

    private static Instant first(List<OperationState> states) {
        return states.stream()
                .map(state -> state.operation().startedAt())
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    private static Instant last(List<OperationState> states) {
        return states.stream()
                .map(state -> Objects.requireNonNullElse(state.endedAt(), state.changedAt()))
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    public boolean isOk() {
        return check.equals(OK);
    }
}
