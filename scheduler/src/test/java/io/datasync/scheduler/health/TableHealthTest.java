package io.datasync.scheduler.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.datasync.config.UpdateType;
import io.datasync.error.ErrorCode;
import io.datasync.message.Json;
import io.datasync.message.Operation;
import io.datasync.message.OperationEvent.OperationOpened;
import io.datasync.message.OperationState;
import io.datasync.message.OperationState.OperationError;
import io.datasync.message.OperationState.Phase;
import io.datasync.message.SliceState;
import io.datasync.scheduler.health.TableHealth.Ended;
import io.datasync.scheduler.health.TableHealth.Failure;
import io.datasync.scheduler.health.TableHealth.Live;
import io.datasync.scheduler.health.TableHealth.Success;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class TableHealthTest {
    private static final Instant NOON = Instant.parse("2026-03-29T12:00:00Z");

    private final TableHealth unknown = TableHealth.unknown("Item");

    @Test
    void anOpenOperationIsLiveWithItsLastSignOfLife() {
        TableHealth health = unknown.after(live("a", 0, 10)).after(live("a", 0, 25));

        assertEquals(new Live("a", UpdateType.HOURLY, NOON, Phase.LOADING, NOON.plusSeconds(25)), health.live());
        assertNull(health.lastOperation());
    }

    @Test
    void aSuccessIsKeptByTypeAndEndsTheRowOfFailures() {
        TableHealth health = unknown.after(failed("a", 0, ErrorCode.SOURCE_LOGIN))
                .after(live("b", 100, 110))
                .after(succeeded("b", 100));

        assertEquals(
                Map.of(
                        UpdateType.HOURLY,
                        new Success("b", UpdateType.HOURLY, NOON.plusSeconds(100), NOON.plusSeconds(160), 7)),
                health.lastSuccess());
        assertEquals(
                new Ended("b", UpdateType.HOURLY, NOON.plusSeconds(100), NOON.plusSeconds(160), true),
                health.lastOperation());
        assertEquals(0, health.consecutiveFailures());
        assertEquals(
                new Failure("a", NOON.plusSeconds(60), ErrorCode.SOURCE_LOGIN, "told so", "FetchSlice"),
                health.lastError(),
                "the last error stays known");
        assertNull(health.live());
    }

    @Test
    void failuresAreCountedOnceEach() {
        OperationState second = failed("b", 100, ErrorCode.STALE);
        TableHealth health =
                unknown.after(failed("a", 0, ErrorCode.STALE)).after(second).after(second);
        assertEquals(2, health.consecutiveFailures());
    }

    @Test
    void aCancelledOperationIsNoFailureOfTheTable() {
        TableHealth health =
                unknown.after(failed("a", 0, ErrorCode.STALE)).after(failed("b", 100, ErrorCode.CANCELLED));
        assertEquals(1, health.consecutiveFailures());
    }

    @Test
    void deletesNeitherCountAmongTheFailuresNorEndTheirRowButTellTheirError() {
        TableHealth failing = unknown.after(failed("a", 0, ErrorCode.STALE));
        TableHealth guarded = failing.after(of(UpdateType.DELETES, failed("b", 100, ErrorCode.DELETE_GUARD)));
        assertEquals(1, guarded.consecutiveFailures());
        assertEquals(
                ErrorCode.DELETE_GUARD,
                Objects.requireNonNull(guarded.lastError()).code());
        TableHealth after = guarded.after(of(UpdateType.DELETES, succeeded("c", 200)));
        assertEquals(1, after.consecutiveFailures());
        assertEquals(Set.of(UpdateType.DELETES), after.lastSuccess().keySet());
        assertEquals(after, Json.read(Json.write(after), TableHealth.class));
    }

    private static OperationState of(UpdateType type, OperationState state) {
        Operation before = state.operation();
        Operation operation = new Operation(
                before.operationId(), before.tableName(), before.sourceSystem(), type, null, before.startedAt());
        return new OperationState(
                new OperationOpened(operation, before.startedAt(), 1, 0, true, null, null),
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
                state.deleted());
    }

    @Test
    void lateStatesOfOlderOperationsTakeNothingBack() {
        TableHealth now = unknown.after(succeeded("b", 100)).after(live("c", 200, 210));

        assertEquals(now, now.after(live("b", 100, 300)));
        TableHealth after = now.after(failed("a", 0, ErrorCode.STALE));
        assertEquals(0, after.consecutiveFailures());
        assertEquals(now.lastOperation(), after.lastOperation());
        assertEquals(now.live(), after.live());
    }

    @Test
    void itSurvivesItsJson() {
        TableHealth health = unknown.after(failed("a", 0, ErrorCode.STALE))
                .after(succeeded("b", 100))
                .after(live("c", 200, 210));
        assertEquals(health, Json.read(Json.write(health), TableHealth.class));
        assertEquals(unknown, Json.read(Json.write(unknown), TableHealth.class));
    }

    private static OperationState live(String operationId, long started, long changed) {
        return state(operationId, started, Phase.LOADING, changed, null);
    }

    private static OperationState succeeded(String operationId, long started) {
        return state(operationId, started, Phase.SUCCEEDED, started + 60, null);
    }

    private static OperationState failed(String operationId, long started, ErrorCode code) {
        return state(
                operationId, started, Phase.FAILED, started + 60, new OperationError(code, "told so", "FetchSlice"));
    }

    private static OperationState state(
            String operationId, long started, Phase phase, long changed, @Nullable OperationError error) {
        Instant startedAt = NOON.plusSeconds(started);
        Instant changedAt = NOON.plusSeconds(changed);
        Operation operation = new Operation(operationId, "Item", "erp", UpdateType.HOURLY, null, startedAt);
        SliceState slice = new SliceState("x", List.of(), false, List.of(), 7, 0, true, null, 0, null);
        return new OperationState(
                new OperationOpened(operation, startedAt, 1, 0, true, null, null),
                phase,
                changedAt,
                phase.isFinal() ? changedAt : null,
                null,
                false,
                false,
                false,
                false,
                List.of(slice),
                error,
                null);
    }
}
