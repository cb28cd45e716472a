package io.datasync.scheduler.simulation;

import io.datasync.config.UpdateType;
import io.datasync.message.LoadCounts;
import io.datasync.message.LoadTask;
import io.datasync.message.Operation;
import io.datasync.scheduler.simulation.SimulatedSource.Read;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The destination as the loaders use it: what a step does and its row in the ledger are one transaction, which is refused once
 * the operation's row in the log is closed, or the operation is cleaned up.
 */
final class SimulatedDestination {
    private final SimulatedLog log;
    private final Set<String> violations;
    private final Map<Object, LoadCounts> ledger = new HashMap<>();
    private final Map<String, Map<Integer, Integer>> shadows = new HashMap<>();
    private final Map<String, Set<Integer>> stagedKeys = new HashMap<>();
    private final Map<String, String> disabledIndexes = new HashMap<>();
    private final Map<List<Object>, Integer> newestAttempts = new HashMap<>();

    /** @param violations where broken invariants are named */
    SimulatedDestination(SimulatedLog log, Set<String> violations) {
        this.log = log;
        this.violations = violations;
    }

    /** The transaction's lock on the log's row fails. */
    static final class ClosedException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** More rows do not fit than may be. */
    static final class TooManyRejectsException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** More rows would go than may. */
    static final class DeleteGuardException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Operations that left a shadow, staged keys or disabled indexes behind. */
    Set<String> leftovers() {
        Set<String> left = new HashSet<>(shadows.keySet());
        left.addAll(stagedKeys.keySet());
        left.addAll(disabledIndexes.values());
        return left;
    }

    /** What became of a step that is done. */
    Optional<LoadCounts> done(LoadTask task) {
        return Optional.ofNullable(ledger.get(step(task)));
    }

    /** Whether that operation, a Mass, has emptied its table. */
    boolean hasEmptied(String operationId) {
        LoadCounts prepared = ledger.get(List.of(operationId, LoadTask.PrepareTarget.class));
        return prepared != null && prepared.unchanged() == 0;
    }

    void requireOpen(Operation operation) {
        if (!log.isOpen(operation.operationId())
                || ledger.containsKey(List.of(operation.operationId(), LoadTask.CleanTarget.class))) {
            throw new ClosedException();
        }
    }

    void check(SimulatedTable table, LoadTask.CheckTarget task) {
        requireOpen(task.operation());
        boolean finished = ledger.containsKey(step(new LoadTask.FinishTarget(task.operation())));
        if (swaps(table, task) && !finished) {
            shadows.putIfAbsent(task.operation().operationId(), new TreeMap<>());
        }
        if (deletes(task) && !finished) {
            stagedKeys.putIfAbsent(task.operation().operationId(), new HashSet<>());
        }
    }

    void prepare(SimulatedTable table, LoadTask.PrepareTarget task) {
        once(task, () -> {
            if (table.swaps()) {
                return new LoadCounts(0, 0, 1, 0, 0);
            }
            disabledIndexes.put(table.name(), task.operation().operationId());
            table.rows().clear();
            return LoadCounts.NONE;
        });
    }

    /**
     * Loads a batch.
     *
     * @param attempt the higher, the later its attempt was started
     */
    LoadCounts load(SimulatedTable table, LoadTask.LoadBatch task, List<Read> batch, int attempt) {
        return once(task, () -> {
            Integer newest =
                    newestAttempts.merge(List.of(task.operation().operationId(), task.slice()), attempt, Math::max);
            require("nothingOfAnOldAttemptIsLoadedAfterANewOne", newest == attempt);
            if (deletes(task)) {
                return stage(task, batch);
            }
            boolean swaps = swaps(table, task);
            Map<Integer, Integer> rows = swaps ? shadows.get(task.operation().operationId()) : table.rows();
            if (rows == null) {
                require("aShadowIsThereUntilTheEnd", false);
                return LoadCounts.NONE;
            }
            return merge(table, task, batch, rows);
        });
    }

    private LoadCounts stage(LoadTask.LoadBatch task, List<Read> batch) {
        Set<Integer> staged = stagedKeys.get(task.operation().operationId());
        require("stagedKeysAreThereUntilTheEnd", staged != null);
        if (staged != null) {
            batch.forEach(row -> staged.add(row.key()));
        }
        return new LoadCounts(0, 0, batch.size(), 0, 0);
    }

    private LoadCounts merge(
            SimulatedTable table, LoadTask.LoadBatch task, List<Read> batch, Map<Integer, Integer> rows) {
        LoadCounts counts = LoadCounts.NONE;
        Map<Integer, Integer> merged = new TreeMap<>(rows);
        Set<Integer> seen = new HashSet<>();
        for (Read row : batch) {
            Integer before = merged.get(row.key());
            boolean older = table.guarded() && before != null && before > row.version();
            if (table.source().isUnfit(row.version())) {
                counts = counts.plus(new LoadCounts(0, 0, 0, 0, 1));
            } else if (!seen.add(row.key())) {
                counts = counts.plus(new LoadCounts(0, 0, 0, 1, 0));
            } else if (before == null) {
                merged.put(row.key(), row.version());
                counts = counts.plus(new LoadCounts(1, 0, 0, 0, 0));
            } else {
                require("aTableWithoutKeysHasNoRowTwice", table.hasKeys());
                boolean same = older || before == row.version();
                merged.put(row.key(), same ? before : row.version());
                counts = counts.plus(new LoadCounts(0, same ? 0 : 1, same ? 1 : 0, 0, 0));
            }
        }
        if (counts.rejected() > task.rejectsLeft()) {
            throw new TooManyRejectsException();
        }
        rows.clear();
        rows.putAll(merged);
        return counts;
    }

    /** Updated are the rows that were deleted. */
    LoadCounts finish(SimulatedTable table, LoadTask.FinishTarget task) {
        return once(task, () -> {
            if (deletes(task)) {
                return delete(table, task.operation());
            }
            if (swaps(table, task)) {
                Map<Integer, Integer> shadow = shadows.remove(task.operation().operationId());
                require("aShadowIsThereUntilTheEnd", shadow != null);
                table.rows().clear();
                table.rows().putAll(shadow == null ? Map.of() : shadow);
            }
            disabledIndexes.remove(table.name());
            requireFresh(table, task.operation());
            return LoadCounts.NONE;
        });
    }

    private LoadCounts delete(SimulatedTable table, Operation operation) {
        Set<Integer> staged = stagedKeys.getOrDefault(operation.operationId(), Set.of());
        require("stagedKeysAreThereUntilTheEnd", stagedKeys.containsKey(operation.operationId()));
        Set<Integer> gone = new HashSet<>(table.rows().keySet());
        gone.removeAll(staged);
        if (gone.size() > table.config().deletes().allowed(table.rows().size())) {
            throw new DeleteGuardException();
        }
        stagedKeys.remove(operation.operationId());
        table.rows().keySet().removeAll(gone);
        for (int key = 0; key < SimulatedSource.KEYS; key++) {
            Set<Integer> versions = table.source().versionsSince(key, operation.startedAt());
            boolean wasGone = versions.contains(SimulatedSource.ABSENT);
            boolean wasThere = versions.size() > 1 || !wasGone;
            require("onlyRowsThatWereGoneAreDeleted", wasGone || !gone.contains(key));
            require("noRowStaysThatWasGoneAllTheTime", wasThere || !table.rows().containsKey(key));
        }
        return new LoadCounts(0, gone.size(), 0, 0, 0);
    }

    /** From now on no other step of the operation is done. */
    void clean(SimulatedTable table, LoadTask.CleanTarget task) {
        ledger.put(step(task), LoadCounts.NONE);
        shadows.remove(task.operation().operationId());
        stagedKeys.remove(task.operation().operationId());
        disabledIndexes.remove(table.name(), task.operation().operationId());
    }

    /** Each row is one that the source had when the operation was opened, or later. */
    private void requireFresh(SimulatedTable table, Operation operation) {
        SimulatedSource source = table.source();
        for (int key = 0; key < SimulatedSource.KEYS; key++) {
            Set<Integer> versions = source.versionsSince(key, operation.startedAt());
            boolean mayBeRejected =
                    versions.stream().anyMatch(version -> source.isUnfit(version) || source.isUnreadable(version));
            int found = table.rows().getOrDefault(key, SimulatedSource.ABSENT);
            require("aSuccessLeavesNoRowOlderThanItsStart", mayBeRejected || versions.contains(found));
        }
    }

    private LoadCounts once(LoadTask task, Supplier<LoadCounts> effect) {
        LoadCounts known = ledger.get(step(task));
        if (known != null) {
            return known;
        }
        requireOpen(task.operation());
        LoadCounts counts = effect.get();
        ledger.put(step(task), counts);
        return counts;
    }

    private static Object step(LoadTask task) {
        String operationId = task.operation().operationId();
        return task instanceof LoadTask.LoadBatch load
                ? List.of(
                        operationId, load.slice(), load.attempt(), load.batch().batch())
                : List.of(operationId, task.getClass());
    }

    private static boolean swaps(SimulatedTable table, LoadTask task) {
        return table.swaps() && task.operation().updateType() == UpdateType.MASS;
    }

    private static boolean deletes(LoadTask task) {
        return !task.operation().updateType().bringsRows();
    }

    private void require(String invariant, boolean holds) {
        if (!holds) {
            violations.add(invariant);
        }
    }
}
