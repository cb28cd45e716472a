package io.datasync.loader;

import io.datasync.config.TableConfig;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.loader.postprocessor.PostProcessor;
import io.datasync.loader.target.RowsToDelete;
import io.datasync.loader.target.TargetTable;
import io.datasync.message.LoadCounts;
import io.datasync.message.LoadTask;
import io.datasync.message.Operation;
import io.datasync.rows.RowSchema;
import io.datasync.telemetry.SyncMetrics;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries a step again, from its beginning, while the database is busy or away: six times, with pauses that double from half a
 * second and vary by a half. What still fails then fails the operation, and its schedule brings the next one.
 */
public final class RetryingDestination implements Destination {
    private static final Logger log = LoggerFactory.getLogger(RetryingDestination.class);
    private static final int ATTEMPTS = 6;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final double GROWTH = 2;
    private static final double VARIATION = 0.5;

    private final Destination destination;
    private final SyncMetrics metrics;
    private final RetryConfig config;

    /** Retries the steps of {@code destination}, which is closed with this. */
    public RetryingDestination(Destination destination, SyncMetrics metrics) {
        this(destination, metrics, FIRST_PAUSE);
    }

    RetryingDestination(Destination destination, SyncMetrics metrics, Duration firstPause) {
        this.destination = destination;
        this.metrics = metrics;
        this.config = RetryConfig.custom()
                .maxAttempts(ATTEMPTS)
                .intervalFunction(IntervalFunction.ofExponentialRandomBackoff(firstPause, GROWTH, VARIATION))
                .retryOnException(RetryingDestination::mayPass)
                .build();
    }

    @Override
    public void checkTarget(TableConfig table, Operation operation, RowSchema schema) {
        run(operation, () -> destination.checkTarget(table, operation, schema));
    }

    @Override
    public void compare(TableConfig table, RowSchema schema) {
        destination.compare(table, schema);
    }

    @Override
    public TargetTable describe(TableConfig table) {
        return destination.describe(table);
    }

    /** Not retried: whoever asks has looked at the rows just now. */
    @Override
    public void deleteRows(TableConfig table, RowsToDelete rows) {
        destination.deleteRows(table, rows);
    }

    @Override
    public List<String> advice() {
        return destination.advice();
    }

    @Override
    public void prepareTarget(TableConfig table, Operation operation, boolean empty) {
        run(operation, () -> destination.prepareTarget(table, operation, empty));
    }

    @Override
    public LoadCounts loadBatch(TableConfig table, LoadTask.LoadBatch task, Chunks chunks, LoadListener listener) {
        return call(task.operation(), () -> destination.loadBatch(table, task, chunks, listener));
    }

    @Override
    public long finishTarget(TableConfig table, Operation operation, PostProcessor postProcessor) {
        return call(operation, () -> destination.finishTarget(table, operation, postProcessor));
    }

    @Override
    public void cleanTarget(TableConfig table, Operation operation) {
        run(operation, () -> destination.cleanTarget(table, operation));
    }

    /** Not retried: health is asked for again anyway. */
    @Override
    public void checkHealth() {
        destination.checkHealth();
    }

    @Override
    public void close() {
        destination.close();
    }

    private void run(Operation operation, Runnable step) {
        call(operation, () -> {
            step.run();
            return LoadCounts.NONE;
        });
    }

    private <T> T call(Operation operation, Supplier<T> step) {
        Retry retry = Retry.of("load", config);
        retry.getEventPublisher().onRetry(event -> {
            metrics.retried(
                    operation,
                    "load",
                    DataSyncException.of(event.getLastThrowable()).code());
            log.atWarn()
                    .addKeyValue("operation", operation.operationId())
                    .addKeyValue("table", operation.tableName())
                    .addKeyValue("attempt", event.getNumberOfRetryAttempts())
                    .addKeyValue("reason", String.valueOf(event.getLastThrowable()))
                    .log("The destination is busy or away, the step is tried again");
        });
        return retry.executeSupplier(step);
    }

    private static boolean mayPass(Throwable failure) {
        return failure instanceof DataSyncException known
                && (known.code() == ErrorCode.DESTINATION_BUSY || known.code() == ErrorCode.DESTINATION_UNAVAILABLE)
                && !Thread.currentThread().isInterrupted();
    }
}
