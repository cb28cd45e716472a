package io.datasync.fetcher;

import io.datasync.config.Options;
import io.datasync.config.TableConfig;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.kafka.Publisher;
import io.datasync.lifecycle.Failpoint;
import io.datasync.message.BatchRef;
import io.datasync.message.FetchTask;
import io.datasync.message.OperationEvent;
import io.datasync.message.Reject;
import io.datasync.rows.RejectedRow;
import io.datasync.rows.RowSchema;
import io.datasync.telemetry.SyncMetrics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** One attempt to fetch a slice, from its first event to SliceFetched; used once, by one thread that reads while another one sends. */
final class SliceAttempt {
    private static final Duration PROGRESS_INTERVAL = Duration.ofSeconds(2);

    /** Asking the time for every row would cost more than the row. */
    private static final int ROWS_BETWEEN_PROGRESS = 1_024;

    private final FetchTask task;
    private final String attempt;
    private final TableConfig table;
    private final Options options;
    private final Publisher publisher;
    private final SyncMetrics metrics;
    private final InstantSource clock;
    private Instant progressAt;
    private long rows;
    private long rejected;
    private @Nullable RejectedRow firstReject;

    SliceAttempt(
            FetchTask task,
            String attempt,
            TableConfig table,
            Options options,
            Publisher publisher,
            SyncMetrics metrics,
            InstantSource clock) {
        this.task = task;
        this.attempt = attempt;
        this.table = table;
        this.options = options;
        this.publisher = publisher;
        this.metrics = metrics;
        this.clock = clock;
        this.progressAt = clock.instant();
    }

    /** Rows read so far. */
    long rows() {
        return rows;
    }

    /**
     * Reads the stream to its end and writes its batches.
     *
     * @param cursorColumn column whose largest number is told at the end
     * @throws DataSyncException if source, broker or rows make it impossible; batches that were published stay valid
     */
    void run(RowStream stream, BatchWriter writer, Optional<String> cursorColumn) throws InterruptedException {
        publisher.publish(new OperationEvent.SliceStarted(
                operationId(), clock.instant(), task.slice(), task.slices(), attempt, stream.schema()));
        RowSchema schema = stream.schema();
        HighWaterMark mark = HighWaterMark.of(cursorColumn, schema);
        try (BufferAllocator allocator = new RootAllocator();
                ChunkSender sender = new ChunkSender(
                        () -> new ChunkBuilder(schema, allocator),
                        (chunk, endsBatch) -> send(writer, mark, chunk, endsBatch),
                        stream::cancel)) {
            try {
                read(stream, sender);
            } catch (DataSyncException failure) {
                // What was read before is sent; or sending failed first, and the stream was cancelled for it.
                sender.finish();
                throw failure;
            }
            sender.finish();
        }
        if (writer.rows() > 0) {
            finish(writer);
        }
        publisher.publish(new OperationEvent.SliceFetched(
                operationId(), clock.instant(), task.slice(), attempt, writer.batches(), rows, rejected, mark.value()));
    }

    private void read(RowStream stream, ChunkSender sender) throws InterruptedException {
        long left = options.batchSize();
        boolean more = true;
        while (more) {
            ChunkBuilder chunk = sender.take();
            more = fill(chunk, stream, left);
            left -= chunk.rows();
            boolean endsBatch = left == 0;
            if (chunk.rows() > 0) {
                sender.send(chunk, endsBatch);
            }
            left = endsBatch ? options.batchSize() : left;
        }
    }

    /** Runs in the sender's thread. */
    private void send(BatchWriter writer, HighWaterMark mark, ChunkBuilder chunk, boolean endsBatch)
            throws InterruptedException {
        VectorSchemaRoot rows = chunk.chunk();
        writer.write(rows);
        mark.add(rows);
        if (endsBatch) {
            finish(writer);
        }
    }

    /** Adds rows until the chunk is full or has as many as fit the batch; false if there are no more. */
    private boolean fill(ChunkBuilder chunk, RowStream stream, long most) throws InterruptedException {
        while (chunk.rows() < most && !chunk.isFull()) {
            try {
                if (!chunk.add(stream)) {
                    return false;
                }
            } catch (RejectedRow reject) {
                reject(reject, stream);
            }
            rows++;
            if (rows % ROWS_BETWEEN_PROGRESS == 0) {
                progress();
            }
        }
        progress();
        return true;
    }

    private void reject(RejectedRow reject, RowStream stream) {
        rejected++;
        metrics.rejected(task.operation(), 1);
        firstReject = firstReject == null ? reject : firstReject;
        String reason = String.valueOf(reject.getMessage());
        Map<String, @Nullable String> row = stream.rowAsText();
        publisher.publish(new Reject(
                operationId(),
                clock.instant(),
                table.tableName(),
                reject.column(),
                reason,
                row,
                Reject.keyOf(stream.byColumn(row), table.keyColumns())));
        // The row itself is not counted yet; the topology judges a percentage of all slices at their end.
        if (rejected > options.maxRejects().allowed(rows + 1, false)) {
            throw new DataSyncException(
                    ErrorCode.TOO_MANY_REJECTS,
                    "More than " + options.maxRejects()
                            + (options.maxRejects().percent() == null ? " rows of " : " of the rows of ")
                            + table.tableName()
                            + " cannot be carried (maxRejects). The first: "
                            + firstReject.getMessage()
                            + ". datasync rejects --operation " + operationId() + " shows the rows");
        }
    }

    private void finish(BatchWriter writer) throws InterruptedException {
        BatchRef batch = writer.finish();
        Failpoint.BATCH_DURABLE.pass();
        publisher.publish(
                new OperationEvent.BatchFetched(operationId(), clock.instant(), task.slice(), attempt, batch));
        Failpoint.BATCH_ANNOUNCED.pass();
        metrics.batchFetched(task.operation(), batch.bytes());
    }

    /** A sign of life now and then; also where an interrupt is noticed while rows keep coming. */
    private void progress() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        Instant now = clock.instant();
        if (!now.isBefore(progressAt.plus(PROGRESS_INTERVAL))) {
            progressAt = now;
            publisher.publish(new OperationEvent.SliceProgressed(operationId(), now, task.slice(), attempt, rows));
        }
    }

    private String operationId() {
        return task.operation().operationId();
    }
}
