package io.datasync.reliability;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.datasync.config.KafkaConfig;
import io.datasync.embedded.TestKafka;
import io.datasync.kafka.KafkaClients;
import io.datasync.kafka.TopicSetup;
import io.datasync.message.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.admin.SharePartitionOffsetInfo;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;

class SettledTasksTest {
    private static final Duration SHORT = Duration.ofSeconds(3);
    private static final Duration LONG = Duration.ofMinutes(1);

    private final Topics topics = new Topics(TestKafka.uniquePrefix());
    private final KafkaClients clients =
            new KafkaClients(KafkaConfig.of(TestKafka.bootstrapServers(), topics.prefix()));

    @Test
    void aTaskThatAWorkerHasIsNotSettledWhateverIsDoneAfterIt() throws Exception {
        try (SettledTasks tasks = new SettledTasks(clients);
                ShareConsumer<String, byte[]> slow = worker();
                ShareConsumer<String, byte[]> quick = worker()) {
            send("first", "second");
            ConsumerRecord<String, byte[]> first = take(slow);
            assertEquals("first", new String(first.value(), US_ASCII));

            List<String> done = new ArrayList<>();
            doUntil(
                    CompletableFuture.runAsync(() -> assertThrows(
                            ConditionTimeoutException.class,
                            () -> tasks.await(topics.tasks(), topics.fetchers(), SHORT))),
                    quick,
                    done);
            assertEquals(List.of("second", "a mark"), done.subList(0, 2));

            slow.acknowledge(first);
            slow.commitSync();
            doUntil(
                    CompletableFuture.runAsync(() -> tasks.await(topics.tasks(), topics.fetchers(), LONG)),
                    quick,
                    done);
            assertFalse(done.contains("first"));
        }
    }

    /** As after a kill of the broker: the lag counts what is settled, for as long as nothing else is acknowledged. */
    @Test
    void aLagThatNoTaskIsBehindIsNotWaitedFor() throws Exception {
        try (Admin admin = clients.admin();
                SettledTasks tasks = new SettledTasks(clients);
                ShareConsumer<String, byte[]> worker = worker()) {
            send("first", "second", "third");
            worker.acknowledge(take(worker));
            worker.commitSync();
            TopicPartition queue = new TopicPartition(topics.tasks(), 0);
            admin.deleteRecords(Map.of(queue, RecordsToDelete.beforeOffset(3)))
                    .all()
                    .get();
            SharePartitionOffsetInfo known = admin.listShareGroupOffsets(
                            Map.of(topics.fetchers(), new ListShareGroupOffsetsSpec()))
                    .partitionsToOffsetInfo(topics.fetchers())
                    .get()
                    .get(queue);
            assertEquals(Optional.of(2L), known.lag());

            List<String> done = new ArrayList<>();
            doUntil(
                    CompletableFuture.runAsync(() -> tasks.await(topics.tasks(), topics.fetchers(), LONG)),
                    worker,
                    done);
            assertEquals(Set.of("a mark"), Set.copyOf(done));
        }
    }

    private ShareConsumer<String, byte[]> worker() {
        ShareConsumer<String, byte[]> worker = clients.shareConsumer("test", topics.fetchers());
        worker.subscribe(List.of(topics.tasks()));
        return worker;
    }

    private void send(String... tasks) throws Exception {
        try (Admin admin = clients.admin();
                Producer<String, byte[]> producer = clients.producer("test")) {
            new TopicSetup(admin, clients.config(), topics).run();
            for (String task : tasks) {
                producer.send(new ProducerRecord<>(topics.tasks(), "Item", task.getBytes(US_ASCII)))
                        .get();
            }
        }
    }

    private static ConsumerRecord<String, byte[]> take(ShareConsumer<String, byte[]> worker) {
        List<ConsumerRecord<String, byte[]>> taken = new ArrayList<>();
        await().until(() -> {
            worker.poll(Duration.ofMillis(200)).forEach(taken::add);
            return !taken.isEmpty();
        });
        return taken.get(0);
    }

    private static void doUntil(CompletableFuture<Void> end, ShareConsumer<String, byte[]> worker, List<String> done) {
        while (!end.isDone()) {
            for (ConsumerRecord<String, byte[]> task : worker.poll(Duration.ofMillis(100))) {
                done.add(new String(task.value(), US_ASCII));
                worker.acknowledge(task);
                worker.commitSync();
            }
        }
        end.join();
    }
}
