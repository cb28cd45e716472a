package io.datasync.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.datasync.config.KafkaConfig;
import io.datasync.embedded.TestKafka;
import io.datasync.kafka.KafkaClients;
import io.datasync.kafka.TopicSetup;
import io.datasync.message.Topics;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

final class QueueDepthsTest {
    private final Topics topics = new Topics(TestKafka.uniquePrefix());
    private final KafkaClients clients =
            new KafkaClients(KafkaConfig.of(TestKafka.bootstrapServers(), topics.prefix()));

    @Test
    void theDepthIsTheNumberOfTasksThatAreNotDone() throws Exception {
        try (Admin admin = clients.admin();
                Producer<String, byte[]> producer = clients.producer("test");
                ShareConsumer<String, byte[]> worker = clients.shareConsumer("test", topics.fetchers())) {
            new TopicSetup(admin, clients.config(), topics).run();
            QueueDepths depths = new QueueDepths(admin);
            for (int task = 0; task < 3; task++) {
                producer.send(new ProducerRecord<>(topics.tasks(), "Item", new byte[1]))
                        .get();
            }
            worker.subscribe(List.of(topics.tasks()));
            Awaitility.await().until(() -> takeOne(worker));
            Awaitility.await().untilAsserted(() -> assertEquals(2, depths.depth(topics.fetchers())));
        }
    }

    private static boolean takeOne(ShareConsumer<String, byte[]> worker) {
        for (ConsumerRecord<String, byte[]> task : worker.poll(Duration.ofMillis(200))) {
            worker.acknowledge(task);
            worker.commitSync();
            return true;
        }
        return false;
    }

    @Test
    void aGroupThatNobodyJoinedHasNoDepth() {
        try (Admin admin = clients.admin()) {
            assertEquals(0, new QueueDepths(admin).depth("nobody-" + topics.prefix()));
        }
    }
}
