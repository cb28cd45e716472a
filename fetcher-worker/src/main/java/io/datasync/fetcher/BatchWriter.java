package io.datasync.fetcher;

import io.datasync.config.TableConfig;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.kafka.KafkaClients;
import io.datasync.kafka.KafkaFailure;
import io.datasync.lifecycle.Failpoint;
import io.datasync.message.BatchRef;
import io.datasync.rows.ChunkCodec;
import io.datasync.telemetry.Tracing;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.zip.CRC32C;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;

/**
 * Sends chunks to the batch topic and knows what a batch consists of. Sending runs ahead of the broker as far as the
 * producer's buffer goes; only the end of a batch waits for all acknowledgements.
 */
final class BatchWriter {
    /** Key, headers and the envelope of a record need some bytes beside the chunk. */
    static final int MAX_CHUNK_BYTES = KafkaClients.MAX_RECORD_BYTES - 4_096;

    private final Producer<String, byte[]> producer;
    private final BatchTopic topic;
    private final int slice;
    private final TableConfig table;
    private final Deque<Sent> unsettled = new ArrayDeque<>();
    private CRC32C checksum = new CRC32C();
    private boolean topicTakesRecords;
    private int batch;
    private long rows;
    private long bytes;
    private long firstOffset = -1;
    private long lastOffset = -1;

    BatchWriter(Producer<String, byte[]> producer, BatchTopic topic, int slice, TableConfig table) {
        this.producer = producer;
        this.topic = topic;
        this.slice = slice;
        this.table = table;
    }

    /** Number of batches that are finished. */
    int batches() {
        return batch;
    }

    /** Rows of the batch that is being written. */
    long rows() {
        return rows;
    }

    /**
     * Sends the rows as one chunk, or as several if they are too large for one record.
     *
     * @throws DataSyncException with {@link ErrorCode#ROW_TOO_LARGE} if a single row is, or with
     *     {@link ErrorCode#KAFKA_UNAVAILABLE} if this or an earlier chunk of the batch could not be sent
     */
    void write(VectorSchemaRoot chunk) throws InterruptedException {
        byte[] encoded = ChunkCodec.encode(chunk);
        if (encoded.length <= MAX_CHUNK_BYTES) {
            send(encoded, chunk.getRowCount());
        } else if (chunk.getRowCount() == 1) {
            throw rowTooLarge(encoded.length, "the " + MAX_CHUNK_BYTES + " that Kafka is set up to accept", null);
        } else {
            int half = chunk.getRowCount() / 2;
            writePart(chunk, 0, half);
            writePart(chunk, half, chunk.getRowCount() - half);
        }
    }

    private void writePart(VectorSchemaRoot chunk, int start, int length) throws InterruptedException {
        try (VectorSchemaRoot part = chunk.slice(start, length)) {
            write(part);
        }
    }

    private void send(byte[] encoded, int chunkRows) throws InterruptedException {
        if (!topicTakesRecords) {
            topic.await();
            topicTakesRecords = true;
        }
        ProducerRecord<String, byte[]> record =
                new ProducerRecord<>(topic.name(), slice, Integer.toString(slice), encoded);
        Tracing.inject(record.headers());
        try {
            unsettled.add(new Sent(producer.send(record), chunkRows, encoded.length));
        } catch (KafkaException failure) {
            throw unavailable(failure);
        }
        Failpoint.CHUNK_SENT.pass();
        checksum.update(encoded);
        rows += chunkRows;
        bytes += encoded.length;
        // A failure is noticed here, not only at the end of a long batch.
        while (!unsettled.isEmpty() && unsettled.element().result().isDone()) {
            settle(unsettled.remove());
        }
    }

    /** Waits until the batch is durable, and starts the next one. */
    BatchRef finish() throws InterruptedException {
        while (!unsettled.isEmpty()) {
            settle(unsettled.remove());
        }
        BatchRef reference =
                new BatchRef(batch, topic.name(), slice, firstOffset, lastOffset, rows, bytes, checksum.getValue());
        batch++;
        rows = 0;
        bytes = 0;
        firstOffset = -1;
        checksum = new CRC32C();
        return reference;
    }

    private void settle(Sent chunk) throws InterruptedException {
        try {
            lastOffset = chunk.result().get().offset();
            firstOffset = firstOffset < 0 ? lastOffset : firstOffset;
        } catch (ExecutionException failure) {
            Throwable cause = failure.getCause() == null ? failure : failure.getCause();
            if (cause instanceof RecordTooLargeException && chunk.rows() == 1) {
                throw rowTooLarge(chunk.bytes(), "the broker or the producer is set to accept", cause);
            }
            throw unavailable(cause);
        }
    }

    private DataSyncException rowTooLarge(int size, String limit, @Nullable Throwable cause) {
        return new DataSyncException(
                ErrorCode.ROW_TOO_LARGE,
                "Table " + table.tableName() + ": a row takes " + size + " bytes, more than " + limit
                        + " for one record; find it by the size of its text and byte columns, its key is "
                        + (table.keyColumns().isEmpty() ? "not configured" : String.join(", ", table.keyColumns())),
                cause);
    }

    private DataSyncException unavailable(Throwable failure) {
        return KafkaFailure.of("Kafka did not take a chunk for " + topic.name(), failure);
    }

    /** A chunk on its way. */
    private record Sent(Future<RecordMetadata> result, int rows, int bytes) {}
}
