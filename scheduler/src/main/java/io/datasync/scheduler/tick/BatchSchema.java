package io.datasync.scheduler.tick;

import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.kafka.KafkaClients;
import io.datasync.message.BatchRef;
import io.datasync.rows.Chunk;
import io.datasync.rows.ChunkCodec;
import io.datasync.rows.RowSchema;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** Reads the schema of a batch from its first chunk, which also tells whether the batch is still there. */
public final class BatchSchema {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final KafkaClients clients;

    public BatchSchema(KafkaClients clients) {
        this.clients = clients;
    }

    /**
     * Reads the schema.
     *
     * @throws DataSyncException with {@link ErrorCode#BATCH_DAMAGED} if the batch is gone, {@link ErrorCode#KAFKA_UNAVAILABLE}
     *     if the broker does not answer
     */
    RowSchema read(BatchRef batch) {
        TopicPartition partition = new TopicPartition(batch.topic(), batch.partition());
        try (Consumer<String, byte[]> consumer = clients.consumer("datasync-replay", "")) {
            requireOffset(consumer, partition, batch.firstOffset());
            consumer.assign(List.of(partition));
            consumer.seek(partition, batch.firstOffset());
            List<ConsumerRecord<String, byte[]>> records = consumer.poll(PATIENCE).records(partition);
            if (records.isEmpty()) {
                throw new DataSyncException(
                        ErrorCode.KAFKA_UNAVAILABLE, "No chunk of " + partition + " arrived within " + PATIENCE);
            }
            if (records.get(0).offset() != batch.firstOffset()) {
                throw gone(partition, batch.firstOffset());
            }
            return decode(records.get(0).value());
        } catch (KafkaException failure) {
            throw new DataSyncException(
                    ErrorCode.KAFKA_UNAVAILABLE, "Reading " + partition + ": " + failure.getMessage(), failure);
        }
    }

    private static void requireOffset(Consumer<String, byte[]> consumer, TopicPartition partition, long offset) {
        boolean exists = consumer.listTopics(PATIENCE).containsKey(partition.topic());
        if (!exists) {
            throw gone(partition, offset);
        }
        Map<TopicPartition, Long> first = consumer.beginningOffsets(List.of(partition), PATIENCE);
        Map<TopicPartition, Long> end = consumer.endOffsets(List.of(partition), PATIENCE);
        if (offset < first.getOrDefault(partition, Long.MAX_VALUE) || offset >= end.getOrDefault(partition, 0L)) {
            throw gone(partition, offset);
        }
    }

    private static DataSyncException gone(TopicPartition partition, long offset) {
        return new DataSyncException(
                ErrorCode.BATCH_DAMAGED,
                "The batch at offset " + offset + " of " + partition
                        + " is gone; batch topics are kept for batchRetention. Run the table instead of a replay");
    }

    private static RowSchema decode(byte[] value) {
        try (BufferAllocator allocator = new RootAllocator();
                Chunk chunk = ChunkCodec.decode(value, allocator)) {
            return chunk.schema();
        }
    }
}
