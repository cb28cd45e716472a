package io.datasync.standalone;

import io.datasync.config.DataSyncConfig;
import io.datasync.config.Secret;
import io.datasync.embedded.EmbeddedKafka;
import io.datasync.embedded.EmbeddedPostgreSql;
import io.datasync.lifecycle.Lifecycle;
import java.nio.file.Path;
import java.util.Optional;

/** Starts a broker and a database for a configuration that names none. */
public final class EmbeddedServers implements AutoCloseable {
    private final Lifecycle parts = new Lifecycle();
    private final DataSyncConfig config;

    private EmbeddedServers(DataSyncConfig config, Path directory) {
        DataSyncConfig complete = config;
        if (complete.kafka().bootstrapServers().isBlank()) {
            EmbeddedKafka kafka = parts.add("embedded Kafka", EmbeddedKafka.start(directory.resolve("kafka")));
            complete = complete.withBootstrapServers(kafka.bootstrapServers());
        }
        if (complete.destination().url().isBlank()) {
            EmbeddedPostgreSql database =
                    parts.add("embedded PostgreSQL", EmbeddedPostgreSql.start(directory.resolve("postgresql")));
            complete = complete.withDestination(database.jdbcUrl(), Optional.of(database.user()), Secret.none());
        }
        this.config = complete;
    }

    /**
     * Starts what is missing.
     *
     * @param directory where the servers keep their data, from one start to the next
     */
    public static EmbeddedServers start(DataSyncConfig config, Path directory) {
        return new EmbeddedServers(config, directory);
    }

    /** The configuration with the servers filled in. */
    public DataSyncConfig config() {
        return config;
    }

    @Override
    public void close() {
        parts.close();
    }
}
