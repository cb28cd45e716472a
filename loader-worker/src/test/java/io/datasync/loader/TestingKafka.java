package io.datasync.loader;

import io.datasync.config.KafkaConfig;
import io.datasync.embedded.TestKafka;
import io.datasync.kafka.KafkaClients;
import io.datasync.kafka.Publisher;
import io.datasync.message.BatchRef;
import io.datasync.message.Json;
import io.datasync.message.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;

/** Topics of the embedded broker under a prefix of their own: events, rejects and one batch topic. */
public final class TestingKafka implements AutoCloseable {
    public final Topics topics = new Topics(TestKafka.uniquePrefix());
    public final KafkaClients clients = new KafkaClients(KafkaConfig.of(TestKafka.bootstrapServers(), topics.prefix()));
    public final String batchTopic = topics.batches("operation");
    private final Producer<String, byte[]> producer = clients.producer(topics.prefix());
    public final Publisher publisher = new Publisher(producer, topics);

    public TestingKafka() {
        try (Admin admin = clients.admin()) {
            List<NewTopic> created = Stream.of(topics.events(), topics.rejects(), batchTopic)
                    .map(topic -> new NewTopic(topic, 2, (short) 1))
                    .toList();
            await(() -> admin.createTopics(created).all().get());
        }
    }

    /** Writes the chunks to partition 1 of the batch topic, and names them. */
    public BatchRef write(int batch, TestingRows rows, int rowsPerChunk) {
        CRC32C checksum = new CRC32C();
        List<RecordMetadata> written = new ArrayList<>();
        long bytes = 0;
        for (byte[] chunk : rows.chunks(rowsPerChunk)) {
            checksum.update(chunk);
            bytes += chunk.length;
            written.add(await(() -> producer.send(new ProducerRecord<>(batchTopic, 1, "1", chunk))
                    .get()));
        }
        long first = written.get(0).offset();
        long last = written.get(written.size() - 1).offset();
        return new BatchRef(batch, batchTopic, 1, first, last, rows.size(), bytes, checksum.getValue());
    }

    /** Deletes all before an offset of partition 1 of the batch topic. */
    public void purgeBefore(long offset) {
        try (Admin admin = clients.admin()) {
            Map<TopicPartition, RecordsToDelete> deleted =
                    Map.of(new TopicPartition(batchTopic, 1), RecordsToDelete.beforeOffset(offset));
            await(() -> admin.deleteRecords(deleted).all().get());
        }
    }

    /** All records of a topic so far, by partition and offset. */
    public List<ConsumerRecord<String, byte[]>> records(String topic) {
        List<ConsumerRecord<String, byte[]>> found = new ArrayList<>();
        try (Consumer<String, byte[]> consumer = clients.consumer("", "")) {
            List<TopicPartition> partitions = List.of(new TopicPartition(topic, 0), new TopicPartition(topic, 1));
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream()
                    .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
                consumer.poll(Duration.ofMillis(100)).forEach(found::add);
            }
        }
        return found;
    }

    /** All messages of a topic so far. */
    public <T> List<T> messages(String topic, Class<T> type) {
        return records(topic).stream()
                .map(record -> Json.read(record.value(), type))
                .toList();
    }

    @Override
    public void close() {
        producer.close();
    }

    private interface Call<T> {
        T get() throws ExecutionException, InterruptedException;
    }

    private static <T> T await(Call<T> call) {
        try {
            return call.get();
        } catch (ExecutionException | InterruptedException failure) {
            throw new AssertionError(failure);
        }
    }
}
