package io.datasync.embedded;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.utils.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The process of one broker of several, each of which is a controller too: what is written is on three replicas, two at the
 * least. A test starts it, kills it and starts it again on the same directory.
 */
public final class BrokerNode {
    private static final Logger log = LoggerFactory.getLogger(BrokerNode.class);

    /** Any; all brokers of a cluster have the same one. */
    private static final String CLUSTER_ID = "ZGF0YXN5bmMtcmVsaWFiaQ";

    private BrokerNode() {}

    /**
     * Where a broker listens, on the loopback address.
     *
     * @param clients the port that clients connect to
     * @param advertised the port that clients are told to connect to, such as a proxy's
     * @param brokers the port for the other brokers
     * @param controllers the port for the other controllers
     */
    public record Ports(int clients, int advertised, int brokers, int controllers) {
        /** Free ones. */
        public static Ports free() {
            return new Ports(LoopbackPort.free(), LoopbackPort.free(), LoopbackPort.free(), LoopbackPort.free());
        }

        private static Ports parse(String text) {
            String[] ports = text.split(":", -1);
            return new Ports(
                    Integer.parseInt(ports[0]),
                    Integer.parseInt(ports[1]),
                    Integer.parseInt(ports[2]),
                    Integer.parseInt(ports[3]));
        }

        @Override
        public String toString() {
            return clients + ":" + advertised + ":" + brokers + ":" + controllers;
        }
    }

    /** What {@link #main} takes. */
    public static List<String> arguments(Path directory, int number, List<Ports> all) {
        return List.of(
                directory.toString(),
                Integer.toString(number),
                all.stream().map(Ports::toString).collect(Collectors.joining(",")));
    }

    /** Runs the broker until the process is told to stop. */
    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[0]);
        int number = Integer.parseInt(arguments[1]);
        List<Ports> all =
                List.of(arguments[2].split(",", -1)).stream().map(Ports::parse).toList();
        Map<String, String> settings = settings(directory.resolve("logs"), number, all);
        if (!Files.exists(directory.resolve("logs").resolve("meta.properties"))) {
            format(directory, settings);
        }
        KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(settings, false), Time.SYSTEM);
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown, "stop"));
        server.startup();
        log.atInfo().addKeyValue("broker", number).log("Running");
        server.awaitShutdown();
    }

    private static Map<String, String> settings(Path logDirectory, int number, List<Ports> all) {
        Ports own = all.get(number);
        String replicas = Integer.toString(all.size());
        String least = Integer.toString((all.size() + 1) / 2);
        Map<String, String> settings = new TreeMap<>(BrokerSettings.of(logDirectory, own.clients(), own.controllers()));
        settings.put("node.id", Integer.toString(number));
        settings.put(
                "controller.quorum.voters",
                IntStream.range(0, all.size())
                        .mapToObj(node -> node + "@127.0.0.1:" + all.get(node).controllers())
                        .collect(Collectors.joining(",")));
        String brokers = "BROKERS://127.0.0.1:" + own.brokers();
        settings.put(
                "listeners",
                "CLIENTS://127.0.0.1:" + own.clients() + "," + brokers + ",CONTROLLER://127.0.0.1:"
                        + own.controllers());
        settings.put("advertised.listeners", "CLIENTS://127.0.0.1:" + own.advertised() + "," + brokers);
        settings.put("listener.security.protocol.map", "CONTROLLER:PLAINTEXT,CLIENTS:PLAINTEXT,BROKERS:PLAINTEXT");
        settings.put("inter.broker.listener.name", "BROKERS");
        settings.put("default.replication.factor", replicas);
        settings.put("min.insync.replicas", least);
        settings.put("offsets.topic.replication.factor", replicas);
        settings.put("transaction.state.log.replication.factor", replicas);
        settings.put("transaction.state.log.min.isr", least);
        settings.put("share.coordinator.state.topic.replication.factor", replicas);
        settings.put("share.coordinator.state.topic.min.isr", least);
        return settings;
    }

    private static void format(Path directory, Map<String, String> settings) throws IOException {
        Files.createDirectories(directory);
        Path file = directory.resolve("format.properties");
        Properties properties = new Properties();
        properties.putAll(settings);
        try (var writer = Files.newBufferedWriter(file)) {
            properties.store(writer, null);
        }
        PrintStream output = System.out;
        int exitCode = StorageTool.execute(
                new String[] {"format", "--cluster-id", CLUSTER_ID, "--config", file.toString()}, output);
        if (exitCode != 0) {
            throw new IllegalStateException("Kafka could not format " + directory);
        }
    }
}
