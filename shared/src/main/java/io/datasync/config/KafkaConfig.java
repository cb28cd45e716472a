package io.datasync.config;

import java.time.Duration;
import java.util.Map;

/**
 * How to reach the broker.
 *
 * @param bootstrapServers host:port list; blank until an embedded broker fills it in
 * @param topicPrefix first part of every topic, share group and application id; 1 to 100 letters, digits, dots, underscores and hyphens
 * @param replicationFactor of the topics DataSync creates; -1 takes the broker's default
 * @param lockDuration how long a worker that went silent keeps its task before another one gets it
 * @param properties any further client property, such as security.protocol; values may be secret
 */
public record KafkaConfig(
        String bootstrapServers,
        String topicPrefix,
        short replicationFactor,
        Duration lockDuration,
        Map<String, Secret> properties) {

    public static final String DEFAULT_TOPIC_PREFIX = "datasync";
    public static final Duration DEFAULT_LOCK_DURATION = Duration.ofSeconds(30);

    public KafkaConfig {
        properties = Map.copyOf(properties);
    }

    public static KafkaConfig of(String bootstrapServers, String topicPrefix) {
        return new KafkaConfig(bootstrapServers, topicPrefix, (short) -1, DEFAULT_LOCK_DURATION, Map.of());
    }
}
