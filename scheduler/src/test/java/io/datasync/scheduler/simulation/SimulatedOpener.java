package io.datasync.scheduler.simulation;

import io.datasync.config.UpdateType;
import io.datasync.message.FetchTask;
import io.datasync.message.Operation;
import io.datasync.message.OperationEvent.OperationOpened;
import io.datasync.scheduler.schedule.DueOperation;
import io.datasync.scheduler.schedule.ScheduleChecker;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** A scheduler that opens operations: first the log's row, then the event, then the task; it may die in between. */
final class SimulatedOpener {
    private final SimulatedCluster cluster;
    private final Deque<Runnable> left = new ArrayDeque<>();

    SimulatedOpener(SimulatedCluster cluster) {
        this.cluster = cluster;
    }

    boolean isIdle() {
        return left.isEmpty();
    }

    void die() {
        left.clear();
    }

    void step(SimulatedTable table, UpdateType type) {
        Runnable next = left.poll();
        if (next == null) {
            open(table, type);
        } else {
            next.run();
        }
    }

    private void open(SimulatedTable table, UpdateType type) {
        DueOperation due = new ScheduleChecker(List.of(table.config()), 0)
                .requested(
                        table.config(),
                        type,
                        cluster.log().lastUpdates(cluster.destination()::hasEmptied),
                        cluster.now());
        Operation operation = new Operation(
                cluster.nextOperationId(),
                table.name(),
                table.config().sourceSystem(),
                type,
                due.minimumDT(),
                cluster.now());
        if (!cluster.log().open(operation, cluster.now())) {
            return;
        }
        boolean divides = due.minimumDT() == null && table.hasKeys();
        FetchTask task = divides ? FetchTask.undivided(operation) : FetchTask.whole(operation);
        OperationOpened opened = new OperationOpened(
                operation, cluster.now(), task.slices(), cluster.maxRejects(operation), table.hasKeys(), null, null);
        left.add(() -> cluster.topology().publish(opened));
        left.add(() -> cluster.tasks().publish(task));
    }
}
