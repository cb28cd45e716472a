package io.datasync.loader;

import io.datasync.config.DataSyncConfig;
import io.datasync.config.TableConfig;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.kafka.Delivery;
import io.datasync.kafka.TaskHandler;
import io.datasync.lifecycle.Failpoint;
import io.datasync.loader.postprocessor.PostProcessorTypes;
import io.datasync.loader.target.LoadPlan;
import io.datasync.message.BatchRef;
import io.datasync.message.LoadCounts;
import io.datasync.message.LoadTask;
import io.datasync.message.Operation;
import io.datasync.telemetry.SyncMetrics;
import io.datasync.telemetry.Tracing;
import io.opentelemetry.api.trace.SpanKind;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Does load tasks: each in a span of the operation's trace, its event published after the commit. A step that fails for good
 * is reported as LoadFailed; one that the broker's absence or an interrupt stops is thrown, so that the task comes again; one
 * of a closed operation is dropped. A failed CleanTarget is thrown too, as nobody waits for its event.
 */
public final class LoadTaskHandler implements TaskHandler<LoadTask> {
    private static final Logger log = LoggerFactory.getLogger(LoadTaskHandler.class);

    private final DataSyncConfig config;
    private final Destination destination;
    private final Function<BatchRef, Chunks> batches;
    private final PostProcessorTypes postProcessors;
    private final LoadEvents events;
    private final Tracing tracing;
    private final SyncMetrics metrics;

    /**
     * Handles the tasks of a loader.
     *
     * @param batches finds the chunks of a batch
     */
    public LoadTaskHandler(
            DataSyncConfig config,
            Destination destination,
            Function<BatchRef, Chunks> batches,
            PostProcessorTypes postProcessors,
            LoadEvents events,
            Tracing tracing,
            SyncMetrics metrics) {
        this.config = config;
        this.destination = destination;
        this.batches = batches;
        this.postProcessors = postProcessors;
        this.events = events;
        this.tracing = tracing;
        this.metrics = metrics;
    }

    @Override
    public void handle(LoadTask task, Delivery delivery) throws InterruptedException {
        try {
            tracing.inSpan(
                    spanName(task),
                    SpanKind.CONSUMER,
                    task.operation(),
                    delivery.headers(),
                    () -> runAndReport(task),
                    LoadCounts::sum);
        } catch (DataSyncException failure) {
            if (Thread.interrupted()) {
                throw (InterruptedException)
                        new InterruptedException("Interrupted in " + spanName(task)).initCause(failure);
            } else if (comesAgain(task, failure)) {
                throw failure;
            }
        }
    }

    @Override
    public void giveUp(LoadTask task, DataSyncException reason) {
        logged(task).setCause(reason).log("A load task is given up");
        if (!(task instanceof LoadTask.CleanTarget)) {
            events.failed(task, reason);
        }
    }

    /** A failure is reported within the span, so that its event belongs to the trace, and thrown for the span to see. */
    private LoadCounts runAndReport(LoadTask task) {
        try {
            return run(task, table(task.operation()));
        } catch (RuntimeException thrown) {
            DataSyncException failure = DataSyncException.of(thrown);
            if (failure.code() == ErrorCode.OPERATION_CLOSED) {
                log.atInfo()
                        .addKeyValue("operation", task.operation().operationId())
                        .addKeyValue("step", spanName(task))
                        .log("The operation is no longer open, its task is dropped");
            } else if (!Thread.currentThread().isInterrupted() && !comesAgain(task, failure)) {
                logged(task).setCause(failure).log("A load task failed");
                events.failed(task, failure);
            }
            throw failure;
        }
    }

    private LoadCounts run(LoadTask task, TableConfig table) {
        Operation operation = task.operation();
        if (task instanceof LoadTask.CheckTarget check) {
            destination.checkTarget(table, operation, check.schema());
            events.checked(operation);
        } else if (task instanceof LoadTask.PrepareTarget prepare) {
            destination.prepareTarget(table, operation, prepare.empty());
            Failpoint.PREPARE_COMMITTED.pass();
            events.prepared(operation);
        } else if (task instanceof LoadTask.LoadBatch load) {
            return load(table, load);
        } else if (task instanceof LoadTask.FinishTarget) {
            long deleted = destination.finishTarget(table, operation, postProcessors.create(table));
            Failpoint.FINISH_COMMITTED.pass();
            events.finished(operation, deleted);
            if (LoadPlan.comparesKeys(operation)) {
                metrics.deleted(operation, deleted);
            }
        } else {
            destination.cleanTarget(table, operation);
        }
        return LoadCounts.NONE;
    }

    private LoadCounts load(TableConfig table, LoadTask.LoadBatch task) {
        LoadCounts counts =
                destination.loadBatch(table, task, batches.apply(task.batch()), events.listener(table, task));
        Failpoint.BATCH_COMMITTED.pass();
        events.loaded(task, counts);
        metrics.batchLoaded(task.operation(), counts);
        log.atInfo()
                .addKeyValue("operation", task.operation().operationId())
                .addKeyValue("table", table.tableName())
                .addKeyValue("slice", task.slice())
                .addKeyValue("batch", task.batch().batch())
                .addKeyValue("counts", counts)
                .log("Batch loaded");
        return counts;
    }

    private TableConfig table(Operation operation) {
        return config.table(operation.tableName())
                .orElseThrow(() -> new DataSyncException(
                        ErrorCode.CONFIGURATION,
                        "This loader's configuration has no table " + operation.tableName()
                                + "; give all processes the same configuration"));
    }

    private static boolean comesAgain(LoadTask task, DataSyncException failure) {
        return failure.code() == ErrorCode.KAFKA_UNAVAILABLE
                || (task instanceof LoadTask.CleanTarget && failure.code() != ErrorCode.OPERATION_CLOSED);
    }

    private static String spanName(LoadTask task) {
        if (task instanceof LoadTask.CheckTarget) {
            return "check target";
        } else if (task instanceof LoadTask.PrepareTarget) {
            return "prepare target";
        } else if (task instanceof LoadTask.LoadBatch) {
            return "load batch";
        } else if (task instanceof LoadTask.FinishTarget) {
            return "finish target";
        }
        return "clean target";
    }

    private static LoggingEventBuilder logged(LoadTask task) {
        return log.atError()
                .addKeyValue("operation", task.operation().operationId())
                .addKeyValue("table", task.operation().tableName())
                .addKeyValue("step", spanName(task));
    }
}
