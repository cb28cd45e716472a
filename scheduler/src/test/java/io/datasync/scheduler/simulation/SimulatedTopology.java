package io.datasync.scheduler.simulation;

import io.datasync.error.DataSyncException;
import io.datasync.message.FetchTask;
import io.datasync.message.Json;
import io.datasync.message.LoadTask;
import io.datasync.message.LoadTask.LoadBatch;
import io.datasync.message.OperationEvent;
import io.datasync.message.OperationEvent.BatchLoaded;
import io.datasync.message.OperationState;
import io.datasync.scheduler.topology.Decision;
import io.datasync.scheduler.topology.OperationInvariants;
import io.datasync.scheduler.topology.OperationStateMachine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The events' log and the topology over it: decisions, what they ask for, and the place in the log become visible together, or not
 * at all when the scheduler dies before.
 */
final class SimulatedTopology {
    private final SimulatedQueue<FetchTask> tasks;
    private final SimulatedQueue<LoadTask> loads;
    private final Set<String> violations;
    private final List<OperationEvent> events = new ArrayList<>();
    private final List<OperationState> states = new ArrayList<>();
    private final Map<String, OperationState> committed = new HashMap<>();
    private final Map<String, OperationState> working = new HashMap<>();
    private final List<Taken> uncommitted = new ArrayList<>();
    private final Map<String, OperationInvariants> invariants = new HashMap<>();
    private final Map<List<Object>, List<Object>> loading = new HashMap<>();
    private final Map<String, Integer> attempts = new HashMap<>();
    private int next;
    private int committedNext;

    SimulatedTopology(SimulatedQueue<FetchTask> tasks, SimulatedQueue<LoadTask> loads, Set<String> violations) {
        this.tasks = tasks;
        this.loads = loads;
        this.violations = violations;
    }

    private record Taken(OperationEvent event, @Nullable OperationState before, Decision decision) {}

    void publish(OperationEvent event) {
        events.add(event);
    }

    /** An event of some time ago comes once more, as its writer was not sure that it had been taken. */
    void repeat(Random random) {
        if (!events.isEmpty()) {
            int back = 1 + random.nextInt(Math.min(40, events.size()));
            publish(events.get(events.size() - back));
        }
    }

    boolean isIdle() {
        return next == events.size() && uncommitted.isEmpty();
    }

    /** The states, as the operations topic has them. */
    List<OperationState> states() {
        return states;
    }

    @Nullable
    OperationState state(String operationId) {
        return committed.get(operationId);
    }

    boolean hasEnded(String operationId) {
        OperationState state = committed.get(operationId);
        return state != null && state.phase().isFinal();
    }

    /** Place of an attempt among those whose batches were to be loaded, as only the newest attempt's are. */
    int order(String attempt) {
        return attempts.getOrDefault(attempt, -1);
    }

    /** Decides on the next event. */
    void decide() {
        if (next == events.size()) {
            return;
        }
        OperationEvent event = events.get(next++);
        OperationState before = working.get(event.operationId());
        try {
            Decision decision = OperationStateMachine.apply(before, event);
            uncommitted.add(new Taken(event, before, decision));
            OperationState after = decision.state();
            if (after != null) {
                working.put(event.operationId(), after);
            }
        } catch (DataSyncException malformed) {
            violations.add("noEventIsMalformed: " + malformed.getMessage());
        }
    }

    void commit() {
        uncommitted.forEach(this::commit);
        uncommitted.clear();
        committedNext = next;
    }

    private void commit(Taken taken) {
        OperationInvariants known =
                invariants.computeIfAbsent(taken.event().operationId(), operation -> new OperationInvariants());
        Decision decision = taken.decision();
        known.check(taken.before(), decision);
        violations.addAll(known.violations());
        if (taken.event() instanceof BatchLoaded loaded) {
            loading.remove(List.of(loaded.operationId(), loaded.slice()), List.of(loaded.attempt(), loaded.batch()));
        }
        decision.fetches().forEach(tasks::publish);
        decision.loads().forEach(this::dispatch);
        OperationState after = decision.state();
        if (after != null && !after.equals(taken.before())) {
            committed.put(taken.event().operationId(), after);
            states.add(after);
        }
    }

    private void dispatch(LoadTask task) {
        if (task instanceof LoadBatch load) {
            attempts.putIfAbsent(load.attempt(), attempts.size());
            List<Object> slice = List.of(load.operation().operationId(), load.slice());
            Object before =
                    loading.put(slice, List.of(load.attempt(), load.batch().batch()));
            if (before != null) {
                violations.add("oneLoadOfASliceIsInFlight");
            }
        }
        loads.publish(task);
    }

    /** The scheduler dies; another one goes on from the last commit, with what it reads of it. */
    void crash() {
        next = committedNext;
        uncommitted.clear();
        working.clear();
        committed.forEach((operationId, state) -> working.put(
                operationId,
                state.phase().isFinal()
                        ? state
                        : Objects.requireNonNull(Json.read(Json.write(state), OperationState.class))));
    }
}
