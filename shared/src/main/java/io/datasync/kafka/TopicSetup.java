package io.datasync.kafka;

import io.datasync.config.KafkaConfig;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.message.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Creates the fixed topics where they are missing and sets the share groups up; every process does so when it starts, any
 * number of them at once. Topics that are there stay as they are, so that an operator may create them otherwise; only the
 * operations topic must have one partition.
 *
 * <ul>
 *   <li>Tasks, loads and events are kept for 7 days: long after each was dealt with, but there to look things up.
 *   <li>Operations are compacted, and those of the last 7 days kept: each id is new, so compaction alone would keep them all.
 *   <li>Rejects are kept for 30 days, table health for ever, compacted.
 *   <li>Share groups read from the beginning, only what is committed, and lock a task for {@link KafkaConfig#lockDuration()}.
 *       The broker drops a task without a word after {@value #DELIVERY_LIMIT} deliveries; a worker gives it up before that.
 * </ul>
 */
public final class TopicSetup {
    /** More than {@link WorkQueue#MAX_DELIVERIES}, and the most that a broker allows unless told otherwise. */
    static final int DELIVERY_LIMIT = 10;

    /**
     * What topics are created with that DataSync writes to: records are of the time at which the broker got them. Else it refuses
     * those of a process whose clock is more than an hour ahead, and may delete early those of one whose clock is behind.
     */
    public static final Map<String, String> BROKERS_TIME =
            Map.of(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");

    private static final int EVENT_PARTITIONS = 3;
    private static final Duration WEEK = Duration.ofDays(7);
    private static final Duration REJECTS_KEPT = Duration.ofDays(30);
    private static final Duration VISIBLE_WITHIN = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final String LARGE = Integer.toString(KafkaClients.MAX_RECORD_BYTES);

    private final Admin admin;
    private final KafkaConfig config;
    private final Topics topics;

    public TopicSetup(Admin admin, KafkaConfig config, Topics topics) {
        this.admin = admin;
        this.config = config;
        this.topics = topics;
    }

    /**
     * Does it; may be repeated.
     *
     * @throws DataSyncException with {@link ErrorCode#KAFKA_UNAVAILABLE} if the broker does not answer, with
     *     {@link ErrorCode#KAFKA_REFUSED} if its ACLs refuse, with {@link ErrorCode#CONFIGURATION} if it refuses the lock duration or the operations topic has several partitions
     */
    public void run() {
        List<NewTopic> fixed = fixedTopics();
        try {
            for (KafkaFuture<Void> created :
                    admin.createTopics(missing(fixed)).values().values()) {
                awaitCreated(created);
            }
            Map<String, TopicDescription> visible =
                    awaitVisible(fixed.stream().map(NewTopic::name).toList());
            requireOnePartition(Objects.requireNonNull(visible.get(topics.operations())));
            for (String group : List.of(topics.fetchers(), topics.loaders())) {
                configure(group);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new DataSyncException(
                    ErrorCode.KAFKA_UNAVAILABLE, "Interrupted while Kafka was setting the topics up", interrupted);
        }
    }

    /** What is there is not created again, which needs a right that a worker may lack. */
    private List<NewTopic> missing(List<NewTopic> wanted) throws InterruptedException {
        Map<String, KafkaFuture<TopicDescription>> described = admin.describeTopics(
                        wanted.stream().map(NewTopic::name).toList())
                .topicNameValues();
        List<NewTopic> missing = new ArrayList<>();
        for (NewTopic topic : wanted) {
            try {
                Objects.requireNonNull(described.get(topic.name())).get();
            } catch (ExecutionException failure) {
                if (!(failure.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw KafkaFailure.of("Kafka did not describe topic " + topic.name(), failure);
                }
                missing.add(topic);
            }
        }
        return missing;
    }

    private List<NewTopic> fixedTopics() {
        return List.of(
                topic(topics.tasks(), 1, deletedAfter(WEEK)),
                topic(topics.loads(), 1, deletedAfter(WEEK)),
                topic(topics.events(), EVENT_PARTITIONS, deletedAfter(WEEK)),
                topic(
                        topics.operations(),
                        1,
                        Map.of(
                                TopicConfig.CLEANUP_POLICY_CONFIG,
                                TopicConfig.CLEANUP_POLICY_COMPACT + "," + TopicConfig.CLEANUP_POLICY_DELETE,
                                TopicConfig.RETENTION_MS_CONFIG,
                                Long.toString(WEEK.toMillis()),
                                TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                                LARGE)),
                topic(
                        topics.rejects(),
                        1,
                        Map.of(
                                TopicConfig.CLEANUP_POLICY_CONFIG,
                                TopicConfig.CLEANUP_POLICY_DELETE,
                                TopicConfig.RETENTION_MS_CONFIG,
                                Long.toString(REJECTS_KEPT.toMillis()),
                                TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                                LARGE)),
                topic(
                        topics.tableHealth(),
                        1,
                        Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT)));
    }

    private NewTopic topic(String name, int partitions, Map<String, String> settings) {
        Optional<Short> replication =
                config.replicationFactor() > 0 ? Optional.of(config.replicationFactor()) : Optional.empty();
        Map<String, String> all = new HashMap<>(settings);
        all.putAll(BROKERS_TIME);
        return new NewTopic(name, Optional.of(partitions), replication).configs(all);
    }

    private static Map<String, String> deletedAfter(Duration kept) {
        return Map.of(
                TopicConfig.CLEANUP_POLICY_CONFIG,
                TopicConfig.CLEANUP_POLICY_DELETE,
                TopicConfig.RETENTION_MS_CONFIG,
                Long.toString(kept.toMillis()));
    }

    /** A topic is there when the controller says so, but brokers hear of it a little later. */
    private Map<String, TopicDescription> awaitVisible(List<String> names) throws InterruptedException {
        long deadline = System.nanoTime() + VISIBLE_WITHIN.toNanos();
        while (true) {
            try {
                return admin.describeTopics(names).allTopicNames().get();
            } catch (ExecutionException failure) {
                boolean early = failure.getCause() instanceof UnknownTopicOrPartitionException;
                if (!early || System.nanoTime() - deadline > 0) {
                    throw unavailable(failure);
                }
                Thread.sleep(PAUSE.toMillis());
            }
        }
    }

    private void requireOnePartition(TopicDescription topic) {
        int partitions = topic.partitions().size();
        if (partitions != 1) {
            throw new DataSyncException(
                    ErrorCode.CONFIGURATION,
                    "Topic " + topic.name() + " has " + partitions
                            + " partitions and must have one; delete it, or choose" + " another kafka.topicPrefix");
        }
    }

    private void configure(String group) throws InterruptedException {
        Map<String, String> settings = Map.of(
                "share.auto.offset.reset",
                "earliest",
                "share.isolation.level",
                "read_committed",
                "share.record.lock.duration.ms",
                Long.toString(config.lockDuration().toMillis()),
                "share.delivery.count.limit",
                Integer.toString(DELIVERY_LIMIT));
        ConfigResource resource = new ConfigResource(ConfigResource.Type.GROUP, group);
        List<AlterConfigOp> changes = settings.entrySet().stream()
                .map(setting -> set(setting.getKey(), setting.getValue()))
                .toList();
        try {
            if (!isInForce(resource, settings)) {
                admin.incrementalAlterConfigs(Map.of(resource, changes)).all().get();
                awaitInForce(resource, settings);
            }
        } catch (ExecutionException failure) {
            Throwable cause = failure.getCause();
            if (KafkaFailure.isOfAcls(cause)) {
                throw KafkaFailure.of("Kafka did not set share group " + group + " up", failure);
            } else if (cause instanceof InvalidConfigurationException || cause instanceof InvalidRequestException) {
                throw new DataSyncException(
                        ErrorCode.CONFIGURATION,
                        "The broker refuses kafka.lockDuration " + config.lockDuration() + ": " + cause.getMessage(),
                        cause);
            }
            throw unavailable(failure);
        }
    }

    /** A worker that joined before the broker knows of the settings would begin at the end, and pass tasks over for ever. */
    private void awaitInForce(ConfigResource group, Map<String, String> settings)
            throws InterruptedException, ExecutionException {
        long deadline = System.nanoTime() + VISIBLE_WITHIN.toNanos();
        while (!isInForce(group, settings)) {
            if (System.nanoTime() - deadline > 0) {
                throw new DataSyncException(
                        ErrorCode.KAFKA_UNAVAILABLE,
                        "Kafka took the settings of share group " + group.name() + " but does not apply them");
            }
            Thread.sleep(PAUSE.toMillis());
        }
    }

    private boolean isInForce(ConfigResource group, Map<String, String> settings)
            throws InterruptedException, ExecutionException {
        Config now = Objects.requireNonNull(
                admin.describeConfigs(List.of(group)).all().get().get(group));
        return settings.entrySet().stream().allMatch(setting -> {
            ConfigEntry known = now.get(setting.getKey());
            return known != null && setting.getValue().equals(known.value());
        });
    }

    private static AlterConfigOp set(String name, String value) {
        return new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
    }

    /** Another process may have been quicker. */
    private static void awaitCreated(KafkaFuture<Void> created) throws InterruptedException {
        try {
            created.get();
        } catch (ExecutionException failure) {
            if (!(failure.getCause() instanceof TopicExistsException)) {
                throw unavailable(failure);
            }
        }
    }

    private static DataSyncException unavailable(ExecutionException failure) {
        return KafkaFailure.of("Kafka did not set the topics up", failure);
    }
}
