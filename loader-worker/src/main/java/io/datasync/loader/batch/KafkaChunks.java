package io.datasync.loader.batch;

import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.kafka.KafkaFailure;
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
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * One reading of a batch, from its first to its last offset; at the end rows and checksum are compared with the event. For
 * one thread at a time.
 *
 * <p>The broker is not asked first whether the batch is there, as nearly all are: only when no chunk comes.
 */
final class KafkaChunks implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration CLOSING = Duration.ofSeconds(5);

    private final Consumer<String, byte[]> consumer;
    private final BatchRef batch;
    private final TopicPartition partition;
    private final BufferAllocator allocator;
    private final Duration patience;
    private final java.util.function.Consumer<Consumer<String, byte[]>> keeper;
    private final CRC32C checksum = new CRC32C();
    private Iterator<ConsumerRecord<String, byte[]>> fetched = Collections.emptyIterator();
    private boolean started;
    private long lastRead = -1;
    private long rows;
    private boolean complete;

    /**
     * Starts at the batch's first chunk.
     *
     * @param consumer closed with this, or given to {@code keeper} if the batch was read to its end
     * @param patience how long to wait for a chunk
     */
    KafkaChunks(
            Consumer<String, byte[]> consumer,
            BatchRef batch,
            BufferAllocator allocator,
            Duration patience,
            java.util.function.Consumer<Consumer<String, byte[]>> keeper) {
        this.consumer = consumer;
        this.batch = batch;
        this.partition = new TopicPartition(batch.topic(), batch.partition());
        this.allocator = allocator;
        this.patience = patience;
        this.keeper = keeper;
    }

    /** The next chunk, which the caller closes, or null after the last one; throws as {@link Chunks.Reader#next} does. */
    @Nullable
    Chunk read() {
        if (lastRead == batch.lastOffset()) {
            requireComplete();
            complete = true;
            return null;
        }
        ConsumerRecord<String, byte[]> record = nextRecord();
        if (record.offset() > batch.lastOffset()
                || record.value() == null
                || (lastRead < 0 && record.offset() != batch.firstOffset())) {
            throw damaged("a chunk is missing");
        }
        lastRead = record.offset();
        checksum.update(record.value());
        Chunk chunk = ChunkCodec.decode(record.value(), allocator);
        rows += chunk.rows();
        return chunk;
    }

    @Override
    public void close() {
        try {
            if (complete) {
                consumer.unsubscribe();
                keeper.accept(consumer);
            } else {
                consumer.close(CloseOptions.timeout(CLOSING));
            }
        } catch (KafkaException failure) {
            throw unavailable(failure);
        }
    }

    private ConsumerRecord<String, byte[]> nextRecord() {
        long start = System.nanoTime();
        try {
            if (!started) {
                consumer.assign(List.of(partition));
                consumer.seek(partition, batch.firstOffset());
                started = true;
            }
            while (!fetched.hasNext()) {
                fetched = consumer.poll(POLL).iterator();
                if (!fetched.hasNext()) {
                    requireThere();
                    requirePatience(start);
                }
            }
            return fetched.next();
        } catch (OffsetOutOfRangeException purged) {
            throw gone();
        } catch (KafkaException failure) {
            throw unavailable(failure);
        }
    }

    private void requirePatience(long start) {
        if (System.nanoTime() - start > patience.toNanos()) {
            throw new DataSyncException(
                    ErrorCode.KAFKA_UNAVAILABLE,
                    "No chunk of " + where() + " came within " + patience.toSeconds() + " s");
        }
    }

    private void requireThere() {
        if (consumer.partitionsFor(batch.topic(), patience).size() <= batch.partition()) {
            throw gone();
        }
        Map<TopicPartition, Long> begin = consumer.beginningOffsets(List.of(partition), patience);
        Map<TopicPartition, Long> end = consumer.endOffsets(List.of(partition), patience);
        if (begin.getOrDefault(partition, 0L) > batch.firstOffset()
                || end.getOrDefault(partition, 0L) <= batch.lastOffset()) {
            throw gone();
        }
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
        return KafkaFailure.of("Reading " + where() + " failed", failure);
    }

    private String where() {
        return batch.topic() + ", partition " + batch.partition() + ", offsets " + batch.firstOffset() + " to "
                + batch.lastOffset();
    }
}
