package io.datasync.embedded;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The settings of the one node that is broker and controller at once. */
final class BrokerSettings {
    private BrokerSettings() {}

    static Map<String, String> of(Path logDirectory, int brokerPort, int controllerPort) {
        Map<String, String> settings = new TreeMap<>();
        settings.putAll(place(logDirectory, brokerPort, controllerPort));
        settings.putAll(ONE_NODE);
        settings.putAll(GROUPS);
        settings.putAll(SMALL);
        return settings;
    }

    private static Map<String, String> place(Path logDirectory, int brokerPort, int controllerPort) {
        String broker = "PLAINTEXT://127.0.0.1:" + brokerPort;
        String controller = "127.0.0.1:" + controllerPort;
        return Map.of(
                "process.roles",
                "broker,controller",
                "node.id",
                "1",
                // Fixed voters, not a stored voter set: the controller may come back on another port.
                "controller.quorum.voters",
                "1@" + controller,
                "controller.listener.names",
                "CONTROLLER",
                "listeners",
                broker + ",CONTROLLER://" + controller,
                "advertised.listeners",
                broker,
                "log.dirs",
                logDirectory.toString());
    }

    /** One node can hold one replica; few partitions of the inner topics are created faster and cost less. */
    private static final Map<String, String> ONE_NODE = Map.ofEntries(
            Map.entry("auto.create.topics.enable", "false"),
            Map.entry("default.replication.factor", "1"),
            Map.entry("min.insync.replicas", "1"),
            Map.entry("offsets.topic.replication.factor", "1"),
            Map.entry("offsets.topic.num.partitions", "2"),
            Map.entry("transaction.state.log.replication.factor", "1"),
            Map.entry("transaction.state.log.min.isr", "1"),
            Map.entry("transaction.state.log.num.partitions", "2"),
            // Each operation creates a topic, which the controller writes down after so long, 25 by default.
            Map.entry("controller.quorum.append.linger.ms", "2"),
            // A transaction that follows another at once waits for its end in steps of this, 20 by default.
            Map.entry("add.partitions.to.txn.retry.backoff.ms", "2"),
            Map.entry("share.coordinator.state.topic.replication.factor", "1"),
            Map.entry("share.coordinator.state.topic.min.isr", "1"),
            Map.entry("share.coordinator.state.topic.num.partitions", "2"));

    /** Lower bounds that let a test have a lock expire in a second, and a worker its first task at once. */
    private static final Map<String, String> GROUPS = Map.ofEntries(
            Map.entry("group.initial.rebalance.delay.ms", "0"),
            Map.entry("group.streams.initial.rebalance.delay.ms", "0"),
            // A member learns of its partitions with a heartbeat: by default it waits 5 s for its first task.
            Map.entry("group.share.heartbeat.interval.ms", "500"),
            Map.entry("group.share.min.heartbeat.interval.ms", "500"),
            Map.entry("group.share.assignment.interval.ms", "0"),
            // 1000 is the least that Kafka allows. The default of a group stays 30 s.
            Map.entry("group.share.min.record.lock.duration.ms", "1000"));

    /** Less memory and fewer threads than a machine of its own would have. */
    private static final Map<String, String> SMALL = Map.ofEntries(
            Map.entry("num.network.threads", "2"),
            Map.entry("num.io.threads", "4"),
            Map.entry("background.threads", "2"),
            Map.entry("num.recovery.threads.per.data.dir", "1"),
            Map.entry("group.coordinator.threads", "1"),
            Map.entry("group.coordinator.background.threads", "1"),
            Map.entry("log.cleaner.dedupe.buffer.size", "4194304"),
            Map.entry("log.cleaner.io.buffer.size", "131072"),
            Map.entry("log.index.size.max.bytes", "1048576"),
            Map.entry("log.segment.delete.delay.ms", "1000"));
}
