package io.datasync.scheduler.simulation;

import io.datasync.config.DeletesSchedule;
import io.datasync.config.MassSchedule;
import io.datasync.config.Schedule;
import io.datasync.config.TableConfig;
import io.datasync.config.TestingTable;
import io.datasync.config.UpdateType;
import io.datasync.error.ErrorCode;
import io.datasync.kafka.WorkQueue;
import io.datasync.message.FetchTask;
import io.datasync.message.LoadTask;
import io.datasync.message.Operation;
import io.datasync.message.OperationEvent.OperationAbandoned;
import io.datasync.message.OperationEvent.TaskRunning;
import io.datasync.message.OperationState;
import io.datasync.message.OperationState.OperationError;
import io.datasync.scheduler.simulation.SimulatedLog.End;
import io.datasync.scheduler.simulation.SimulatedLog.Row;
import io.datasync.scheduler.simulation.SimulatedSource.Read;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Two tables, two schedulers, three fetchers and three loaders, which take random turns: they die, stand still and come back as
 * zombies, and their clock jumps. The state machine is the real one, and so is what says from when on rows are fetched; queues,
 * topology, log and destination are models with the rules of the real ones. Everything follows from the seed.
 */
final class SimulatedCluster {
    private static final int WORKERS = 3;
    private static final Duration LONGER_THAN_A_LOCK = Duration.ofSeconds(31);

    private final Chance chance;
    private final Set<String> violations = new TreeSet<>();
    private final Set<ErrorCode> excuses = EnumSet.of(ErrorCode.STALE, ErrorCode.CANCELLED);
    private final SimulatedQueue<FetchTask> tasks = new SimulatedQueue<>();
    private final SimulatedQueue<LoadTask> loads = new SimulatedQueue<>();
    private final SimulatedTopology topology = new SimulatedTopology(tasks, loads, violations);
    private final SimulatedLog log = new SimulatedLog();
    private final SimulatedDestination destination = new SimulatedDestination(log, violations);
    private final List<SimulatedTable> tables;
    private final List<SimulatedOpener> openers = List.of(new SimulatedOpener(this), new SimulatedOpener(this));
    private final List<SimulatedWorker<FetchTask>> fetchers;
    private final List<SimulatedWorker<LoadTask>> loaders;
    private final Map<String, List<Read>> batches = new HashMap<>();
    private final Map<String, Long> limits = new HashMap<>();
    private final int faultEach;
    private final int maxRejects;
    private Instant now = Instant.parse("2026-03-29T00:30:00Z");
    private boolean opens = true;
    private boolean cleaningGivenUp;
    private int recorded;
    private int recordedBefore;
    private int operations;
    private int attempts;

    SimulatedCluster(long seed) {
        Random random = new Random(seed);
        chance = new Chance(random);
        faultEach = 20 + random.nextInt(600);
        maxRejects = random.nextInt(4);
        tables = List.of(table("Item"), table("Lot"));
        fetchers = IntStream.range(0, WORKERS)
                .mapToObj(number -> new SimulatedWorker<>(tasks, this::fetch, random))
                .toList();
        loaders = IntStream.range(0, WORKERS)
                .mapToObj(number -> new SimulatedWorker<>(loads, this::load, random))
                .toList();
    }

    private SimulatedTable table(String name) {
        boolean hasKeys = !chance.onceIn(4);
        boolean massOnly = !hasKeys || chance.onceIn(3);
        boolean swaps = chance.onceIn(2);
        if (!hasKeys) {
            excuse(ErrorCode.SLICE_RESTARTED);
        }
        TableConfig config = TestingTable.named(name)
                .keys(hasKeys ? List.of("Id") : List.of())
                .mass(new MassSchedule(
                        Schedule.every(Duration.ofDays(7)),
                        true,
                        true,
                        swaps ? MassSchedule.Mode.SWAP : MassSchedule.Mode.TRUNCATE,
                        true))
                .daily(new Schedule(!massOnly, Duration.ofDays(1)))
                .hourly(new Schedule(!massOnly, Duration.ofHours(1)))
                .deletes(new DeletesSchedule(
                        hasKeys && chance.onceIn(2) ? DeletesSchedule.Mode.REMOVE : DeletesSchedule.Mode.IGNORE,
                        Duration.ofDays(1),
                        50,
                        Optional.empty()))
                .build();
        if (config.deletes().schedule().enabled()) {
            excuse(ErrorCode.DELETE_GUARD);
        }
        boolean dirty = chance.onceIn(2);
        if (dirty) {
            excuse(ErrorCode.TOO_MANY_REJECTS);
        }
        SimulatedSource source = new SimulatedSource(massOnly, hasKeys && chance.onceIn(2), dirty, now.minusSeconds(1));
        return new SimulatedTable(config, source, swaps, chance.onceIn(2));
    }

    Chance chance() {
        return chance;
    }

    Instant now() {
        return now;
    }

    SimulatedTopology topology() {
        return topology;
    }

    SimulatedLog log() {
        return log;
    }

    SimulatedDestination destination() {
        return destination;
    }

    SimulatedQueue<FetchTask> tasks() {
        return tasks;
    }

    Set<String> violations() {
        return violations;
    }

    List<SimulatedTable> tables() {
        return tables;
    }

    SimulatedTable table(Operation operation) {
        return tables.stream()
                .filter(table -> table.name().equals(operation.tableName()))
                .findFirst()
                .orElseThrow();
    }

    String nextOperationId() {
        return "op-" + operations++;
    }

    String nextAttempt() {
        return "attempt-" + attempts++;
    }

    /** Rows that the operation may reject; any number once things go well. */
    long maxRejects(Operation operation) {
        if (!operation.updateType().bringsRows()) {
            return 0;
        }
        return limits.computeIfAbsent(operation.operationId(), unknown -> opens ? maxRejects : Long.MAX_VALUE);
    }

    void excuse(ErrorCode code) {
        excuses.add(code);
    }

    /** A clean-up was handed out too often; a person has to do it. */
    void cleaningGivenUp() {
        cleaningGivenUp = true;
    }

    void writeBatch(String attempt, int number, List<Read> rows) {
        batches.put(attempt + "/" + number, rows);
    }

    List<Read> readBatch(String attempt, int number) {
        return Objects.requireNonNull(batches.get(attempt + "/" + number));
    }

    /** How many operations succeeded. */
    long successes() {
        return log.rows().stream().filter(row -> row.end() == End.SUCCEEDED).count();
    }

    /** Takes so many turns, with faults. */
    void run(int steps) {
        for (int step = 0; step < steps && violations.isEmpty(); step++) {
            step();
        }
    }

    /**
     * Ends the faults and goes on until nothing is left to do, then synchronises each table once more.
     *
     * @param mostSteps how long that may take
     */
    void settle(int mostSteps) {
        chance.endFaults();
        opens = false;
        settleWithin(mostSteps);
        for (SimulatedTable table : tables) {
            UpdateType type = typeWithRows(table);
            SimulatedOpener opener = openers.get(0);
            do {
                opener.step(table, type);
            } while (!opener.isIdle());
            settleWithin(mostSteps);
            requireSuccess(table);
        }
        require(
                "nothingIsLeftBehind",
                cleaningGivenUp || destination.leftovers().isEmpty());
        topology.states().forEach(this::requireReason);
    }

    private void settleWithin(int mostSteps) {
        int steps = 0;
        while (!isSettled() && violations.isEmpty() && steps++ < mostSteps) {
            step();
        }
        require("everyOperationEnds", isSettled());
    }

    private boolean isSettled() {
        return topology.isIdle()
                && recorded == topology.states().size()
                && tasks.isEmpty()
                && loads.isEmpty()
                && openers.stream().allMatch(SimulatedOpener::isIdle)
                && fetchers.stream().allMatch(SimulatedWorker::isIdle)
                && loaders.stream().allMatch(SimulatedWorker::isIdle)
                && tables.stream().allMatch(table -> log.openRow(table.name()).isEmpty());
    }

    private void requireSuccess(SimulatedTable table) {
        List<Row> rows = log.rows();
        Row last = rows.get(rows.size() - 1);
        OperationState state = topology.state(last.operation().operationId());
        OperationError error = state == null ? null : state.error();
        require("withoutFaultsAnOperationSucceeds, not " + error, last.end() == End.SUCCEEDED);
        require(
                "fetchedIsWhatTheLoadersAccountFor",
                state == null || state.fetched() == state.counts().sum());
        for (int key = 0; key < SimulatedSource.KEYS; key++) {
            int wanted = table.source().current(key);
            boolean rejected = table.source().isUnfit(wanted) || table.source().isUnreadable(wanted);
            int found = table.rows().getOrDefault(key, SimulatedSource.ABSENT);
            require("theDestinationIsAsTheSource", rejected || wanted == found);
        }
    }

    private void requireReason(OperationState state) {
        OperationError error = state.error();
        require("anOperationFailsForAReasonThatThereWas " + error, error == null || excuses.contains(error.code()));
    }

    private void step() {
        now = now.plusMillis(chance.upTo(1_000));
        if (chance.fault(faultEach)) {
            goWrong();
        }
        fetchers.forEach(fetcher -> fetcher.renew(now));
        loaders.forEach(loader -> loader.renew(now));
        int dice = chance.upTo(99);
        if (dice < 30) {
            topology.decide();
        } else if (dice < 40) {
            topology.commit();
        } else if (dice < 50) {
            record();
        } else if (dice < 56) {
            openSome();
        } else if (dice < 57) {
            reap();
        } else if (dice < 60 && opens) {
            chance.pick(tables).source().change(chance.random(), now);
        } else if (dice < 80) {
            chance.pick(fetchers).step(now);
        } else {
            chance.pick(loaders).step(now);
        }
    }

    private void goWrong() {
        switch (chance.upTo(9)) {
            case 0 -> chance.pick(fetchers).die();
            case 1 -> chance.pick(loaders).die();
            case 2 -> chance.pick(fetchers).stop();
            case 3 -> chance.pick(loaders).stop();
            case 4 -> chance.pick(fetchers).standStill(now.plusSeconds(chance.upTo(60)));
            case 5 -> chance.pick(loaders).standStill(now.plusSeconds(chance.upTo(60)));
            case 6 -> topology.crash();
            case 7 -> topology.repeat(chance.random());
            case 8 -> recorded = recordedBefore;
            default -> strike();
        }
    }

    /** What happens less often. */
    private void strike() {
        switch (chance.upTo(3)) {
            case 0 -> chance.pick(openers).die();
            case 1 -> now = now.plus(LONGER_THAN_A_LOCK);
            case 2 -> now = chance.onceIn(4) ? now.plus(SimulatedLog.STALE_AFTER) : now;
            default ->
                log.openRow(chance.pick(tables).name()).ifPresent(row -> abandon(row.operation(), ErrorCode.CANCELLED));
        }
    }

    private void openSome() {
        SimulatedTable table = chance.pick(tables);
        SimulatedOpener opener = chance.pick(openers);
        if (opens || !opener.isIdle()) {
            opener.step(table, type(table));
        }
    }

    private UpdateType type(SimulatedTable table) {
        boolean deletes = table.config().deletes().schedule().enabled() && chance.onceIn(4);
        return deletes ? UpdateType.DELETES : typeWithRows(table);
    }

    private UpdateType typeWithRows(SimulatedTable table) {
        return table.config().daily().enabled()
                ? chance.pick(List.of(UpdateType.MASS, UpdateType.DAILY, UpdateType.HOURLY))
                : UpdateType.MASS;
    }

    /** Carries the next state into the log; what was carried since the last commit may be carried again. */
    private void record() {
        if (chance.onceIn(5)) {
            recordedBefore = recorded;
        }
        if (recorded < topology.states().size()) {
            OperationState state = topology.states().get(recorded++);
            String operationId = state.operation().operationId();
            if (state.phase().isFinal()) {
                log.close(operationId, state.error() == null ? End.SUCCEEDED : End.FAILED);
            } else {
                log.heartbeat(operationId, now);
            }
        }
    }

    /** The event comes first; its writer may die before it has closed the row. */
    private void reap() {
        for (Row row : log.stale(now)) {
            abandon(row.operation(), ErrorCode.STALE);
            if (!chance.fault(2)) {
                log.close(row.operation().operationId(), End.REAPED);
            }
        }
    }

    private void abandon(Operation operation, ErrorCode code) {
        topology.publish(new OperationAbandoned(operation.operationId(), now, code, "given up"));
    }

    private SimulatedWorker.Work fetch(FetchTask task, int deliveries) {
        return deliveries < WorkQueue.MAX_DELIVERIES
                ? alive(task.operation(), new SimulatedFetch(this, task))
                : () -> {
                    excuse(ErrorCode.DELIVERIES_EXHAUSTED);
                    abandon(task.operation(), ErrorCode.DELIVERIES_EXHAUSTED);
                    return true;
                };
    }

    private SimulatedWorker.Work load(LoadTask task, int deliveries) {
        SimulatedLoad load = new SimulatedLoad(this, task);
        return deliveries < WorkQueue.MAX_DELIVERIES
                ? alive(task.operation(), load)
                : () -> load.fail(ErrorCode.DELIVERIES_EXHAUSTED);
    }

    /** Now and then a worker says that it is busy. */
    private SimulatedWorker.Work alive(Operation operation, SimulatedWorker.Work work) {
        return () -> {
            if (chance.onceIn(20)) {
                topology.publish(new TaskRunning(operation.operationId(), now));
            }
            return work.step();
        };
    }

    private void require(String invariant, boolean holds) {
        if (!holds) {
            violations.add(invariant);
        }
    }
}
