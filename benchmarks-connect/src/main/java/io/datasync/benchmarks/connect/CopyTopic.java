package io.datasync.benchmarks.connect;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** The topic between source and sink, for as long as this is open, and how far both are. */
final class CopyTopic implements AutoCloseable {
    private final Admin admin;
    private final String name;
    private final String sinkGroup;
    private final List<TopicPartition> partitions;

    private CopyTopic(Admin admin, String name, String sinkGroup, List<TopicPartition> partitions) {
        this.admin = admin;
        this.name = name;
        this.sinkGroup = sinkGroup;
        this.partitions = partitions;
    }

    static CopyTopic create(String bootstrapServers, String name, String sinkGroup, int partitions)
            throws ExecutionException, InterruptedException {
        Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
        try {
            NewTopic topic = new NewTopic(name, Optional.of(partitions), Optional.empty());
            admin.createTopics(List.of(topic)).all().get();
        } catch (ExecutionException | InterruptedException | RuntimeException failure) {
            admin.close();
            throw failure;
        }
        List<TopicPartition> all = IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(name, partition))
                .toList();
        return new CopyTopic(admin, name, sinkGroup, all);
    }

    /** How many records the source has sent. */
    long sent() throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetSpec> latest =
                partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
        return admin.listOffsets(latest).all().get().values().stream()
                .mapToLong(ListOffsetsResultInfo::offset)
                .sum();
    }

    /** How many records the sink has written: it commits an offset only after the database has committed the rows. */
    long written() throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(sinkGroup)
                .partitionsToOffsetAndMetadata()
                .get();
        return committed.values().stream()
                .filter(offset -> offset != null)
                .mapToLong(OffsetAndMetadata::offset)
                .sum();
    }

    /** Deletes the topic. */
    @Override
    public void close() throws ExecutionException, InterruptedException {
        try (admin) {
            admin.deleteTopics(List.of(name)).all().get();
        }
    }
}
