package io.datasync.scheduler.health;

import io.datasync.config.UpdateType;
import io.datasync.error.ErrorCode;
import io.datasync.message.Message;
import io.datasync.message.Operation;
import io.datasync.message.OperationState;
import io.datasync.message.OperationState.OperationError;
import io.datasync.message.OperationState.Phase;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a table's operations came to; the value of the table-health topic.
 *
 * @param lastSuccess the latest success of each type, by start
 * @param lastOperation the latest operation that has ended
 * @param consecutiveFailures operations that failed since the last success, of those that bring rows; a cancelled one is not
 *     counted, as a person wanted it so
 * @param lastError why the latest failed operation failed; stays after a success
 * @param live the operation that is open
 */
public record TableHealth(
        String tableName,
        Map<UpdateType, Success> lastSuccess,
        @Nullable Ended lastOperation,
        int consecutiveFailures,
        @Nullable Failure lastError,
        @Nullable Live live)
        implements Message {

    /**
     * A successful operation.
     *
     * @param rows rows read from the source
     */
    public record Success(String operationId, UpdateType updateType, Instant startedAt, Instant endedAt, long rows) {}

    /** An operation that has ended, one way or the other. */
    public record Ended(
            String operationId, UpdateType updateType, Instant startedAt, Instant endedAt, boolean successful) {}

    /** Why an operation failed. */
    public record Failure(String operationId, Instant at, ErrorCode code, String message, String step) {}

    /**
     * An open operation.
     *
     * @param lastProgressAt its last sign of life, by the clock of the worker that gave it
     */
    public record Live(
            String operationId, UpdateType updateType, Instant startedAt, Phase phase, Instant lastProgressAt) {}

    public TableHealth {
        lastSuccess = lastSuccess.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(lastSuccess));
    }

    /** A table of which nothing is known. */
    public static TableHealth unknown(String tableName) {
        return new TableHealth(tableName, Map.of(), null, 0, null, null);
    }

    /** The health after that state; states of operations older than what is known do not take it back. */
    public TableHealth after(OperationState state) {
        Instant endedAt = state.endedAt();
        return endedAt == null ? alive(state) : ended(state, endedAt);
    }

    private TableHealth alive(OperationState state) {
        Operation operation = state.operation();
        boolean older = live != null && operation.startedAt().isBefore(live.startedAt());
        if (older || isLast(operation)) {
            return this;
        }
        Live now = new Live(
                operation.operationId(),
                operation.updateType(),
                operation.startedAt(),
                state.phase(),
                state.changedAt());
        return new TableHealth(tableName, lastSuccess, lastOperation, consecutiveFailures, lastError, now);
    }

    private TableHealth ended(OperationState state, Instant endedAt) {
        Operation operation = state.operation();
        if (isLast(operation)) {
            return this;
        }
        boolean older = lastOperation != null && operation.startedAt().isBefore(lastOperation.startedAt());
        OperationError error = state.error();
        Ended last = new Ended(
                operation.operationId(), operation.updateType(), operation.startedAt(), endedAt, error == null);
        Live stillLive = live != null && live.operationId().equals(operation.operationId()) ? null : live;
        return new TableHealth(
                tableName,
                error == null ? with(operation, endedAt, state.fetched()) : lastSuccess,
                older ? lastOperation : last,
                older || !operation.updateType().bringsRows() ? consecutiveFailures : failuresAfter(error),
                older || error == null ? lastError : failure(operation, endedAt, error),
                stillLive);
    }

    private boolean isLast(Operation operation) {
        return lastOperation != null && lastOperation.operationId().equals(operation.operationId());
    }

    private int failuresAfter(@Nullable OperationError error) {
        if (error == null) {
            return 0;
        }
        return error.code() == ErrorCode.CANCELLED ? consecutiveFailures : consecutiveFailures + 1;
    }

    private static Failure failure(Operation operation, Instant endedAt, OperationError error) {
        return new Failure(operation.operationId(), endedAt, error.code(), error.message(), error.step());
    }

    private Map<UpdateType, Success> with(Operation operation, Instant endedAt, long rows) {
        Map<UpdateType, Success> successes = new EnumMap<>(UpdateType.class);
        successes.putAll(lastSuccess);
        Success success =
                new Success(operation.operationId(), operation.updateType(), operation.startedAt(), endedAt, rows);
        successes.merge(
                operation.updateType(),
                success,
                (known, added) -> added.startedAt().isBefore(known.startedAt()) ? known : added);
        return successes;
    }
}
