package io.datasync.kafka;

import io.datasync.config.KafkaConfig;
import io.datasync.config.Secret;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.metrics.JmxReporter;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Makes the Kafka clients of a process, all with the same connection properties; callers close what they are given.
 * Configured properties win over the defaults here, but not over what DataSync's promises rest on.
 */
public final class KafkaClients {
    /** Most bytes of one record, here and as {@code max.message.bytes} of batch topics. */
    public static final int MAX_RECORD_BYTES = 32 << 20;

    /**
     * Compressed chunks that a consumer of batches fetches at a time: some of them, or one that is larger. With 4 MB, 7 instead
     * of 4 % of a loader's collections were full ones.
     */
    private static final int FETCH_BYTES = 1 << 20;

    /** What a dead member of a group had goes to another one after so long; by default 45 s. */
    private static final int SESSION_TIMEOUT_MILLISECONDS = 10_000;

    /** Properties that a share consumer refuses, though they may be meant for the other consumers. */
    private static final List<String> NOT_FOR_SHARE_GROUPS = List.of(
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            ConsumerConfig.GROUP_INSTANCE_ID_CONFIG,
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
            ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG,
            ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
            ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
            ConsumerConfig.GROUP_PROTOCOL_CONFIG,
            ConsumerConfig.GROUP_REMOTE_ASSIGNOR_CONFIG);

    private final KafkaConfig config;
    private final MeterRegistry metrics;

    /** Clients that nobody measures. */
    public KafkaClients(KafkaConfig config) {
        this(config, new CompositeMeterRegistry());
    }

    /**
     * Clients.
     *
     * @param metrics is told what each client measures of itself while it is open, see {@link ClientMetrics}
     */
    public KafkaClients(KafkaConfig config, MeterRegistry metrics) {
        this.config = config;
        this.metrics = metrics;
    }

    public KafkaConfig config() {
        return config;
    }

    public Admin admin() {
        return Admin.create(connection());
    }

    /** A producer whose acknowledged records are on all in-sync replicas, once and in order. */
    public Producer<String, byte[]> producer(String clientId) {
        Properties properties = new Properties();
        properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        // Whoever sends an event waits for it to be durable: by default 5 ms more an event. A chunk fills a request by
        // itself.
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_RECORD_BYTES);
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 60_000);
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 20_000);
        properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 2L * MAX_RECORD_BYTES);
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 60_000);
        properties.putAll(connection());
        properties.put(ProducerConfig.CLIENT_ID_CONFIG, clientId);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        return new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
    }

    /** A consumer that is assigned partitions by hand, or subscribes when {@code groupId} is not empty; it never commits by itself. */
    public Consumer<String, byte[]> consumer(String clientId, String groupId) {
        Properties properties = new Properties();
        properties.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_TIMEOUT_MILLISECONDS);
        properties.putAll(connection());
        return consumer(clientId, groupId, "earliest", properties);
    }

    /**
     * A consumer of batches, assigned by hand, whose records are all there already. It fetches several chunks at a time and
     * unpacks one only when it is polled; it does not check what each chunk checks itself; it fails for an offset that is
     * gone. It asks the broker not to wait for more, since the next fetch and closing wait for the broker's answer: by default
     * half a second.
     */
    public Consumer<String, byte[]> batchConsumer() {
        Properties properties = new Properties();
        properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES);
        properties.put(ConsumerConfig.RECEIVE_BUFFER_CONFIG, CommonClientConfigs.RECEIVE_BUFFER_LOWER_BOUND);
        properties.put(ConsumerConfig.CHECK_CRCS_CONFIG, false);
        properties.putAll(connection());
        properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 10);
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
        return consumer("", "", "none", properties);
    }

    private static Consumer<String, byte[]> consumer(
            String clientId, String groupId, String offsetReset, Properties properties) {
        properties.put(ConsumerConfig.CLIENT_ID_CONFIG, clientId);
        if (groupId.isEmpty()) {
            properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
        } else {
            properties.put(ConsumerConfig.GROUP_ID_CONFIG, groupId);
        }
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, offsetReset);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        return new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer());
    }

    /** A member of a share group that takes one record at a time and acknowledges each by hand. */
    public ShareConsumer<String, byte[]> shareConsumer(String clientId, String groupId) {
        Properties properties = connection();
        NOT_FOR_SHARE_GROUPS.forEach(properties::remove);
        properties.put(ConsumerConfig.CLIENT_ID_CONFIG, clientId);
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, groupId);
        properties.put(ConsumerConfig.SHARE_ACKNOWLEDGEMENT_MODE_CONFIG, "explicit");
        properties.put(ConsumerConfig.SHARE_ACQUIRE_MODE_CONFIG, "record_limit");
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
        return new KafkaShareConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer());
    }

    /** The configured properties, also for a client that this class does not make, such as Kafka Streams. */
    public Properties connection() {
        Properties properties = new Properties();
        properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
        properties.put(
                CommonClientConfigs.METRIC_REPORTER_CLASSES_CONFIG,
                List.of(JmxReporter.class.getName(), ClientMetrics.class.getName()));
        properties.put(ClientMetrics.REGISTRY, metrics);
        for (Map.Entry<String, Secret> property : config.properties().entrySet()) {
            properties.put(property.getKey(), property.getValue().reveal());
        }
        return properties;
    }
}
