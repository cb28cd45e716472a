package io.datasync.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.datasync.config.KafkaConfig;
import io.datasync.config.Secret;
import io.datasync.config.UpdateType;
import io.datasync.embedded.TestKafka;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.lifecycle.Lifecycle;
import io.datasync.lifecycle.RunUntilStopped;
import io.datasync.message.Json;
import io.datasync.message.Operation;
import io.datasync.message.OperationEvent;
import io.datasync.message.OperationState;
import io.datasync.message.Reject;
import io.datasync.message.Topics;
import io.datasync.telemetry.Tracing;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The watch, the publisher and the clients against a real broker. */
final class KafkaPartsTest {
    private static final Instant AT = Instant.parse("2026-03-29T01:30:00Z");
    private static final Operation OPERATION = new Operation("op-1", "Item", "jde", UpdateType.MASS, null, AT);

    private final String prefix = TestKafka.uniquePrefix();
    private final Topics topics = new Topics(prefix);
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final KafkaClients clients =
            new KafkaClients(KafkaConfig.of(TestKafka.bootstrapServers(), prefix), registry);
    private final Lifecycle lifecycle = new Lifecycle();
    private final Producer<String, byte[]> producer = lifecycle.add("producer", clients.producer(prefix + "-producer"));
    private final List<String> heard = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        lifecycle.close();
    }

    @Test
    void aWatchKnowsWhatCameBeforeItAndWhatComesAfter() throws Exception {
        createTopic(topics.operations(), 3);
        send("op-1", Json.write(state("op-1", OperationState.Phase.LOADING)));
        send("op-2", Json.write(state("op-2", OperationState.Phase.SUCCEEDED)));
        OperationWatch watch = startWatch();
        waitUntil(() -> watch.hasEnded("op-2") && watch.state("op-1").isPresent());
        assertFalse(watch.hasEnded("op-1"));
        assertFalse(watch.hasEnded("op-unknown"));
        send("op-1", Json.write(state("op-1", OperationState.Phase.FAILED)));
        waitUntil(() -> watch.hasEnded("op-1"));
        send("op-2", null);
        waitUntil(() -> watch.state("op-2").isEmpty());
        assertEquals(
                List.of("op-1 LOADING", "op-1 FAILED"),
                heard.stream().filter(state -> state.startsWith("op-1")).toList());
    }

    @Test
    void aWatchWaitsForItsTopic() throws Exception {
        OperationWatch watch = startWatch();
        Awaitility.await()
                .during(Duration.ofSeconds(1))
                .until(() -> watch.state("op-1").isEmpty());
        createTopic(topics.operations(), 1);
        send("op-1", Json.write(state("op-1", OperationState.Phase.OPEN)));
        waitUntil(() -> watch.state("op-1").isPresent());
    }

    @Test
    void aWatchPassesOverWhatItCannotReadAndWhatItsListenerCannotTake() throws Exception {
        createTopic(topics.operations(), 1);
        send("op-1", "not JSON".getBytes(StandardCharsets.UTF_8));
        send("op-1", "{}".getBytes(StandardCharsets.UTF_8));
        send(null, Json.write(state("op-1", OperationState.Phase.OPEN)));
        send(null, null);
        send("op-fails", Json.write(state("op-fails", OperationState.Phase.FAILED)));
        send("op-2", Json.write(state("op-2", OperationState.Phase.OPEN)));
        OperationWatch watch = startWatch();
        waitUntil(() -> watch.state("op-2").isPresent());
        assertTrue(watch.state("op-1").isEmpty());
        assertTrue(watch.hasEnded("op-fails"));
        assertEquals(List.of("op-2 OPEN"), heard);
    }

    @Test
    void aPublishedMessageContinuesTheTraceAtItsReader() throws Exception {
        createTopic(topics.events(), 1);
        InMemorySpanExporter spans = InMemorySpanExporter.create();
        try (OpenTelemetrySdk sdk = OpenTelemetrySdk.builder()
                .setTracerProvider(SdkTracerProvider.builder()
                        .addSpanProcessor(SimpleSpanProcessor.create(spans))
                        .build())
                .build()) {
            Tracing tracing = new Tracing(sdk);
            Publisher publisher = new Publisher(producer, topics);
            OperationEvent event = new OperationEvent.TargetChecked("op-1", AT);
            tracing.inSpan(
                    "check target",
                    SpanKind.CONSUMER,
                    OPERATION,
                    new RecordHeaders(),
                    () -> {
                        publisher.publish(event);
                        return 0;
                    },
                    rows -> 0);
            ConsumerRecord<String, byte[]> record = read(topics.events());
            assertEquals("op-1", record.key());
            assertEquals(event, Json.read(record.value(), OperationEvent.class));
            assertNotNull(record.headers().lastHeader("traceparent"));
            tracing.inSpan("decide", SpanKind.CONSUMER, OPERATION, record.headers(), () -> 3, rows -> rows);
            List<SpanData> finished = spans.getFinishedSpanItems();
            assertEquals(finished.get(0).getTraceId(), finished.get(1).getTraceId());
            assertEquals(finished.get(0).getSpanId(), finished.get(1).getParentSpanId());
        }
    }

    @Test
    void aBrokerThatDoesNotAnswerIsAnErrorThatNamesTheTopic() {
        KafkaConfig nobody = new KafkaConfig(
                "127.0.0.1:1", prefix, (short) -1, Duration.ofSeconds(30), Map.of("max.block.ms", Secret.of("500")));
        try (Producer<String, byte[]> lonely = new KafkaClients(nobody).producer("lonely")) {
            Publisher publisher = new Publisher(lonely, topics);
            DataSyncException failure = assertThrows(
                    DataSyncException.class, () -> publisher.publish(new OperationEvent.TargetChecked("op-1", AT)));
            assertEquals(ErrorCode.KAFKA_UNAVAILABLE, failure.code());
            assertTrue(String.valueOf(failure.getMessage()).contains(topics.events()), failure.getMessage());
        }
    }

    @Test
    void anInterruptedPublisherStaysInterrupted() throws Exception {
        createTopic(topics.events(), 1);
        Publisher publisher = new Publisher(producer, topics);
        Thread.currentThread().interrupt();
        assertThrows(DataSyncException.class, () -> publisher.publish(new OperationEvent.TargetChecked("op-1", AT)));
        assertTrue(Thread.interrupted());
    }

    @Test
    void aRejectOfAHugeValueIsPublishedWithTheBeginningOfTheValue() throws Exception {
        createTopic(topics.rejects(), 1);
        Reject reject = new Reject("op-1", AT, "Item", "Memo", "too long", Map.of("Memo", "ü".repeat(5 << 20)), null);
        new Publisher(producer, topics).publish(reject);
        String value = String.valueOf(
                Json.read(read(topics.rejects()).value(), Reject.class).row().get("Memo"));
        assertTrue(value.endsWith("ü… (5242880 characters)"), () -> value.substring(3_990));
    }

    @Test
    void aMessageThatNoBrokerWillTakeIsNotRetryable() throws Exception {
        createTopic(topics.events(), 1);
        String huge = "x".repeat(KafkaClients.MAX_RECORD_BYTES);
        OperationEvent event = new OperationEvent.LoadFailed("op-1", AT, "LoadBatch", ErrorCode.INTERNAL, huge);
        Publisher publisher = new Publisher(producer, topics);
        DataSyncException failure = assertThrows(DataSyncException.class, () -> publisher.publish(event));
        assertEquals(ErrorCode.ROW_TOO_LARGE, failure.code());
    }

    @Test
    void clientsShowTheirMetricsWhileTheyAreOpen() throws Exception {
        createTopic(topics.events(), 1);
        new Publisher(producer, topics).publish(new OperationEvent.TargetChecked("op-1", AT));
        String name = prefix + "-measured";
        try (var consumer = clients.consumer(name, "");
                var worker = clients.shareConsumer(name + "-share", topics.fetchers());
                var other = clients.consumer(name + "-2", "")) {
            assertEquals(3, List.of(consumer, worker, other).size());
            String scraped = registry.scrape();
            assertTrue(scraped.contains("kafka_producer_record_send_total{client_id=\"" + prefix + "-producer\"} 1.0"));
            assertTrue(scraped.contains("kafka_consumer_fetch_manager_records_lag_max{client_id=\"" + name + "\"}"));
            assertTrue(scraped.contains("client_id=\"" + name + "-share\""));
        }
        assertFalse(registry.scrape().contains(name));
    }

    @Test
    void configuredPropertiesDoNotBreakWhatThePromisesRestOn() {
        KafkaConfig odd = new KafkaConfig(
                TestKafka.bootstrapServers(),
                prefix,
                (short) -1,
                Duration.ofSeconds(30),
                Map.of(
                        "acks", Secret.of("0"),
                        "max.poll.records", Secret.of("500"),
                        "client.id", Secret.of("same"),
                        "group.id", Secret.of("same"),
                        "enable.auto.commit", Secret.of("true")));
        KafkaClients same = new KafkaClients(odd);
        // An idempotent producer with acks=0 would be refused, as would a commit without a group.
        try (Producer<String, byte[]> made = same.producer("one");
                Consumer<String, byte[]> consumer = same.consumer("two", "");
                var worker = same.shareConsumer("three", topics.fetchers())) {
            assertEquals(3, List.of(made, consumer, worker).size());
            assertThrows(RuntimeException.class, consumer::groupMetadata);
        }
    }

    private OperationWatch startWatch() {
        OperationWatch watch =
                lifecycle.add("watch", new OperationWatch(clients.consumer(prefix + "-watch", ""), topics, this::hear));
        RunUntilStopped loop = RunUntilStopped.start(prefix + "-watch", watch, Duration.ZERO, Duration.ofSeconds(10));
        lifecycle.add("loop", loop);
        return watch;
    }

    private void hear(OperationState state) {
        if (state.operation().operationId().equals("op-fails")) {
            throw new IllegalStateException("deaf");
        }
        heard.add(state.operation().operationId() + " " + state.phase());
    }

    private static OperationState state(String operationId, OperationState.Phase phase) {
        Operation operation = new Operation(operationId, "Item", "jde", UpdateType.MASS, null, AT);
        return new OperationState(
                new OperationEvent.OperationOpened(operation, AT, 1, 0, true, null, null),
                phase,
                AT,
                null,
                null,
                false,
                false,
                false,
                false,
                List.of(),
                null,
                null);
    }

    private void send(@Nullable String key, byte @Nullable [] value) throws Exception {
        producer.send(new ProducerRecord<>(topics.operations(), key, value)).get();
    }

    private void createTopic(String topic, int partitions) throws Exception {
        try (Admin admin = clients.admin()) {
            admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1)))
                    .all()
                    .get();
        }
    }

    private ConsumerRecord<String, byte[]> read(String topic) {
        List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
        try (Consumer<String, byte[]> consumer = clients.consumer(prefix + "-reader", "")) {
            consumer.assign(List.of(new TopicPartition(topic, 0)));
            waitUntil(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
                return !records.isEmpty();
            });
        }
        return records.get(0);
    }

    private static void waitUntil(Callable<Boolean> condition) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(condition);
    }
}
