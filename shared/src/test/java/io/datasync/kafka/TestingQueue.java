package io.datasync.kafka;

import io.datasync.config.KafkaConfig;
import io.datasync.config.UpdateType;
import io.datasync.lifecycle.Lifecycle;
import io.datasync.lifecycle.RunUntilStopped;
import io.datasync.message.FetchTask;
import io.datasync.message.Json;
import io.datasync.message.Operation;
import io.datasync.message.Reject;
import io.datasync.message.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** The topic and the share group of a work queue, with the shortest lock there is, and what tests do with them. */
final class TestingQueue implements AutoCloseable {
    static final Duration LOCK = Duration.ofSeconds(1);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);

    private final KafkaClients clients;
    private final Topics topics;
    private final Producer<String, byte[]> producer;
    private final Lifecycle lifecycle = new Lifecycle();

    TestingQueue(String bootstrapServers, String prefix) throws ExecutionException, InterruptedException {
        this.clients = new KafkaClients(KafkaConfig.of(bootstrapServers, prefix));
        this.topics = new Topics(prefix);
        this.producer = lifecycle.add("producer", clients.producer(prefix));
        try (Admin admin = clients.admin()) {
            admin.createTopics(Stream.of(topics.tasks(), topics.rejects())
                            .map(topic -> new NewTopic(topic, 1, (short) 1))
                            .toList())
                    .all()
                    .get();
            admin.incrementalAlterConfigs(Map.of(
                            new ConfigResource(ConfigResource.Type.GROUP, topics.fetchers()),
                            List.of(
                                    set("share.auto.offset.reset", "earliest"),
                                    set("share.delivery.count.limit", "10"),
                                    set("share.record.lock.duration.ms", Long.toString(LOCK.toMillis())))))
                    .all()
                    .get();
        }
    }

    private static AlterConfigOp set(String name, String value) {
        return new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
    }

    /** A worker that renews its locks as it should. */
    Worker start(String name, TaskHandler<FetchTask> handler, Duration grace) {
        return start(name, handler, LOCK, grace);
    }

    /** A worker that believes the lock lasts for {@code lockDuration}. */
    Worker start(String name, TaskHandler<FetchTask> handler, Duration lockDuration, Duration grace) {
        WorkQueue<FetchTask> queue = new WorkQueue<>(
                clients.shareConsumer(name, topics.fetchers()),
                topics.tasks(),
                FetchTask.class,
                handler,
                new Publisher(producer, topics),
                lockDuration,
                grace);
        RunUntilStopped loop = RunUntilStopped.start(name, queue, Duration.ZERO, STOP_TIMEOUT);
        return lifecycle.add(name, new Worker(queue, loop));
    }

    /** Several workers in one. */
    WorkQueues startSeveral(String name, int count, TaskHandler<FetchTask> handler, Duration grace) {
        return lifecycle.add(
                name,
                WorkQueues.start(
                        name,
                        count,
                        number -> new WorkQueue<>(
                                clients.shareConsumer(name, topics.fetchers()),
                                topics.tasks(),
                                FetchTask.class,
                                handler,
                                new Publisher(producer, topics),
                                LOCK,
                                grace),
                        STOP_TIMEOUT));
    }

    void send(int... tasks) throws ExecutionException, InterruptedException {
        for (int task : tasks) {
            sendBytes(Json.write(task(task)));
        }
    }

    void sendBytes(byte @Nullable [] value) throws ExecutionException, InterruptedException {
        producer.send(new ProducerRecord<>(topics.tasks(), "F4111", value)).get();
    }

    /** A task that is known by its slice. */
    static FetchTask task(int slice) {
        Operation operation = new Operation(
                "operation-1", "LotUsage", "jde", UpdateType.MASS, null, Instant.parse("2026-03-29T00:00:00Z"));
        return new FetchTask(operation, slice, 100, null, null);
    }

    /** Waits until there are as many rejects as wanted. */
    List<Reject> rejects(int wanted) {
        List<Reject> rejects = new ArrayList<>();
        try (Consumer<String, byte[]> consumer = clients.consumer("rejects", "")) {
            consumer.assign(List.of(new TopicPartition(topics.rejects(), 0)));
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    rejects.add(Json.read(record.value(), Reject.class));
                }
                return rejects.size() >= wanted;
            });
        }
        return rejects;
    }

    @Override
    public void close() {
        lifecycle.close();
    }

    /** A running worker; a second close finds nothing to do. */
    record Worker(WorkQueue<FetchTask> queue, RunUntilStopped loop) implements AutoCloseable {
        @Override
        public void close() {
            loop.close();
            queue.close();
        }
    }
}
