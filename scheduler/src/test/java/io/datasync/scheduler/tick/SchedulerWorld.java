package io.datasync.scheduler.tick;

import com.zaxxer.hikari.HikariDataSource;
import io.datasync.config.DestinationConfig;
import io.datasync.config.KafkaConfig;
import io.datasync.config.Options;
import io.datasync.config.RejectLimit;
import io.datasync.config.Secret;
import io.datasync.config.SourceConfig;
import io.datasync.config.TableConfig;
import io.datasync.config.UpdateType;
import io.datasync.database.ControlSchema;
import io.datasync.embedded.TestKafka;
import io.datasync.kafka.KafkaClients;
import io.datasync.kafka.Publisher;
import io.datasync.message.Json;
import io.datasync.message.Operation;
import io.datasync.message.OperationEvent;
import io.datasync.message.Topics;
import io.datasync.scheduler.log.Caps;
import io.datasync.scheduler.log.DataUpdateLog;
import io.datasync.scheduler.log.TestingDestination;
import io.datasync.scheduler.schedule.BackOff;
import io.datasync.scheduler.schedule.ScheduleChecker;
import io.datasync.scheduler.schedule.TestingTables;
import io.datasync.telemetry.Tracing;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A real PostgreSQL, a real broker, a clock that is set by hand, and a scheduler's parts on them. */
final class SchedulerWorld implements AutoCloseable {
    static final Instant START = Instant.parse("2026-03-08T07:30:00.123456Z");
    private static final Caps NO_CAPS = new Caps(Integer.MAX_VALUE, Integer.MAX_VALUE);

    final TestingClock clock = new TestingClock(START);
    final Topics topics = new Topics(TestKafka.uniquePrefix());
    final Options options;
    final DataUpdateLog log;
    final Admin admin;
    final Publisher publisher;

    private final HikariDataSource pool;
    private final Producer<String, byte[]> producer;
    private final KafkaClients clients;

    /** A world of at most two open operations, whose operations are stale after a minute. */
    SchedulerWorld() {
        this.options = new Options(
                Duration.ofMinutes(1),
                2,
                1000,
                1000,
                3,
                90,
                Duration.ofHours(24),
                Duration.ofMinutes(1),
                RejectLimit.ofRows(7),
                3,
                Duration.ofSeconds(5));
        DestinationConfig destination = TestingDestination.newPostgreSql();
        pool = TestingDestination.pool(destination);
        ControlSchema.migrate(pool, destination);
        log = new DataUpdateLog(pool, destination);
        clients = clients(TestKafka.bootstrapServers());
        admin = clients.admin();
        producer = clients.producer("test");
        publisher = new Publisher(producer, topics);
    }

    /** Clients that give up soon. */
    static KafkaClients clients(String bootstrapServers) {
        Map<String, Secret> impatient = Map.of(
                "max.block.ms", Secret.of("2000"),
                "delivery.timeout.ms", Secret.of("2000"),
                "linger.ms", Secret.of("0"),
                "request.timeout.ms", Secret.of("2000"));
        return new KafkaClients(
                new KafkaConfig(bootstrapServers, "unused", (short) 1, KafkaConfig.DEFAULT_LOCK_DURATION, impatient));
    }

    SchedulerWorld withTopics(String... names) {
        List<NewTopic> wanted = Arrays.stream(names)
                .map(name -> new NewTopic(name, 1, (short) 1))
                .toList();
        try {
            admin.createTopics(wanted).all().get();
        } catch (InterruptedException | ExecutionException failure) {
            throw new IllegalStateException("Cannot create topics", failure);
        }
        // The broker answers before its own list of topics has them.
        Awaitility.await().until(() -> topicNames().containsAll(List.of(names)));
        return this;
    }

    Set<String> topicNames() {
        return AdminCall.await(admin.listTopics().names(), "Listing topics");
    }

    OperationOpener opener(Publisher publisher) {
        return opener(publisher, Map.of());
    }

    OperationOpener opener(Publisher publisher, Map<String, SourceConfig> sources) {
        Tracing tracing = new Tracing(OpenTelemetrySdk.builder()
                .setTracerProvider(SdkTracerProvider.builder()
                        // Without a processor no span is recorded.
                        .addSpanProcessor(SimpleSpanProcessor.create(SpanExporter.composite()))
                        .build())
                .build());
        return new OperationOpener(log, publisher, tracing, options, sources, clock);
    }

    OperationStarter starter() {
        return starter(Map.of());
    }

    OperationStarter starter(Map<String, SourceConfig> sources) {
        return new OperationStarter(opener(publisher, sources), publisher, options, clock);
    }

    static SourceConfig source(int maxOpen) {
        return new SourceConfig(
                TestingTables.SOURCE,
                "jdbc:none:",
                Optional.empty(),
                Secret.none(),
                1,
                maxOpen,
                List.of(),
                Duration.ofMinutes(1),
                Optional.empty());
    }

    Reaper reaper() {
        return new Reaper(log, publisher, options.staleAfter(), clock);
    }

    BatchTopicJanitor janitor() {
        return new BatchTopicJanitor(admin, topics, log, options.batchRetention(), clock);
    }

    SchedulerTick tick(OperationStarter starter, TableConfig... tables) {
        ScheduleChecker checker = new ScheduleChecker(
                List.of(tables), options.lookbackMultiplier(), new BackOff(options.checkInterval()));
        Duration purgeRetention = Duration.ofDays(options.purgeRetentionDays());
        return new SchedulerTick(checker, log, starter, reaper(), janitor(), purgeRetention, clock);
    }

    /** An operation that is open in the log since now. */
    Operation opened(String table, @Nullable String replayOf) {
        Operation operation = new Operation(
                UUID.randomUUID().toString(), table, TestingTables.SOURCE, UpdateType.MASS, null, clock.instant());
        log.open(operation, replayOf, NO_CAPS, clock.instant());
        return operation;
    }

    void produce(String topic, byte[] value) {
        try {
            producer.send(new ProducerRecord<>(topic, value)).get();
        } catch (InterruptedException | ExecutionException failure) {
            throw new IllegalStateException("Cannot write to " + topic, failure);
        }
    }

    List<OperationEvent> events(int atLeast) {
        return records(topics.events(), atLeast).stream()
                .map(record -> Json.read(record.value(), OperationEvent.class))
                .toList();
    }

    /** All records of a topic's one partition, once there are as many as that. */
    List<ConsumerRecord<String, byte[]>> records(String topic, int atLeast) {
        TopicPartition partition = new TopicPartition(topic, 0);
        try (Consumer<String, byte[]> consumer = clients.consumer("test", "")) {
            consumer.assign(List.of(partition));
            List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
                records.addAll(consumer.poll(Duration.ofMillis(100)).records(partition));
                return records.size() >= atLeast && consumer.position(partition) >= end(consumer, partition);
            });
            return records;
        }
    }

    private static long end(Consumer<String, byte[]> consumer, TopicPartition partition) {
        return consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
    }

    @Override
    public void close() {
        producer.close(Duration.ZERO);
        admin.close();
        pool.close();
    }
}
