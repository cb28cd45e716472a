package io.datasync.fetcher;

import io.datasync.config.TableConfig;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.message.FetchTask;
import io.datasync.message.Operation;
import io.datasync.message.OperationEvent;
import io.datasync.telemetry.SyncMetrics;
import io.datasync.telemetry.Tracing;
import io.github.resilience4j.core.IntervalFunction;
import io.opentelemetry.api.trace.SpanKind;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Predicate;
import org.apache.kafka.common.header.Headers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles a FetchTask: reads a slice of a table and writes it, batch by batch, to the operation's batch topic. What becomes
 * of it is said in events; the task is done when this returns. Rows that are not divided yet are divided first, if that is
 * worth it.
 *
 * <p>A source that does not answer is tried again, this slice alone: a new attempt makes the batches of the one before void.
 * Rows of theirs that are loaded already are merged with, so a table without key columns is not tried again once it has
 * published a batch.
 */
public final class FetchSlice {
    private static final Logger log = LoggerFactory.getLogger(FetchSlice.class);
    private static final int ATTEMPTS = 3;

    private final SliceReader reader;
    private final FetchOutput output;
    private final Tracing tracing;
    private final SyncMetrics metrics;
    private final Predicate<String> hasEnded;
    private final InstantSource clock;
    private final IntervalFunction waits;

    /**
     * A handler for any number of threads.
     *
     * @param hasEnded whether the operation of that id has ended; asked often, so it should answer from memory
     */
    public FetchSlice(
            SliceReader reader,
            FetchOutput output,
            Tracing tracing,
            SyncMetrics metrics,
            Predicate<String> hasEnded,
            InstantSource clock) {
        this(
                reader,
                output,
                tracing,
                metrics,
                hasEnded,
                clock,
                IntervalFunction.ofExponentialRandomBackoff(Duration.ofSeconds(5), 3.0, 0.5));
    }

    FetchSlice(
            SliceReader reader,
            FetchOutput output,
            Tracing tracing,
            SyncMetrics metrics,
            Predicate<String> hasEnded,
            InstantSource clock,
            IntervalFunction waits) {
        this.reader = reader;
        this.output = output;
        this.tracing = tracing;
        this.metrics = metrics;
        this.hasEnded = hasEnded;
        this.clock = clock;
        this.waits = waits;
    }

    /**
     * Fetches the slice. Returns when the slice is fetched, has failed and its event says so, or its operation has ended.
     *
     * @param headers of the task's record, with its trace context
     * @throws InterruptedException if this process is to stop or has lost the task; another one should get it
     * @throws DataSyncException if not even the failure could be published
     */
    public void handle(FetchTask task, Headers headers) throws InterruptedException {
        try {
            tracing.inSpan(
                    "fetch slice",
                    SpanKind.CONSUMER,
                    task.operation(),
                    headers,
                    () -> fetchUninterrupted(task),
                    Long::longValue);
        } catch (Interrupted stop) {
            throw stop.interruption;
        } catch (Published reported) {
            log.atWarn()
                    .addKeyValue("operation", task.operation().operationId())
                    .addKeyValue("table", task.operation().tableName())
                    .addKeyValue("slice", task.slice())
                    .addKeyValue("code", reported.failure.code())
                    .setCause(reported.failure)
                    .log("Slice failed");
        }
    }

    private long fetchUninterrupted(FetchTask task) {
        try {
            return fetch(task);
        } catch (InterruptedException stop) {
            throw new Interrupted(stop);
        }
    }

    /** Tries until it works or it makes no sense to try again, without a snapshot that is gone; the number of rows. */
    private long fetch(FetchTask asked) throws InterruptedException {
        FetchTask task = asked;
        for (int number = 1; ; number++) {
            Attempt attempt = new Attempt(task, UUID.randomUUID().toString());
            try {
                return attempt.run();
            } catch (RuntimeException thrown) {
                if (Thread.interrupted()) {
                    throw interrupted(thrown);
                }
                DataSyncException failure = DataSyncException.of(thrown);
                if (hasEnded.test(task.operation().operationId())) {
                    logEnded(task.operation());
                    return attempt.rows;
                }
                if (!failure.code().isRetryable() || !attempt.isRepeatable() || number == ATTEMPTS) {
                    attempt.publish(failure);
                    throw new Published(failure);
                }
                waitBeforeNext(task, number, failure);
                if (failure.code() == ErrorCode.SOURCE_SNAPSHOT) {
                    task = task.withoutSnapshot();
                }
            }
        }
    }

    private void waitBeforeNext(FetchTask task, int number, DataSyncException failure) throws InterruptedException {
        metrics.retried(task.operation(), "fetch", failure.code());
        long millis = waits.apply(number);
        log.atWarn()
                .addKeyValue("operation", task.operation().operationId())
                .addKeyValue("table", task.operation().tableName())
                .addKeyValue("attempt", number)
                .addKeyValue("waitMillis", millis)
                .addKeyValue("reason", failure.getMessage())
                .log("The source or Kafka does not answer, the slice will be fetched again");
        Thread.sleep(millis);
    }

    private static void logEnded(Operation operation) {
        log.atInfo()
                .addKeyValue("operation", operation.operationId())
                .addKeyValue("table", operation.tableName())
                .log("The operation has ended, its slice is not fetched further");
    }

    private static InterruptedException interrupted(RuntimeException cause) {
        InterruptedException interruption = new InterruptedException("Fetching was interrupted");
        interruption.initCause(cause);
        return interruption;
    }

    /** One try, with what is to be known of it when it fails. */
    private final class Attempt {
        private final FetchTask task;
        private final String id;
        private long rows;
        private boolean isRepeatable = true;

        Attempt(FetchTask task, String id) {
            this.task = task;
            this.id = id;
        }

        boolean isRepeatable() {
            return isRepeatable;
        }

        long run() throws InterruptedException {
            if (!task.isUndivided()) {
                return read(task);
            }
            PlanSlices planSlices = new PlanSlices(reader, output.publisher(), hasEnded, clock);
            return planSlices.plan(task.operation()) ? 0 : read(FetchTask.whole(task.operation()));
        }

        private long read(FetchTask slice) throws InterruptedException {
            String operationId = slice.operation().operationId();
            TableConfig table = reader.table(slice.operation());
            BatchTopic topic = output.createBatchTopic(operationId, slice.slices());
            BatchWriter writer = new BatchWriter(output.chunks(), topic, slice.slice(), table);
            SliceAttempt attempt =
                    new SliceAttempt(slice, id, table, reader.config().options(), output.publisher(), metrics, clock);
            try (RowStream stream = reader.open(slice, clock.instant());
                    CancelOnStop watch = CancelOnStop.watch(stream::cancel, () -> hasEnded.test(operationId))) {
                attempt.run(stream, writer, reader.cursorColumn(slice.operation()));
                return attempt.rows();
            } finally {
                rows = attempt.rows();
                isRepeatable = writer.batches() == 0 || !table.keyColumns().isEmpty();
            }
        }

        void publish(DataSyncException failure) {
            output.publisher()
                    .publish(new OperationEvent.SliceFailed(
                            task.operation().operationId(),
                            clock.instant(),
                            task.slice(),
                            task.slices(),
                            id,
                            failure.code(),
                            String.valueOf(failure.getMessage())));
        }
    }

    /** Carries an interruption out of the span. */
    private static final class Interrupted extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final InterruptedException interruption;

        Interrupted(InterruptedException interruption) {
            super(interruption);
            this.interruption = interruption;
        }
    }

    /** Carries a failure that an event tells of out of the span, so that the span shows it. */
    private static final class Published extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final DataSyncException failure;

        Published(DataSyncException failure) {
            super(failure.getMessage(), failure);
            this.failure = failure;
        }
    }
}
