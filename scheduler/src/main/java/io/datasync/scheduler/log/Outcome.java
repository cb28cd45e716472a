package io.datasync.scheduler.log;

import io.datasync.message.LoadCounts;
import io.datasync.message.OperationState;
import io.datasync.message.OperationState.OperationError;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How an operation ended, as its log row says it. */
record Outcome(
        Instant endedAt,
        long records,
        @Nullable LoadCounts counts,
        @Nullable OperationError error,
        @Nullable Long deleted,
        @Nullable Long highWaterMark) {
    private static final int MAX_STEP = 40;
    private static final int MAX_MESSAGE = 4000;

    static Outcome of(OperationState state) {
        if (!state.phase().isFinal()) {
            throw new IllegalArgumentException(
                    "Operation " + state.operation().operationId() + " is not at its end: " + state.phase());
        }
        Instant endedAt = state.endedAt() == null ? state.changedAt() : state.endedAt();
        return new Outcome(
                endedAt, state.fetched(), state.counts(), state.error(), state.deleted(), state.highWaterMark());
    }

    boolean successful() {
        return error == null;
    }

    @Nullable
    String code() {
        return error == null ? null : error.code().name();
    }

    @Nullable
    String step() {
        return error == null ? null : cut(error.step(), MAX_STEP);
    }

    @Nullable
    String message() {
        return error == null ? null : cut(error.message(), MAX_MESSAGE);
    }

    /**
     * At most {@code most} UTF-16 units, no surrogate pair cut in two, and no NUL, which PostgreSQL can't store; an empty
     * text is none.
     */
    private static @Nullable String cut(String text, int most) {
        int end = Math.min(text.length(), most);
        if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        return end == 0 ? null : text.substring(0, end).replace('\0', '\uFFFD');
    }
}
