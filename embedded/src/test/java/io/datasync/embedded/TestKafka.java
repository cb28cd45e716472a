package io.datasync.embedded;

import java.util.Locale;
import java.util.UUID;

/** The one broker that all tests of this JVM share; started when first asked for, gone with the JVM. */
public final class TestKafka {
    private TestKafka() {}

    /** The address for the Kafka property {@code bootstrap.servers}. */
    public static String bootstrapServers() {
        return Holder.KAFKA.bootstrapServers();
    }

    /** A prefix for topics, groups and transactional ids that no other test has, like {@code t-ab12cd34}. */
    public static String uniquePrefix() {
        return "t-" + UUID.randomUUID().toString().substring(0, 8).toLowerCase(Locale.ROOT);
    }

    /** Class loading starts the broker once, whatever the number of threads. */
    private static final class Holder {
        static final EmbeddedKafka KAFKA =
                TemporaryDirectory.forTheLifeOfTheJvm("datasync-test-kafka-", EmbeddedKafka::start);
    }
}
