package io.datasync.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedKafkaTest {
    private final Clients clients = new Clients(TestKafka.bootstrapServers());

    @Test
    void whatIsProducedIsConsumed() throws Exception {
        String topic = TestKafka.uniquePrefix();
        clients.createTopic(topic);
        clients.produce(topic, "one", "two");
        assertEquals(List.of("one", "two"), clients.read(topic, 2));
    }

    @Test
    void transactionsWorkOnOneNode() throws Exception {
        String topic = TestKafka.uniquePrefix();
        clients.createTopic(topic);
        try (KafkaProducer<String, String> producer = clients.producer(Map.of("transactional.id", topic))) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(topic, "committed")).get();
            producer.commitTransaction();
        }
        assertEquals(List.of("committed"), clients.read(topic, 1));
    }

    @Test
    void aTopicIsNotMadeByAskingForIt() throws Exception {
        String topic = TestKafka.uniquePrefix();
        try (KafkaProducer<String, String> producer = clients.producer(Map.of("max.block.ms", "1000"))) {
            ExecutionException failure = assertThrows(
                    ExecutionException.class,
                    () -> producer.send(new ProducerRecord<>(topic, "lost")).get());
            assertInstanceOf(TimeoutException.class, failure.getCause());
        }
        try (var admin = clients.admin()) {
            ExecutionException failure = assertThrows(
                    ExecutionException.class,
                    () -> admin.describeTopics(List.of(topic)).allTopicNames().get());
            assertInstanceOf(UnknownTopicOrPartitionException.class, failure.getCause());
        }
    }

    @Test
    void dataSurvivesARestartAndAnotherStartInTheSameDirectory(@TempDir Path directory) throws Exception {
        String address;
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory)) {
            address = kafka.bootstrapServers();
            Clients own = new Clients(address);
            own.createTopic("kept");
            own.produce("kept", "first");
            kafka.stop();
            kafka.stop();
            kafka.restart();
            assertEquals(address, kafka.bootstrapServers());
            own.produce("kept", "second");
        }
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory)) {
            assertEquals(address, kafka.bootstrapServers());
            assertEquals(List.of("first", "second"), new Clients(kafka.bootstrapServers()).read("kept", 2));
        }
    }

    @Test
    void aClientOutlivesAnOutage(@TempDir Path directory) throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory)) {
            Clients own = new Clients(kafka.bootstrapServers());
            own.createTopic("kept");
            try (KafkaProducer<String, String> producer = own.producer(Map.of())) {
                producer.send(new ProducerRecord<>("kept", "before")).get();
                kafka.stop();
                // A producer that lost its only broker forgets the topic: then send() itself waits, up to max.block.ms.
                var during = new FutureTask<>(() ->
                        producer.send(new ProducerRecord<>("kept", "during")).get());
                new Thread(during, "sender").start();
                kafka.restart();
                during.get();
            }
            assertEquals(List.of("before", "during"), own.read("kept", 2));
        }
    }

    @Test
    void aDirectoryThatCannotBeFormattedIsNamed(@TempDir Path directory) throws Exception {
        Files.writeString(directory.resolve("logs"), "a file where a directory should be");
        var failure = assertThrows(IllegalStateException.class, () -> EmbeddedKafka.start(directory));
        assertTrue(failure.toString().contains(directory.toString()), failure.toString());
    }

    @Test
    void aDirectoryInUseIsRefusedAndItsBrokerUnharmed(@TempDir Path directory) throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory)) {
            var failure = assertThrows(IllegalStateException.class, () -> EmbeddedKafka.start(directory));
            assertTrue(failure.toString().contains("Another process uses the data directory " + directory));
            new Clients(kafka.bootstrapServers()).createTopic("alive");
        }
    }
}
