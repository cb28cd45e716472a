package io.datasync.scheduler.topology;

import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.kafka.KafkaClients;
import io.datasync.message.Json;
import io.datasync.message.Topics;
import io.datasync.scheduler.health.TableHealth;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the operation topology. Any number of processes may run it at once; Kafka divides the operations among them, and
 * another process takes over what one that is gone had. The topics must be there before {@link #start()}.
 *
 * @see io.datasync.kafka.TopicSetup
 */
public final class OperationStreams implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(OperationStreams.class);

    /** Late events are known as such for so long after the end. */
    private static final Duration KEEP_ENDED = Duration.ofHours(1);

    /**
     * What nobody waits for is committed so late, or with what somebody does, see {@link Decision#isAwaited}: signs of life, and
     * the tables' health. Each commit is a transaction of some 10 ms, whether of one event or of fifty. With 10 ms for all, a
     * look-back of 1,000,000 rows took 7.05 instead of 6.46 CPU seconds, and an operation of 1,000 rows 0.22 instead of 0.17 s.
     */
    private static final Duration COMMIT_INTERVAL = Duration.ofMillis(250);

    /** A transaction that begins while the last one is being closed is told to try again after so long, 100 ms by default. */
    private static final Duration RETRY_BACKOFF = Duration.ofMillis(5);

    /** A process that died is found out after so long. */
    private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(10);

    private final KafkaStreams streams;
    private final Duration shutdownTimeout;

    /**
     * Sets the topology up without starting it.
     *
     * @param shutdownTimeout how long {@link #close()} waits at most
     */
    public OperationStreams(KafkaClients clients, Topics topics, Duration shutdownTimeout, InstantSource clock) {
        this.shutdownTimeout = shutdownTimeout;
        this.streams = new KafkaStreams(OperationTopology.build(topics, KEEP_ENDED), properties(clients, topics));
        this.streams.setUncaughtExceptionHandler(new ReplaceDeadThreads(clock));
        this.streams.setStateListener((next, previous) -> log.atInfo()
                .addKeyValue("from", previous)
                .addKeyValue("to", next)
                .log("Operation topology changed its state"));
    }

    /**
     * Starts it; returns once the table health is known.
     *
     * @throws DataSyncException with {@link ErrorCode#KAFKA_UNAVAILABLE} if it does not start
     */
    public void start() {
        try {
            streams.start();
        } catch (RuntimeException failure) {
            throw new DataSyncException(
                    ErrorCode.KAFKA_UNAVAILABLE,
                    "The operation topology does not start: " + failure.getMessage(),
                    failure);
        }
    }

    /** True while events are processed, or partitions are being taken over. */
    public boolean isRunning() {
        return streams.state().isRunningOrRebalancing();
    }

    /** True once it has given up; only a new process helps. */
    public boolean hasFailed() {
        return streams.state() == KafkaStreams.State.PENDING_ERROR || streams.state() == KafkaStreams.State.ERROR;
    }

    /**
     * What is known of every table that ever had an operation, by name.
     *
     * @throws DataSyncException with {@link ErrorCode#KAFKA_UNAVAILABLE} while it is not running
     */
    public Map<String, TableHealth> tableHealth() {
        try {
            ReadOnlyKeyValueStore<String, byte[]> view = streams.store(StoreQueryParameters.fromNameAndType(
                    OperationTopology.HEALTH_VIEW, QueryableStoreTypes.keyValueStore()));
            return read(view);
        } catch (IllegalStateException | InvalidStateStoreException failure) {
            throw new DataSyncException(
                    ErrorCode.KAFKA_UNAVAILABLE,
                    "The operation topology is not running: " + failure.getMessage(),
                    failure);
        }
    }

    private static Map<String, TableHealth> read(ReadOnlyKeyValueStore<String, byte[]> view) {
        Map<String, TableHealth> tables = new HashMap<>();
        try (KeyValueIterator<String, byte[]> all = view.all()) {
            while (all.hasNext()) {
                KeyValue<String, byte[]> table = all.next();
                try {
                    tables.put(table.key, Json.read(table.value, TableHealth.class));
                } catch (DataSyncException notUnderstood) {
                    // Nothing is known of that table then; it goes to the rejects with the next state of an operation.
                    log.atDebug()
                            .addKeyValue("table", table.key)
                            .addKeyValue("reason", notUnderstood.getMessage())
                            .log("Passed over the health of a table");
                }
            }
        }
        return tables;
    }

    /** Stops, having committed what is done, and hands its share to the other processes at once. */
    @Override
    public void close() {
        boolean stopped = streams.close(CloseOptions.timeout(shutdownTimeout)
                .withGroupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP));
        if (!stopped) {
            log.atWarn().addKeyValue("timeout", shutdownTimeout).log("Operation topology did not stop in time");
        }
    }

    private static Properties properties(KafkaClients clients, Topics topics) {
        Properties properties = clients.connection();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, topics.topology());
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, COMMIT_INTERVAL.toMillis());
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.RETRY_BACKOFF_MS_CONFIG), RETRY_BACKOFF.toMillis());
        // What Kafka 5 does anyway; without it each start warns. The constant for it is deprecated from birth.
        properties.put("processing.exception.handler.global.enabled", true);
        properties.put(
                StreamsConfig.REPLICATION_FACTOR_CONFIG,
                Integer.toString(clients.config().replicationFactor()));
        properties.put(
                StreamsConfig.mainConsumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG),
                Math.toIntExact(SESSION_TIMEOUT.toMillis()));
        properties.put(
                StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), KafkaClients.MAX_RECORD_BYTES);
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
        return properties;
    }
}
