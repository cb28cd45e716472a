package io.datasync.reliability;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.datasync.embedded.BrokerNode;
import io.datasync.embedded.BrokerNode.Ports;
import io.datasync.standalone.CuttableProxy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;

/** Brokers as separate processes, each behind a proxy by which all its clients come. */
final class Cluster implements AutoCloseable {
    private final Path directory;
    private final List<CuttableProxy> proxies = new ArrayList<>();
    private final List<Ports> ports = new ArrayList<>();
    private final List<RoleProcess> brokers = new ArrayList<>();

    private Cluster(Path directory) {
        this.directory = directory;
    }

    /** Starts brokers and waits until they run. */
    static Cluster start(int size, Path directory) throws IOException {
        Cluster cluster = new Cluster(directory);
        for (int number = 0; number < size; number++) {
            Ports own = Ports.free();
            CuttableProxy proxy = new CuttableProxy(own.clients(), own.advertised());
            proxy.connect();
            cluster.ports.add(own);
            cluster.proxies.add(proxy);
        }
        for (int number = 0; number < size; number++) {
            cluster.brokers.add(cluster.startBroker(number));
        }
        cluster.brokers.forEach(RoleProcess::awaitRunning);
        return cluster;
    }

    private RoleProcess startBroker(int number) {
        return RoleProcess.start(
                Role.BROKER,
                BrokerNode.arguments(directory.resolve("broker-" + number), number, ports),
                directory.resolve("broker-" + number + ".log"),
                ProcessClock.RIGHT);
    }

    int size() {
        return brokers.size();
    }

    String bootstrapServers() {
        return ports.stream().map(own -> "127.0.0.1:" + own.advertised()).collect(Collectors.joining(","));
    }

    RoleProcess broker(int number) {
        return brokers.get(number);
    }

    /** The way of all clients to a broker. */
    CuttableProxy proxy(int number) {
        return proxies.get(number);
    }

    /** Starts a broker that is gone, on its data, without waiting for it. */
    void restart(int number) {
        brokers.set(number, startBroker(number));
    }

    /** Asserts that every partition has a replica on each broker, those of Kafka itself too. */
    void assertReplicated() throws InterruptedException, ExecutionException {
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers()))) {
            Set<String> names = admin.listTopics(new ListTopicsOptions().listInternal(true))
                    .names()
                    .get();
            Map<String, Integer> replicas = new TreeMap<>();
            for (TopicDescription topic :
                    admin.describeTopics(names).allTopicNames().get().values()) {
                topic.partitions()
                        .forEach(partition -> replicas.merge(
                                topic.name(), partition.replicas().size(), Math::min));
            }
            replicas.values().removeIf(number -> number == size());
            assertEquals(Map.of(), replicas, "topics with fewer replicas than " + size());
        }
    }

    /** No broker died that nobody killed. */
    void requireAlive() {
        brokers.forEach(RoleProcess::requireAlive);
    }

    @Override
    public void close() {
        brokers.forEach(RoleProcess::close);
        proxies.forEach(CuttableProxy::close);
    }
}
