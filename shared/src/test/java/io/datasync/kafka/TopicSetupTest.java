package io.datasync.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.datasync.config.KafkaConfig;
import io.datasync.config.Secret;
import io.datasync.embedded.TestKafka;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.message.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class TopicSetupTest {
    private final KafkaConfig config = KafkaConfig.of(TestKafka.bootstrapServers(), TestKafka.uniquePrefix());
    private final Topics topics = new Topics(config.topicPrefix());
    private final Admin admin = new KafkaClients(config).admin();

    @AfterEach
    void close() {
        admin.close();
    }

    @Test
    void severalProcessesMaySetUpAtOnceAndAgain() throws Exception {
        ExecutorService processes = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> runs = new ArrayList<>();
            for (int process = 0; process < 4; process++) {
                runs.add(processes.submit(() -> setup(config).run()));
            }
            for (Future<?> run : runs) {
                run.get();
            }
        } finally {
            processes.shutdownNow();
        }
        setup(config).run();

        assertEquals(3, partitions(topics.events()));
        for (String single :
                List.of(topics.tasks(), topics.loads(), topics.operations(), topics.rejects(), topics.tableHealth())) {
            assertEquals(1, partitions(single), single);
        }
        Config operations = settings(ConfigResource.Type.TOPIC, topics.operations());
        assertEquals("compact,delete", operations.get("cleanup.policy").value());
        assertEquals(
                "compact",
                settings(ConfigResource.Type.TOPIC, topics.tableHealth())
                        .get("cleanup.policy")
                        .value());
    }

    @Test
    void aProcessWhoseClockIsHoursAheadMayWrite() throws Exception {
        setup(config).run();
        long ahead = System.currentTimeMillis() + Duration.ofHours(3).toMillis();
        try (Producer<String, byte[]> producer = new KafkaClients(config).producer("ahead")) {
            for (String topic : List.of(
                    topics.tasks(),
                    topics.loads(),
                    topics.events(),
                    topics.operations(),
                    topics.rejects(),
                    topics.tableHealth())) {
                long taken = producer.send(new ProducerRecord<>(topic, null, ahead, "key", new byte[0]))
                        .get()
                        .timestamp();
                assertTrue(taken < ahead, topic);
            }
        }
    }

    @Test
    void bothShareGroupsStartAtTheBeginningAndReadWhatIsCommitted() throws Exception {
        KafkaConfig patient = new KafkaConfig(
                config.bootstrapServers(), config.topicPrefix(), (short) 1, Duration.ofSeconds(20), Map.of());
        setup(patient).run();

        for (String group : List.of(topics.fetchers(), topics.loaders())) {
            Config settings = settings(ConfigResource.Type.GROUP, group);
            assertEquals("earliest", settings.get("share.auto.offset.reset").value());
            assertEquals("read_committed", settings.get("share.isolation.level").value());
            assertEquals("20000", settings.get("share.record.lock.duration.ms").value());
        }
    }

    @Test
    void aLockDurationThatTheBrokerRefusesIsAConfigurationError() {
        KafkaConfig eager = new KafkaConfig(
                config.bootstrapServers(), config.topicPrefix(), (short) 1, Duration.ofHours(5), Map.of());

        DataSyncException refusal =
                assertThrows(DataSyncException.class, () -> setup(eager).run());

        assertEquals(ErrorCode.CONFIGURATION, refusal.code());
        assertTrue(String.valueOf(refusal.getMessage()).contains("kafka.lockDuration PT5H"), refusal.getMessage());
    }

    @Test
    void anOperationsTopicOfSeveralPartitionsIsRefused() throws Exception {
        admin.createTopics(List.of(new NewTopic(topics.operations(), Optional.of(2), Optional.empty())))
                .all()
                .get();

        DataSyncException refusal =
                assertThrows(DataSyncException.class, () -> setup(config).run());

        assertEquals(ErrorCode.CONFIGURATION, refusal.code());
    }

    @Test
    void aBrokerThatIsNotThereIsUnavailable() {
        KafkaConfig nowhere = new KafkaConfig(
                "127.0.0.1:1",
                config.topicPrefix(),
                (short) 1,
                Duration.ofSeconds(30),
                Map.of(
                        "default.api.timeout.ms", Secret.of("1000"),
                        "request.timeout.ms", Secret.of("1000")));
        try (Admin lost = new KafkaClients(nowhere).admin()) {
            DataSyncException failure =
                    assertThrows(DataSyncException.class, () -> new TopicSetup(lost, nowhere, topics).run());
            assertEquals(ErrorCode.KAFKA_UNAVAILABLE, failure.code());
        }
    }

    private TopicSetup setup(KafkaConfig of) {
        return new TopicSetup(admin, of, topics);
    }

    private int partitions(String topic) throws Exception {
        return admin.describeTopics(List.of(topic))
                .allTopicNames()
                .get()
                .values()
                .iterator()
                .next()
                .partitions()
                .size();
    }

    private Config settings(ConfigResource.Type type, String name) throws Exception {
        return admin.describeConfigs(List.of(new ConfigResource(type, name)))
                .all()
                .get()
                .values()
                .iterator()
                .next();
    }
}
