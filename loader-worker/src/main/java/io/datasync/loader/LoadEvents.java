package io.datasync.loader;

import io.datasync.config.TableConfig;
import io.datasync.error.DataSyncException;
import io.datasync.kafka.Publisher;
import io.datasync.lifecycle.Failpoint;
import io.datasync.loader.target.LoadPlan;
import io.datasync.message.LoadCounts;
import io.datasync.message.LoadTask;
import io.datasync.message.Operation;
import io.datasync.message.OperationEvent;
import io.datasync.message.Reject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a loader tells the others. Every method returns once the message is durable. */
public final class LoadEvents {
    private static final Duration PROGRESS_INTERVAL = Duration.ofSeconds(2);

    private final Publisher publisher;
    private final InstantSource clock;

    public LoadEvents(Publisher publisher, InstantSource clock) {
        this.publisher = publisher;
        this.clock = clock;
    }

    void checked(Operation operation) {
        publisher.publish(new OperationEvent.TargetChecked(operation.operationId(), clock.instant()));
    }

    void prepared(Operation operation) {
        publisher.publish(new OperationEvent.TargetPrepared(operation.operationId(), clock.instant()));
    }

    void loaded(LoadTask.LoadBatch task, LoadCounts counts) {
        publisher.publish(new OperationEvent.BatchLoaded(
                task.operation().operationId(),
                clock.instant(),
                task.slice(),
                task.attempt(),
                task.batch().batch(),
                counts));
    }

    void finished(Operation operation, long deleted) {
        publisher.publish(new OperationEvent.TargetFinished(
                operation.operationId(), clock.instant(), LoadPlan.comparesKeys(operation) ? deleted : null));
    }

    void failed(LoadTask task, DataSyncException failure) {
        publisher.publish(new OperationEvent.LoadFailed(
                task.operation().operationId(),
                clock.instant(),
                task.getClass().getSimpleName(),
                failure.code(),
                String.valueOf(failure.getMessage())));
    }

    /**
     * Reports the progress of a load at most every two seconds, and its rejects as they come. A reject is durable before the
     * batch is committed, as a redelivered task finds the batch done and does not read its rows again; a batch that is loaded
     * anew reports its rejects anew.
     */
    LoadListener listener(TableConfig table, LoadTask.LoadBatch task) {
        return new Listener(table, task);
    }

    private final class Listener implements LoadListener {
        private final TableConfig table;
        private final LoadTask.LoadBatch task;
        private Instant reportedAt;

        Listener(TableConfig table, LoadTask.LoadBatch task) {
            this.table = table;
            this.task = task;
            this.reportedAt = clock.instant();
        }

        @Override
        public void progressed(long rows) {
            Failpoint.CHUNK_LOADED.pass();
            Instant now = clock.instant();
            if (Duration.between(reportedAt, now).abs().compareTo(PROGRESS_INTERVAL) >= 0) {
                reportedAt = now;
                publisher.publish(new OperationEvent.LoadProgressed(
                        task.operation().operationId(),
                        now,
                        task.slice(),
                        task.attempt(),
                        task.batch().batch(),
                        rows));
            }
        }

        @Override
        public void rejected(String column, String reason, Map<String, @Nullable String> row) {
            publisher.publish(new Reject(
                    task.operation().operationId(),
                    clock.instant(),
                    task.operation().tableName(),
                    column,
                    reason,
                    row,
                    Reject.keyOf(row, table.keyColumns())));
        }
    }
}
