package io.datasync.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.datasync.message.Json;
import io.datasync.message.OperationEvent;
import io.datasync.message.OperationEvent.TaskRunning;
import io.datasync.message.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class SignsOfLifeTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final MockProducer<String, byte[]> producer =
            new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
    private final SignsOfLife signs =
            new SignsOfLife(new Publisher(producer, new Topics("t")), Duration.ofMillis(60), () -> NOW);

    @AfterEach
    void close() {
        signs.close();
        producer.close();
    }

    @Test
    void aLongTaskGivesSignsOfLifeUntilItsEnd() throws InterruptedException {
        signs.during(
                "op-1", () -> Awaitility.await().until(() -> producer.history().size() >= 3));
        List<OperationEvent> events = producer.history().stream()
                .map(record -> Json.read(record.value(), OperationEvent.class))
                .toList();
        assertTrue(events.stream().allMatch(new TaskRunning("op-1", NOW)::equals));
        assertEquals("t.events", producer.history().get(0).topic());
    }

    @Test
    void aFailedTaskGivesNoFurtherSigns() throws InterruptedException {
        assertThrows(
                IllegalStateException.class,
                () -> signs.during("op-1", () -> {
                    throw new IllegalStateException("as told");
                }));
        signs.during(
                "op-2", () -> Awaitility.await().until(() -> producer.history().size() >= 2));
        assertTrue(producer.history().stream().allMatch(record -> record.key().equals("op-2")));
    }
}
