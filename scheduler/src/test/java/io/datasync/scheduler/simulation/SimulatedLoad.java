package io.datasync.scheduler.simulation;

import io.datasync.error.ErrorCode;
import io.datasync.message.LoadCounts;
import io.datasync.message.LoadTask;
import io.datasync.message.LoadTask.CheckTarget;
import io.datasync.message.LoadTask.CleanTarget;
import io.datasync.message.LoadTask.FinishTarget;
import io.datasync.message.LoadTask.LoadBatch;
import io.datasync.message.LoadTask.PrepareTarget;
import io.datasync.message.OperationEvent.BatchLoaded;
import io.datasync.message.OperationEvent.LoadFailed;
import io.datasync.message.OperationEvent.LoadProgressed;
import io.datasync.message.OperationEvent.TargetChecked;
import io.datasync.message.OperationEvent.TargetFinished;
import io.datasync.message.OperationEvent.TargetPrepared;
import io.datasync.scheduler.simulation.SimulatedDestination.ClosedException;
import io.datasync.scheduler.simulation.SimulatedDestination.DeleteGuardException;
import io.datasync.scheduler.simulation.SimulatedDestination.TooManyRejectsException;

/** What a loader does for a task: begin a transaction, work in it, commit it, say so; each a step of its own. */
final class SimulatedLoad implements SimulatedWorker.Work {
    private final SimulatedCluster cluster;
    private final SimulatedTable table;
    private final LoadTask task;
    private Stage stage = Stage.BEGIN;
    private LoadCounts counts = LoadCounts.NONE;

    private enum Stage {
        BEGIN,
        WORK,
        COMMIT,
        REPORT
    }

    SimulatedLoad(SimulatedCluster cluster, LoadTask task) {
        this.cluster = cluster;
        this.table = cluster.table(task.operation());
        this.task = task;
    }

    @Override
    public boolean step() {
        if (cluster.chance().fault(400)) {
            return destinationFails();
        }
        try {
            return switch (stage) {
                case BEGIN -> begin();
                case WORK -> work();
                case COMMIT -> commit();
                case REPORT -> report();
            };
        } catch (ClosedException closed) {
            return true;
        } catch (TooManyRejectsException rejects) {
            return fail(ErrorCode.TOO_MANY_REJECTS);
        } catch (DeleteGuardException guarded) {
            return fail(ErrorCode.DELETE_GUARD);
        }
    }

    private boolean begin() {
        stage = Stage.WORK;
        if (task instanceof CleanTarget) {
            return false;
        }
        cluster.destination().done(task).ifPresent(known -> {
            counts = known;
            stage = Stage.REPORT;
        });
        if (stage == Stage.WORK) {
            cluster.destination().requireOpen(task.operation());
        }
        return false;
    }

    private boolean work() {
        if (task instanceof LoadBatch load && cluster.chance().onceIn(3)) {
            cluster.topology()
                    .publish(new LoadProgressed(
                            operationId(),
                            cluster.now(),
                            load.slice(),
                            load.attempt(),
                            load.batch().batch(),
                            1));
        }
        stage = Stage.COMMIT;
        return false;
    }

    private boolean commit() {
        SimulatedDestination destination = cluster.destination();
        stage = Stage.REPORT;
        if (task instanceof CheckTarget check) {
            destination.check(table, check);
        } else if (task instanceof PrepareTarget prepare) {
            destination.prepare(table, prepare);
        } else if (task instanceof LoadBatch load) {
            counts = destination.load(
                    table,
                    load,
                    cluster.readBatch(load.attempt(), load.batch().batch()),
                    cluster.topology().order(load.attempt()));
        } else if (task instanceof FinishTarget finish) {
            counts = destination.finish(table, finish);
        } else if (task instanceof CleanTarget clean) {
            destination.clean(table, clean);
        }
        return false;
    }

    private boolean report() {
        if (task instanceof CheckTarget) {
            cluster.topology().publish(new TargetChecked(operationId(), cluster.now()));
        } else if (task instanceof PrepareTarget) {
            cluster.topology().publish(new TargetPrepared(operationId(), cluster.now()));
        } else if (task instanceof LoadBatch load) {
            cluster.topology()
                    .publish(new BatchLoaded(
                            operationId(),
                            cluster.now(),
                            load.slice(),
                            load.attempt(),
                            load.batch().batch(),
                            counts));
        } else if (task instanceof FinishTarget) {
            cluster.topology()
                    .publish(new TargetFinished(
                            operationId(),
                            cluster.now(),
                            task.operation().updateType().bringsRows() ? null : counts.updated()));
        }
        return true;
    }

    /** The step fails for good; that of a clean-up comes again. */
    private boolean destinationFails() {
        if (task instanceof CleanTarget) {
            stage = Stage.BEGIN;
            return false;
        }
        return fail(ErrorCode.DESTINATION_STATEMENT);
    }

    boolean fail(ErrorCode code) {
        if (task instanceof CleanTarget) {
            cluster.cleaningGivenUp();
        } else {
            cluster.excuse(code);
            cluster.topology()
                    .publish(new LoadFailed(
                            operationId(), cluster.now(), task.getClass().getSimpleName(), code, "it fails"));
        }
        return true;
    }

    private String operationId() {
        return task.operation().operationId();
    }
}
