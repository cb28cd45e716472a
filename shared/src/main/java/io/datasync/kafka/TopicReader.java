package io.datasync.kafka;

import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** Reads what a topic holds now, from its beginning to its present end. */
public final class TopicReader {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final KafkaClients clients;

    public TopicReader(KafkaClients clients) {
        this.clients = clients;
    }

    /**
     * Hands every record to {@code reader}, in order by partition; none if there is no such topic.
     *
     * @throws DataSyncException with {@link ErrorCode#KAFKA_UNAVAILABLE} if the broker does not answer within 30 seconds
     */
    public void read(String topic, java.util.function.Consumer<ConsumerRecord<String, byte[]>> reader) {
        try (Consumer<String, byte[]> consumer = clients.consumer("datasync-reader", "")) {
            if (!consumer.listTopics(PATIENCE).containsKey(topic)) {
                return;
            }
            List<TopicPartition> partitions = consumer.partitionsFor(topic, PATIENCE).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, PATIENCE);
            while (!isAtEnd(consumer, ends)) {
                consumer.poll(Duration.ofMillis(500)).forEach(reader);
            }
        } catch (KafkaException failure) {
            throw KafkaFailure.of("Reading topic " + topic, failure);
        }
    }

    private static boolean isAtEnd(Consumer<String, byte[]> consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey(), PATIENCE) >= end.getValue());
    }
}
