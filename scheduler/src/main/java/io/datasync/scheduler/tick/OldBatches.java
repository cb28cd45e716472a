package io.datasync.scheduler.tick;

import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.message.BatchRef;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** Tells whether batches that were loaded once are still in their topics. */
final class OldBatches {
    private final Admin admin;

    OldBatches(Admin admin) {
        this.admin = admin;
    }

    /**
     * Returns if all batches are there.
     *
     * @throws DataSyncException with {@link ErrorCode#BATCH_DAMAGED} if one is gone, {@link ErrorCode#KAFKA_UNAVAILABLE} if the
     *     broker does not answer
     */
    void require(List<BatchRef> batches) {
        Set<TopicPartition> partitions =
                batches.stream().map(OldBatches::partition).collect(Collectors.toSet());
        requireTopics(partitions.stream().map(TopicPartition::topic).collect(Collectors.toSet()));
        Map<TopicPartition, Long> first = partitions.stream()
                .collect(Collectors.toMap(
                        partition -> partition, partition -> offset(partition, OffsetSpec.earliest())));
        Map<TopicPartition, Long> end = partitions.stream()
                .collect(Collectors.toMap(partition -> partition, partition -> offset(partition, OffsetSpec.latest())));
        for (BatchRef batch : batches) {
            TopicPartition partition = partition(batch);
            if (batch.firstOffset() < first.getOrDefault(partition, Long.MAX_VALUE)
                    || batch.lastOffset() >= end.getOrDefault(partition, 0L)) {
                throw gone("Batch " + batch.batch() + " of " + partition);
            }
        }
    }

    private void requireTopics(Set<String> wanted) {
        Set<String> topics = AdminCall.await(admin.listTopics().names(), "Listing topics");
        for (String topic : wanted) {
            if (!topics.contains(topic)) {
                throw gone("Topic " + topic);
            }
        }
    }

    private long offset(TopicPartition partition, OffsetSpec which) {
        return AdminCall.await(
                        admin.listOffsets(Map.of(partition, which)).partitionResult(partition),
                        "Reading offsets of " + partition)
                .offset();
    }

    private static TopicPartition partition(BatchRef batch) {
        return new TopicPartition(batch.topic(), batch.partition());
    }

    private static DataSyncException gone(String what) {
        return new DataSyncException(
                ErrorCode.BATCH_DAMAGED,
                what + " is gone; batches are kept for batchRetention. Run the table instead of a replay");
    }
}
