package io.datasync.scheduler.topology;

import io.datasync.kafka.KafkaClients;
import io.datasync.kafka.TopicSetup;
import io.datasync.message.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The Kafka Streams topology of the scheduler:
 *
 * <pre>
 * events ──► decide ──► tasks, loads, operations, rejects
 *               │ store: operations
 * operations ──► table health ──► table-health, rejects
 *               │ store: table-health
 * table-health ──► table-health-view, the whole of it in every process
 * </pre>
 *
 * All stores are in memory, behind compacted changelog topics: there are few open operations, and few tables. The operations
 * topic has one partition, so that one task sees the operations of all tables.
 */
final class OperationTopology {
    static final String OPERATIONS_STORE = "operations";
    static final String HEALTH_STORE = "table-health";
    static final String HEALTH_VIEW = "table-health-view";
    static final String TASKS = "tasks";
    static final String LOADS = "loads";
    static final String OPERATIONS = "operations";
    static final String TABLE_HEALTH = "table-health";
    static final String REJECTS = "rejects";

    private static final String EVENTS_SOURCE = "events-source";
    private static final String DECIDE = "decide";
    private static final String OPERATIONS_SOURCE = "operations-source";
    private static final String AGGREGATE = "aggregate-table-health";

    private OperationTopology() {}

    /**
     * Builds the topology.
     *
     * @param keepEnded how long the state of an ended operation is kept to recognise late events
     */
    static Topology build(Topics topics, Duration keepEnded) {
        Topology topology = new Topology();
        addSource(topology, EVENTS_SOURCE, topics.events());
        topology.addProcessor(DECIDE, () -> new DecideOnEvents(keepEnded), EVENTS_SOURCE);
        topology.addStateStore(store(OPERATIONS_STORE).withLoggingEnabled(largeMessages()), DECIDE);
        addSource(topology, OPERATIONS_SOURCE, topics.operations());
        topology.addProcessor(AGGREGATE, AggregateTableHealth::new, OPERATIONS_SOURCE);
        topology.addStateStore(store(HEALTH_STORE).withLoggingEnabled(TopicSetup.BROKERS_TIME), AGGREGATE);
        addSink(topology, TASKS, topics.tasks(), DECIDE);
        addSink(topology, LOADS, topics.loads(), DECIDE);
        addSink(topology, OPERATIONS, topics.operations(), DECIDE);
        addSink(topology, TABLE_HEALTH, topics.tableHealth(), AGGREGATE);
        addSink(topology, REJECTS, topics.rejects(), DECIDE, AGGREGATE);
        topology.addGlobalStore(
                store(HEALTH_VIEW).withLoggingDisabled(),
                "table-health-source",
                new StringDeserializer(),
                new ByteArrayDeserializer(),
                topics.tableHealth(),
                "view-table-health",
                () -> new KeepLatest(HEALTH_VIEW));
        return topology;
    }

    private static void addSource(Topology topology, String name, String topic) {
        topology.addSource(name, new StringDeserializer(), new ByteArrayDeserializer(), topic);
    }

    private static void addSink(Topology topology, String name, String topic, String... parents) {
        topology.addSink(name, topic, new StringSerializer(), new ByteArraySerializer(), parents);
    }

    private static StoreBuilder<KeyValueStore<String, byte[]>> store(String name) {
        return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), Serdes.String(), Serdes.ByteArray());
    }

    /** An operation of ten thousand batches has a state of some megabytes. */
    private static Map<String, String> largeMessages() {
        Map<String, String> settings = new HashMap<>(TopicSetup.BROKERS_TIME);
        settings.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(KafkaClients.MAX_RECORD_BYTES));
        return settings;
    }
}
