package io.datasync.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidRecordStateException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The facts about share groups on which the work queue leans. */
final class ShareGroupTest {
    private static final Duration LOCK = Duration.ofSeconds(1);

    private final Clients clients = new Clients(TestKafka.bootstrapServers());
    private final String name = TestKafka.uniquePrefix();

    @BeforeEach
    void createQueue() throws Exception {
        clients.createTopic(name);
        configureGroup(Map.of(
                "share.auto.offset.reset", "earliest",
                "share.isolation.level", "read_committed",
                "share.record.lock.duration.ms", Long.toString(LOCK.toMillis())));
    }

    @Test
    void onePartitionServesTwoConsumersOneTaskEach() throws Exception {
        configureGroup(Map.of("share.record.lock.duration.ms", "30000"));
        clients.produce(name, "long", "short");
        try (var first = consumer();
                var second = consumer()) {
            var one = take(first);
            var two = take(second);
            assertEquals(
                    List.of("long", "short"),
                    List.of(one.value(), two.value()).stream().sorted().toList());
        }
    }

    @Test
    void anAcceptedTaskIsNotDeliveredAgain() throws Exception {
        clients.produce(name, "one", "two");
        try (var consumer = consumer()) {
            settle(consumer, take(consumer), AcknowledgeType.ACCEPT);
        }
        try (var consumer = consumer()) {
            assertEquals("two", take(consumer).value());
        }
    }

    @Test
    void aReleasedTaskComesBackAtOnceWithAHigherDeliveryCount() throws Exception {
        clients.produce(name, "one");
        try (var consumer = consumer()) {
            var record = take(consumer);
            assertEquals(Optional.of((short) 1), record.deliveryCount());
            settle(consumer, record, AcknowledgeType.RELEASE);
            var again = take(consumer);
            assertEquals("one", again.value());
            assertEquals(Optional.of((short) 2), again.deliveryCount());
        }
    }

    @Test
    void aTaskWhoseLockExpiresGoesToAnotherConsumer() throws Exception {
        clients.produce(name, "one");
        try (var sleeping = consumer();
                var other = consumer()) {
            assertEquals("one", take(sleeping).value());
            var again = take(other);
            assertEquals("one", again.value());
            assertEquals(Optional.of((short) 2), again.deliveryCount());
        }
    }

    @Test
    void aRenewedTaskStaysWithItsConsumerPastTheLockDurationAndIsNotCountedAgain() throws Exception {
        clients.produce(name, "one", "two");
        try (var worker = consumer();
                var other = consumer()) {
            var record = take(worker);
            assertEquals(Optional.of((int) LOCK.toMillis()), worker.acquisitionLockTimeoutMs());
            List<ConsumerRecord<String, String>> seenByOther = new ArrayList<>();
            long until = System.nanoTime() + LOCK.multipliedBy(4).toNanos();
            while (System.nanoTime() < until) {
                settle(worker, record, AcknowledgeType.RENEW);
                // The next poll hands the renewed record out again, and nothing else, at once.
                var polled = worker.poll(Duration.ZERO);
                assertEquals(1, polled.count());
                var renewed = polled.iterator().next();
                assertEquals(record.offset(), renewed.offset());
                assertEquals(Optional.of((short) 1), renewed.deliveryCount());
                other.poll(LOCK.dividedBy(4)).forEach(seen -> {
                    seenByOther.add(seen);
                    other.acknowledge(seen, AcknowledgeType.ACCEPT);
                });
                record = renewed;
            }
            settle(worker, record, AcknowledgeType.ACCEPT);
            assertEquals(
                    List.of("two"),
                    seenByOther.stream().map(ConsumerRecord::value).toList());
        }
    }

    @Test
    void aRenewedTaskCannotBeAcknowledgedBeforeTheNextPoll() throws Exception {
        clients.produce(name, "one");
        try (var consumer = consumer()) {
            var record = take(consumer);
            settle(consumer, record, AcknowledgeType.RENEW);
            assertThrows(IllegalStateException.class, () -> consumer.acknowledge(record, AcknowledgeType.ACCEPT));
            assertEquals(1, consumer.poll(Duration.ZERO).count());
            settle(consumer, record, AcknowledgeType.ACCEPT);
        }
    }

    @Test
    void pollingBeforeSettlingThrows() throws Exception {
        clients.produce(name, "one");
        try (var consumer = consumer()) {
            take(consumer);
            assertThrows(IllegalStateException.class, () -> consumer.poll(Duration.ZERO));
        }
    }

    @Test
    void anAcknowledgementFailsWhileAnotherConsumerHoldsTheTask() throws Exception {
        clients.produce(name, "one");
        try (var slow = consumer();
                var other = consumer()) {
            var record = take(slow);
            take(other);
            slow.acknowledge(record, AcknowledgeType.ACCEPT);
            assertInstanceOf(
                    InvalidRecordStateException.class,
                    slow.commitSync().values().iterator().next().orElseThrow());
        }
    }

    /** So a successful acknowledgement doesn't prove that the lock was still held. */
    @Test
    void anAcknowledgementSucceedsAfterAnotherConsumerSettledTheTask() throws Exception {
        clients.produce(name, "one");
        try (var slow = consumer();
                var other = consumer()) {
            var record = take(slow);
            settle(other, take(other), AcknowledgeType.ACCEPT);
            settle(slow, record, AcknowledgeType.ACCEPT);
        }
    }

    @Test
    void aConsumerThatClosesGivesItsTaskBackAtOnce() throws Exception {
        configureGroup(Map.of("share.record.lock.duration.ms", "30000"));
        clients.produce(name, "one");
        try (var leaving = consumer()) {
            take(leaving);
        }
        try (var other = consumer()) {
            assertEquals(Optional.of((short) 2), take(other).deliveryCount());
        }
    }

    @Test
    void theTaskOfAKilledJvmComesBackLongBeforeItsLockExpires() throws Exception {
        configureGroup(Map.of("share.record.lock.duration.ms", "60000"));
        clients.produce(name, "one");
        Process jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledJvm.class.getName(),
                        clients.bootstrapServers(),
                        name)
                .inheritIO()
                .start();
        assertEquals(KilledJvm.EXIT_CODE, jvm.waitFor());
        try (var other = consumer()) {
            assertEquals(Optional.of((short) 2), take(other).deliveryCount());
        }
    }

    /** Takes a task and dies. */
    static final class KilledJvm {
        static final int EXIT_CODE = 9;

        private KilledJvm() {}

        public static void main(String[] arguments) {
            take(consumer(arguments[0], arguments[1]));
            Runtime.getRuntime().halt(EXIT_CODE);
        }
    }

    @Test
    void aTaskIsDroppedAfterTheDeliveryCountLimit() throws Exception {
        configureGroup(Map.of("share.delivery.count.limit", "2"));
        clients.produce(name, "poison", "next");
        try (var consumer = consumer()) {
            for (int delivery = 1; delivery <= 2; delivery++) {
                var record = take(consumer);
                assertEquals("poison", record.value());
                settle(consumer, record, AcknowledgeType.RELEASE);
            }
            assertEquals("next", take(consumer).value());
        }
    }

    @Test
    void onlyCommittedTasksAreDelivered() throws Exception {
        try (KafkaProducer<String, String> producer = clients.producer(Map.of("transactional.id", name))) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(name, "aborted")).get();
            producer.abortTransaction();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(name, "committed")).get();
            producer.commitTransaction();
        }
        try (var consumer = consumer()) {
            assertEquals("committed", take(consumer).value());
        }
    }

    @Test
    void aLockShorterThanASecondIsRefused() {
        var failure = assertThrows(
                ExecutionException.class, () -> configureGroup(Map.of("share.record.lock.duration.ms", "999")));
        assertInstanceOf(InvalidConfigurationException.class, failure.getCause());
    }

    private void configureGroup(Map<String, String> settings) throws ExecutionException, InterruptedException {
        ConfigResource group = new ConfigResource(ConfigResource.Type.GROUP, name);
        try (Admin admin = clients.admin()) {
            admin.incrementalAlterConfigs(Map.of(
                            group,
                            settings.entrySet().stream()
                                    .map(setting -> new AlterConfigOp(
                                            new ConfigEntry(setting.getKey(), setting.getValue()),
                                            AlterConfigOp.OpType.SET))
                                    .toList()))
                    .all()
                    .get();
        }
    }

    private KafkaShareConsumer<String, String> consumer() {
        return consumer(clients.bootstrapServers(), name);
    }

    private static KafkaShareConsumer<String, String> consumer(String bootstrapServers, String name) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", bootstrapServers);
        settings.put("group.id", name);
        settings.put("share.acknowledgement.mode", "explicit");
        settings.put("share.acquire.mode", "record_limit");
        settings.put("max.poll.records", 1);
        var consumer = new KafkaShareConsumer<>(settings, new StringDeserializer(), new StringDeserializer());
        consumer.subscribe(List.of(name));
        return consumer;
    }

    private static ConsumerRecord<String, String> take(KafkaShareConsumer<String, String> consumer) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(
                        () -> {
                            List<ConsumerRecord<String, String>> taken = new ArrayList<>();
                            consumer.poll(Duration.ofMillis(200)).forEach(taken::add);
                            return taken;
                        },
                        taken -> taken.size() == 1)
                .get(0);
    }

    private static void settle(
            KafkaShareConsumer<String, String> consumer, ConsumerRecord<String, String> record, AcknowledgeType type) {
        consumer.acknowledge(record, type);
        consumer.commitSync().forEach((partition, failure) -> assertEquals(Optional.empty(), failure));
    }
}
