package io.datasync.loader.batch;

import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.loader.Chunks;
import io.datasync.message.BatchRef;
import io.datasync.rows.Chunk;
import io.datasync.rows.ChunkCodec;
import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** One reading of a batch, from its first to its last offset; at the end rows and checksum are compared with the event. */
final class KafkaChunks implements Chunks.Reader {
    private static final Duration POLL = Duration.ofMillis(500);

    private final Consumer<String, byte[]> consumer;
    private final BatchRef batch;
    private final BufferAllocator allocator;
    private final Duration patience;
    private final CRC32C checksum = new CRC32C();
    private Iterator<ConsumerRecord<String, byte[]>> fetched = Collections.emptyIterator();
    private @Nullable Chunk current;
    private long lastRead = -1;
    private long rows;

    private KafkaChunks(
            Consumer<String, byte[]> consumer, BatchRef batch, BufferAllocator allocator, Duration patience) {
        this.consumer = consumer;
        this.batch = batch;
        this.allocator = allocator;
        this.patience = patience;
    }

    /**
     * Starts at the batch's first chunk.
     *
     * @param consumer closed with the reader
     * @param patience how long to wait for a chunk
     */
    static KafkaChunks open(
            Consumer<String, byte[]> consumer, BatchRef batch, BufferAllocator allocator, Duration patience) {
        KafkaChunks chunks = new KafkaChunks(consumer, batch, allocator, patience);
        try {
            chunks.seek();
            return chunks;
        } catch (KafkaException failure) {
            DataSyncException unavailable = chunks.unavailable(failure);
            chunks.closeAfter(unavailable);
            throw unavailable;
        } catch (DataSyncException failure) {
            chunks.closeAfter(failure);
            throw failure;
        }
    }

    @Override
    public @Nullable Chunk next() {
        closeCurrent();
        if (lastRead == batch.lastOffset()) {
            requireComplete();
            return null;
        }
        ConsumerRecord<String, byte[]> record = nextRecord();
        if (record.offset() > batch.lastOffset() || record.value() == null) {
            throw damaged("a chunk is missing");
        }
        lastRead = record.offset();
        checksum.update(record.value());
        Chunk chunk = ChunkCodec.decode(record.value(), allocator);
        rows += chunk.rows();
        current = chunk;
        return chunk;
    }

    @Override
    public void close() {
        closeCurrent();
        try {
            consumer.close();
        } catch (KafkaException failure) {
            throw unavailable(failure);
        }
    }

    private void seek() {
        TopicPartition partition = new TopicPartition(batch.topic(), batch.partition());
        if (consumer.partitionsFor(batch.topic(), patience).size() <= batch.partition()) {
            throw gone();
        }
        // Before the offsets are asked for: the client warns of offsets of partitions that it does not have.
        consumer.assign(List.of(partition));
        Map<TopicPartition, Long> begin = consumer.beginningOffsets(List.of(partition), patience);
        Map<TopicPartition, Long> end = consumer.endOffsets(List.of(partition), patience);
        if (begin.getOrDefault(partition, 0L) > batch.firstOffset()
                || end.getOrDefault(partition, 0L) <= batch.lastOffset()) {
            throw gone();
        }
        consumer.seek(partition, batch.firstOffset());
    }

    private ConsumerRecord<String, byte[]> nextRecord() {
        long start = System.nanoTime();
        while (!fetched.hasNext()) {
            if (System.nanoTime() - start > patience.toNanos()) {
                throw new DataSyncException(
                        ErrorCode.KAFKA_UNAVAILABLE,
                        "No chunk of " + where() + " came within " + patience.toSeconds() + " s");
            }
            try {
                fetched = consumer.poll(POLL).iterator();
            } catch (KafkaException failure) {
                throw unavailable(failure);
            }
        }
        return fetched.next();
    }

    private void requireComplete() {
        if (rows != batch.rows()) {
            throw damaged("it has " + rows + " rows instead of " + batch.rows());
        } else if (checksum.getValue() != batch.checksum()) {
            throw damaged("its checksum is not the one it was written with");
        }
    }

    private DataSyncException gone() {
        return new DataSyncException(
                ErrorCode.BATCH_DAMAGED,
                "The batch topic of " + where() + " is gone or was purged; run the table again");
    }

    private DataSyncException damaged(String how) {
        return new DataSyncException(ErrorCode.BATCH_DAMAGED, "The batch in " + where() + " is damaged: " + how);
    }

    private DataSyncException unavailable(KafkaException failure) {
        return new DataSyncException(
                ErrorCode.KAFKA_UNAVAILABLE, "Reading " + where() + " failed: " + failure.getMessage(), failure);
    }

    private String where() {
        return batch.topic() + ", partition " + batch.partition() + ", offsets " + batch.firstOffset() + " to "
                + batch.lastOffset();
    }

    private void closeCurrent() {
        if (current != null) {
            current.close();
            current = null;
        }
    }

    private void closeAfter(DataSyncException failure) {
        try {
            close();
        } catch (DataSyncException second) {
            failure.addSuppressed(second);
        }
    }
}
