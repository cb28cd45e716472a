package io.datasync.scheduler.topology;

import io.datasync.config.RejectLimit;
import io.datasync.config.UpdateType;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.message.FetchTask;
import io.datasync.message.Json;
import io.datasync.message.LoadCounts;
import io.datasync.message.LoadTask;
import io.datasync.message.LoadTask.CheckTarget;
import io.datasync.message.LoadTask.FinishTarget;
import io.datasync.message.LoadTask.LoadBatch;
import io.datasync.message.LoadTask.PrepareTarget;
import io.datasync.message.OperationEvent;
import io.datasync.message.OperationState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One operation among workers that crash, stall, come back as zombies and do things twice. The events lie in one log, as
 * in a partition; fetchers and loaders take random turns. Everything follows from the seed.
 */
final class SimulatedWorld {
    private final Random random;
    private final boolean reorders;
    private final boolean divides;
    private final TestingOperation testing;
    private final OperationInvariants invariants = new OperationInvariants();
    private final List<String> violations = new ArrayList<>();
    private final Set<ErrorCode> excuses = new HashSet<>();

    private final List<OperationEvent> log = new ArrayList<>();
    private final List<OperationEvent> delivered = new ArrayList<>();
    private final List<LoadTask> queue = new ArrayList<>();
    private final List<FetchTask> tasks = new ArrayList<>();
    private final List<SimulatedFetcher> fetchers = new ArrayList<>();
    private final Map<String, SimulatedFetcher> byAttempt = new HashMap<>();

    private final Set<Object> ledger = new HashSet<>();
    private final Map<String, Integer> destination = new HashMap<>();

    private @Nullable OperationState state;
    private int steps;
    private int versions;

    SimulatedWorld(long seed, boolean reorders) {
        this.random = new Random(seed);
        this.reorders = reorders;
        UpdateType type = pick(List.of(UpdateType.values()));
        testing = TestingOperation.of("op-" + seed, "Item", type);
        divides = random.nextInt(3) == 0;
        boolean mergeable = divides || random.nextInt(4) != 0;
        int slices = divides ? 0 : 1 + random.nextInt(4);
        RejectLimit maxRejects = random.nextInt(3) == 0
                ? RejectLimit.parse(1 + random.nextInt(50) + "%")
                : RejectLimit.ofRows(random.nextBoolean() ? 0 : random.nextInt(30));
        log.add(testing.opened(slices, maxRejects, mergeable));
        if (divides) {
            tasks.add(FetchTask.undivided(testing.operation()));
        }
        for (int slice = 0; slice < slices; slice++) {
            take(slice, slices);
        }
    }

    int steps() {
        return steps;
    }

    List<String> violations() {
        violations.addAll(invariants.violations());
        return violations;
    }

    @Nullable
    OperationState state() {
        return state;
    }

    Set<ErrorCode> excuses() {
        return excuses;
    }

    /** Runs with faults for a while, then without any until nothing is left to do. */
    void run() {
        for (int turn = 0; turn < 300; turn++) {
            step(true);
        }
        while (!log.isEmpty()
                || !queue.isEmpty()
                || !tasks.isEmpty()
                || fetchers.stream().anyMatch(SimulatedFetcher::isBusy)) {
            step(false);
        }
    }

    /** Keys of the slice's current attempt that are missing in the destination, or there in another attempt's version. */
    long wrongKeys() {
        OperationState known = state;
        long wrong = 0;
        if (known != null) {
            for (int slice = 0; slice < known.slices().size(); slice++) {
                SimulatedFetcher current =
                        byAttempt.get(known.slices().get(slice).attempt());
                for (int key = 0; current != null && key < current.producedRows(); key++) {
                    wrong += Integer.valueOf(current.version()).equals(destination.get(slice + "/" + key)) ? 0 : 1;
                }
            }
        }
        return wrong;
    }

    private void step(boolean faults) {
        steps++;
        int dice = random.nextInt(1000);
        if (faults && dice < 30) {
            restartSomeSlice();
        } else if (faults && dice < 60 && !delivered.isEmpty()) {
            deliver(pick(delivered));
        } else if (faults && dice < 80 && state != null) {
            state = Json.read(Json.write(state), OperationState.class);
        } else if (faults && dice < 82) {
            giveUp();
        } else if (dice < 450 && !log.isEmpty()) {
            int position = reorders ? random.nextInt(Math.min(4, log.size())) : 0;
            OperationEvent event = log.remove(position);
            delivered.add(event);
            deliver(event);
        } else if (dice < 500 && !tasks.isEmpty()) {
            fetch(tasks.remove(random.nextInt(tasks.size())), faults);
        } else if (dice < 700) {
            List<SimulatedFetcher> busy =
                    fetchers.stream().filter(SimulatedFetcher::isBusy).toList();
            if (!busy.isEmpty()) {
                log.add(pick(busy).next());
            }
        } else if (!queue.isEmpty()) {
            work(queue.remove(random.nextInt(queue.size())), faults);
        }
    }

    private void deliver(OperationEvent event) {
        Decision decision;
        try {
            decision = OperationStateMachine.apply(state, event);
        } catch (DataSyncException malformed) {
            // What overtakes the division speaks of slices that are not there yet.
            require("onlyOvertakingMakesAnEventMalformed", reorders && divides);
            return;
        }
        invariants.check(state, decision);
        tasks.addAll(decision.fetches());
        state = decision.state();
        queue.addAll(decision.loads());
    }

    /** A fetcher takes a task; it may die at once, or the task may come to another one all the same. */
    private void fetch(FetchTask task, boolean faults) {
        int fate = faults ? random.nextInt(10) : 9;
        if (fate < 2 && task.isUndivided()) {
            tasks.add(task);
        }
        if (fate == 0 && task.isUndivided()) {
            return;
        }
        int slices = task.isUndivided() ? 1 + random.nextInt(4) : task.slices();
        if (task.isUndivided() && slices > 1) {
            log.add(testing.planned(slices));
        } else {
            // What reads the source later must not be overtaken by what has not begun.
            fetchers.stream()
                    .filter(other -> other.slice() == task.slice() && other.slices() == slices && !other.isStarted())
                    .forEach(SimulatedFetcher::die);
            take(task.slice(), slices);
        }
    }

    /** The lock of a slice's task expires: another fetcher takes it; the first one is dead, or goes on as a zombie. */
    private void restartSomeSlice() {
        if (fetchers.isEmpty()) {
            return;
        }
        SimulatedFetcher old = pick(fetchers);
        boolean newest = fetchers.stream().noneMatch(other -> other.hasSameTask(old) && other.isAfter(old));
        if (!newest || old.isDone()) {
            return;
        }
        if (!old.isStarted() || random.nextBoolean()) {
            old.die();
        }
        excuses.add(ErrorCode.SLICE_RESTARTED);
        if (divides && old.slices() == 1) {
            tasks.add(FetchTask.undivided(testing.operation()));
        } else {
            take(old.slice(), old.slices());
        }
    }

    private void take(int slice, int slices) {
        SimulatedFetcher fetcher = new SimulatedFetcher(testing, slice, slices, versions++, random);
        fetchers.add(fetcher);
        byAttempt.put(fetcher.attempt(), fetcher);
    }

    private void giveUp() {
        switch (random.nextInt(3)) {
            case 0 -> {
                if (fetchers.isEmpty()) {
                    return;
                }
                SimulatedFetcher fetcher = pick(fetchers);
                fetcher.die();
                excuses.add(ErrorCode.SOURCE_UNAVAILABLE);
                log.add(testing.sliceFailedOf(fetcher.slices(), fetcher.slice(), fetcher.attempt()));
                take(fetcher.slice(), fetcher.slices());
            }
            case 1 -> {
                excuses.add(ErrorCode.DESTINATION_STATEMENT);
                log.add(testing.loadFailed("LoadBatch"));
            }
            default -> {
                excuses.add(ErrorCode.STALE);
                log.add(testing.abandoned());
            }
        }
    }

    /** A loader does a task; it may die before it reports, and the task may come to another one all the same. */
    private void work(LoadTask task, boolean faults) {
        OperationEvent report = effect(task);
        int fate = faults ? random.nextInt(10) : 9;
        if (fate < 2) {
            queue.add(task);
        }
        if (fate != 0 && report != null) {
            log.add(report);
        }
    }

    private @Nullable OperationEvent effect(LoadTask task) {
        if (task instanceof CheckTarget) {
            return testing.checked();
        } else if (task instanceof PrepareTarget) {
            if (ledger.add("prepare")) {
                require("nothingIsEmptiedAfterALoad", destination.isEmpty());
            }
            return testing.prepared();
        } else if (task instanceof LoadBatch load) {
            return load(load);
        } else if (task instanceof FinishTarget) {
            return testing.finished();
        }
        return null;
    }

    private OperationEvent load(LoadBatch load) {
        SimulatedFetcher fetcher = byAttempt.get(load.attempt());
        if (fetcher == null) {
            throw new AssertionError("No fetcher wrote " + load);
        }
        long rows = load.batch().rows();
        long rejected = fetcher.loaderRejects() ? Math.min(rows, 1) : 0;
        if (rejected > 0) {
            excuses.add(ErrorCode.TOO_MANY_REJECTS);
        }
        if (ledger.add(List.of(load.slice(), load.attempt(), load.batch().batch()))) {
            long first = fetcher.firstKey(load.batch().batch());
            for (long key = first; key < first + rows; key++) {
                Integer before = destination.put(load.slice() + "/" + key, fetcher.version());
                require("anOldBatchNeverOverwritesANewerOne", before == null || before <= fetcher.version());
            }
        }
        long updated = (rows - rejected) / 2;
        LoadCounts counts = new LoadCounts(rows - rejected - updated, updated, 0, 0, rejected);
        return testing.loaded(load.slice(), load.attempt(), load.batch().batch(), counts);
    }

    private <T> T pick(List<T> candidates) {
        return candidates.get(random.nextInt(candidates.size()));
    }

    private void require(String invariant, boolean holds) {
        if (!holds) {
            violations.add(invariant);
        }
    }
}
