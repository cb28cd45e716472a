package io.datasync.fetcher;

import io.datasync.kafka.KafkaClients;
import io.datasync.kafka.Publisher;
import io.datasync.kafka.TopicSetup;
import io.datasync.message.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;

/**
 * Where fetched rows and the events about them go. Nothing of it is closed here.
 *
 * @param chunks producer of the chunks; its buffer bounds how far reading runs ahead of the broker
 * @param replicationFactor of batch topics; -1 takes the broker's default
 */
public record FetchOutput(
        Admin admin, Producer<String, byte[]> chunks, Publisher publisher, Topics topics, short replicationFactor) {

    /** Begins to create the batch topic of an operation, with a partition a slice, unless it is there. */
    BatchTopic createBatchTopic(String operationId, int slices) {
        String name = topics.batches(operationId);
        NewTopic topic = new NewTopic(
                        name,
                        Optional.of(slices),
                        replicationFactor < 0 ? Optional.empty() : Optional.of(replicationFactor))
                .configs(settings());
        Map<TopicPartition, OffsetSpec> ends = IntStream.range(0, slices)
                .boxed()
                .collect(Collectors.toMap(
                        partition -> new TopicPartition(name, partition), partition -> OffsetSpec.latest()));
        return new BatchTopic(
                name,
                admin.createTopics(List.of(topic)).all(),
                () -> admin.listOffsets(ends).all());
    }

    private static Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>(TopicSetup.BROKERS_TIME);
        settings.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(KafkaClients.MAX_RECORD_BYTES));
        // A janitor deletes the topic; the broker must not delete a part of it before.
        settings.put(TopicConfig.RETENTION_MS_CONFIG, "-1");
        settings.put(TopicConfig.RETENTION_BYTES_CONFIG, "-1");
        return settings;
    }
}
