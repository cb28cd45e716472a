package io.datasync.standalone;

import io.datasync.config.DataSyncConfig;
import io.datasync.config.Secret;
import io.datasync.embedded.DirectoryInUseException;
import io.datasync.embedded.DirectoryRefusedException;
import io.datasync.embedded.EmbeddedKafka;
import io.datasync.embedded.EmbeddedPostgreSql;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.lifecycle.Lifecycle;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Properties;

/** Starts a broker and a database for a configuration that names none. */
public final class EmbeddedServers implements AutoCloseable {
    private static final String FILE = "servers.properties";
    private static final String KAFKA = "kafka.bootstrapServers";
    private static final String DATABASE = "destination.url";
    private static final String USER = "destination.user";

    private final Lifecycle parts;
    private final DataSyncConfig config;

    private EmbeddedServers(DataSyncConfig config, Path directory, Lifecycle parts) {
        this.parts = parts;
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
        note(directory.resolve(FILE));
    }

    /** Leaves word of where the servers are, for commands that use the same configuration file. */
    private void note(Path file) {
        Properties servers = new Properties();
        servers.setProperty(KAFKA, config.kafka().bootstrapServers());
        servers.setProperty(DATABASE, config.destination().url());
        servers.setProperty(USER, config.destination().user().orElse(""));
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            // In one step, as a command that waits may look at any time.
            Path whole = file.resolveSibling(FILE + ".new");
            try (Writer writer = Files.newBufferedWriter(whole)) {
                servers.store(writer, "Where the servers of datasync standalone are");
            }
            Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failure) {
            throw new DataSyncException(
                    ErrorCode.CONFIGURATION, "Cannot write " + file + "; name another directory with --data", failure);
        }
    }

    /**
     * Fills in where running servers are, from the word that their process left.
     *
     * @throws DataSyncException with {@link ErrorCode#CONFIGURATION} if the configuration leaves servers out and there is no
     *     such word
     */
    public static DataSyncConfig locate(DataSyncConfig config, Path directory) {
        boolean needsKafka = config.kafka().bootstrapServers().isBlank();
        boolean needsDatabase = config.destination().url().isBlank();
        if (!needsKafka && !needsDatabase) {
            return config;
        }
        Path file = directory.resolve(FILE);
        Properties servers = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            servers.load(reader);
        } catch (IOException missing) {
            throw new DataSyncException(
                    ErrorCode.CONFIGURATION,
                    "The configuration leaves out kafka.bootstrapServers or destination.url, and " + file
                            + " does not tell where a standalone process has them: start datasync standalone first,"
                            + " and name its --data directory",
                    missing);
        }
        DataSyncConfig located = needsKafka ? config.withBootstrapServers(servers.getProperty(KAFKA, "")) : config;
        return needsDatabase
                ? located.withDestination(
                        servers.getProperty(DATABASE, ""), Optional.of(servers.getProperty(USER, "")), Secret.none())
                : located;
    }

    /**
     * Fails if the servers are not any more where a configuration has them that was located earlier: each keeps its port from one
     * start to the next, unless another program has taken it meanwhile.
     *
     * @throws DataSyncException with {@link ErrorCode#KAFKA_UNAVAILABLE}
     */
    public static void requireUnmoved(DataSyncConfig config, DataSyncConfig located, Path directory) {
        DataSyncConfig now = locate(config, directory);
        if (!now.equals(located)) {
            throw new DataSyncException(
                    ErrorCode.KAFKA_UNAVAILABLE,
                    "datasync standalone was started again and its servers are elsewhere now: Kafka at "
                            + now.kafka().bootstrapServers() + ", no longer at "
                            + located.kafka().bootstrapServers()
                            + "; datasync status tells what became of the operation");
        }
    }

    /**
     * Starts what is missing.
     *
     * @param directory where the servers keep their data, from one start to the next
     * @throws DataSyncException with {@link ErrorCode#CONFIGURATION} if another process has its servers there, or this one may
     *     not write there
     */
    public static EmbeddedServers start(DataSyncConfig config, Path directory) {
        try {
            return Lifecycle.starting(parts -> new EmbeddedServers(config, directory, parts));
        } catch (DirectoryInUseException running) {
            throw new DataSyncException(
                    ErrorCode.CONFIGURATION,
                    "A standalone process runs already with its servers in " + directory.toAbsolutePath()
                            + ": stop that one, or name another directory with --data",
                    running);
        } catch (DirectoryRefusedException refused) {
            throw new DataSyncException(
                    ErrorCode.CONFIGURATION, refused.getMessage() + ": name another directory with --data", refused);
        }
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
