package io.datasync.fetcher;

import io.datasync.config.DataSyncConfig;
import io.datasync.config.DestinationConfig;
import io.datasync.config.HttpConfig;
import io.datasync.config.JdeSite;
import io.datasync.config.KafkaConfig;
import io.datasync.config.Options;
import io.datasync.config.RejectLimit;
import io.datasync.config.Secret;
import io.datasync.config.TableConfig;
import io.datasync.config.TelemetryConfig;
import io.datasync.config.UpdateType;
import io.datasync.embedded.TestKafka;
import io.datasync.kafka.KafkaClients;
import io.datasync.kafka.Publisher;
import io.datasync.message.BatchRef;
import io.datasync.message.FetchTask;
import io.datasync.message.Json;
import io.datasync.message.Operation;
import io.datasync.message.OperationEvent;
import io.datasync.message.OperationState;
import io.datasync.message.Reject;
import io.datasync.message.Topics;
import io.datasync.rows.Chunk;
import io.datasync.rows.ChunkCodec;
import io.datasync.telemetry.SyncMetrics;
import io.datasync.telemetry.Tracing;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;
import javax.sql.DataSource;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.util.Text;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** A fetcher on real Kafka and real PostgreSQL, and what a reader finds in its topics. */
final class TestFetcherWorker implements AutoCloseable {
    static final String TABLE = "Item";
    static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";

    final SteppingClock clock = new SteppingClock();
    int batchSize = 1_000_000;
    long maxRejects;
    int refusedConnections;
    Runnable beforeConnection = () -> {};
    volatile boolean ended;

    /** What is known of the operation. */
    volatile @Nullable OperationState state;

    final HeldDivisions held = new HeldDivisions(1, id -> Optional.ofNullable(state), InstantSource.system());

    private final TestSource source;
    private final Topics topics = new Topics(TestKafka.uniquePrefix());
    private final String operationId = UUID.randomUUID().toString();
    private final KafkaClients clients;
    private final Admin admin;
    private final Producer<String, byte[]> producer;
    private final Producer<String, byte[]> chunkProducer;

    TestFetcherWorker(TestSource source) {
        this(source, Map.of());
    }

    TestFetcherWorker(TestSource source, Map<String, String> chunkProperties) {
        this.source = source;
        clients = clients(topics, Map.of());
        admin = clients.admin();
        producer = clients.producer("test");
        chunkProducer = clients(topics, chunkProperties).producer("test-chunks");
        try {
            admin.createTopics(List.of(
                            new NewTopic(topics.events(), 1, (short) 1), new NewTopic(topics.rejects(), 1, (short) 1)))
                    .all()
                    .get();
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static KafkaClients clients(Topics topics, Map<String, String> properties) {
        Map<String, Secret> secrets = new HashMap<>();
        properties.forEach((name, value) -> secrets.put(name, Secret.of(value)));
        return new KafkaClients(new KafkaConfig(
                TestKafka.bootstrapServers(), topics.prefix(), (short) -1, KafkaConfig.DEFAULT_LOCK_DURATION, secrets));
    }

    void handle(TableConfig table) throws InterruptedException {
        handle(table, 0, 1);
    }

    /** Handles a task for the table; only one of the name {@link #TABLE} is in the configuration. */
    void handle(TableConfig table, int slice, int slices) throws InterruptedException {
        handle(table, new FetchTask(operation(table), slice, slices, null, null));
    }

    /** Handles the task of an operation whose rows are not divided yet. */
    void handleUndivided(TableConfig table) throws InterruptedException {
        handle(table, FetchTask.undivided(operation(table)));
    }

    Operation operation(TableConfig table) {
        return new Operation(operationId, table.tableName(), "TEST", UpdateType.MASS, null, TestSource.NOW);
    }

    void handle(TableConfig table, FetchTask task) throws InterruptedException {
        Headers headers = new RecordHeaders()
                .add("traceparent", ("00-" + TRACE_ID + "-b7ad6b7169203331-01").getBytes(StandardCharsets.UTF_8));
        FetchSlice handler = new FetchSlice(
                new SliceReader(config(table), FetcherTypes.load(), config -> connections(config.url()), held),
                new FetchOutput(admin, chunkProducer, new Publisher(producer, topics), topics, (short) -1),
                new Tracing(OpenTelemetrySdk.builder()
                        .setTracerProvider(SdkTracerProvider.builder().build())
                        .build()),
                new SyncMetrics(new SimpleMeterRegistry()),
                id -> ended,
                clock,
                attempt -> 1L);
        handler.handle(task, headers);
    }

    private DataSource connections(String url) {
        beforeConnection.run();
        return TestSource.dataSource(refusedConnections-- > 0 ? "jdbc:postgresql://127.0.0.1:1/refused" : url);
    }

    private DataSyncConfig config(TableConfig table) {
        Options defaults = Options.DEFAULTS;
        return new DataSyncConfig(
                new Options(
                        defaults.checkInterval(),
                        defaults.maxDegreeOfParallelism(),
                        batchSize,
                        defaults.bulkCopyBatchSize(),
                        defaults.lookbackMultiplier(),
                        defaults.purgeRetentionDays(),
                        defaults.batchRetention(),
                        defaults.staleAfter(),
                        RejectLimit.ofRows(maxRejects),
                        defaults.unhealthyAfter(),
                        defaults.shutdownTimeout()),
                clients.config(),
                HttpConfig.DEFAULTS,
                TelemetryConfig.NONE,
                Map.of("TEST", source.config(Duration.ofMinutes(5), JdeSite.DEFAULTS)),
                new DestinationConfig(
                        DestinationConfig.Type.POSTGRESQL,
                        "",
                        Optional.empty(),
                        Secret.none(),
                        "public",
                        "datasync",
                        true,
                        DestinationConfig.Upsert.MERGE,
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(1)),
                table.tableName().equals(TABLE) ? List.of(table) : List.of());
    }

    List<OperationEvent> events() {
        return records(topics.events(), 0).stream()
                .map(record -> Json.read(record.value(), OperationEvent.class))
                .toList();
    }

    List<Reject> rejects() {
        return records(topics.rejects(), 0).stream()
                .map(record -> Json.read(record.value(), Reject.class))
                .toList();
    }

    /** Trace parents of all events and of the chunks of slice 0. */
    List<String> traceParents() {
        List<ConsumerRecord<String, byte[]>> records = new ArrayList<>(records(topics.events(), 0));
        records.addAll(records(topics.batches(operationId), 0));
        return records.stream()
                .map(record ->
                        new String(record.headers().lastHeader("traceparent").value(), StandardCharsets.UTF_8))
                .toList();
    }

    <T extends OperationEvent> T only(Class<T> type) {
        List<T> found =
                events().stream().filter(type::isInstance).map(type::cast).toList();
        if (found.size() != 1) {
            throw new AssertionError("Not one " + type.getSimpleName() + " in " + events());
        }
        return found.get(0);
    }

    long count(Class<? extends OperationEvent> type) {
        return events().stream().filter(type::isInstance).count();
    }

    List<BatchRef> batches() {
        return events().stream()
                .filter(OperationEvent.BatchFetched.class::isInstance)
                .map(event -> ((OperationEvent.BatchFetched) event).batch())
                .toList();
    }

    /** The rows of a batch, read as a loader does: by offsets, with the checksum compared. */
    List<List<@Nullable Object>> read(BatchRef batch) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        CRC32C checksum = new CRC32C();
        long bytes = 0;
        try (BufferAllocator allocator = new RootAllocator()) {
            for (ConsumerRecord<String, byte[]> record : records(batch.topic(), batch.partition())) {
                if (record.offset() >= batch.firstOffset() && record.offset() <= batch.lastOffset()) {
                    checksum.update(record.value());
                    bytes += record.value().length;
                    try (Chunk chunk = ChunkCodec.decode(record.value(), allocator)) {
                        addRows(chunk, rows);
                    }
                }
            }
        }
        if (checksum.getValue() != batch.checksum() || bytes != batch.bytes() || rows.size() != batch.rows()) {
            throw new AssertionError("Not what the reference says: " + batch + ", rows " + rows.size());
        }
        return rows;
    }

    private static void addRows(Chunk chunk, List<List<@Nullable Object>> rows) {
        for (int row = 0; row < chunk.rows(); row++) {
            List<@Nullable Object> values = new ArrayList<>();
            for (int column = 0; column < chunk.schema().columns().size(); column++) {
                FieldVector vector = chunk.vector(column);
                Object value = vector.getObject(row);
                values.add(value instanceof Text text ? text.toString() : value);
            }
            rows.add(values);
        }
    }

    private List<ConsumerRecord<String, byte[]>> records(String topic, int partition) {
        List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
        try (Consumer<String, byte[]> consumer = clients.consumer("test-reader", "")) {
            TopicPartition assigned = new TopicPartition(topic, partition);
            consumer.assign(List.of(assigned));
            consumer.seekToBeginning(List.of(assigned));
            long end = consumer.endOffsets(List.of(assigned)).values().stream()
                    .collect(Collectors.summingLong(Long::longValue));
            while (consumer.position(assigned) < end) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
        }
        return records;
    }

    @Override
    public void close() {
        held.close();
        producer.close();
        chunkProducer.close();
        admin.close();
    }

    /** Goes on by {@code step} each time it is asked. */
    static final class SteppingClock implements InstantSource {
        Duration step = Duration.ZERO;
        private Instant now = TestSource.NOW;

        @Override
        public synchronized Instant instant() {
            now = now.plus(step);
            return now;
        }
    }
}
