package io.datasync.demo;

import io.datasync.config.ConfigCheck;
import io.datasync.config.ConfigReader;
import io.datasync.config.DataSyncConfig;
import io.datasync.config.Servers;
import io.datasync.embedded.EmbeddedKafka;
import io.datasync.embedded.EmbeddedPostgreSql;
import io.datasync.lifecycle.Lifecycle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** The demo's broker and database in a directory of their own, which goes with them. */
final class DemoServers implements AutoCloseable {
    private static final String DATABASE = "demo";

    private final Path directory;
    private final Lifecycle parts;
    private final EmbeddedKafka kafka;
    private final EmbeddedPostgreSql database;

    private DemoServers(Path directory, Lifecycle parts) {
        this.directory = directory;
        this.parts = parts;
        CompletableFuture<EmbeddedKafka> starting = CompletableFuture.supplyAsync(
                () -> parts.add("embedded Kafka", EmbeddedKafka.start(directory.resolve("kafka"))));
        try {
            this.database = parts.add("embedded PostgreSQL", EmbeddedPostgreSql.start(directory.resolve("postgresql")));
            database.createDatabase(DATABASE);
        } finally {
            // Also after a failure: what is still starting could not be stopped.
            starting.handle((started, failure) -> started).join();
        }
        this.kafka = starting.join();
    }

    /** Starts both at the same time. */
    static DemoServers start(Path parentDirectory) {
        Lifecycle parts = new Lifecycle();
        try {
            Path directory = Files.createTempDirectory(Files.createDirectories(parentDirectory), "datasync-demo-");
            AutoCloseable removal = () -> delete(directory);
            parts.add("directory", removal);
            return new DemoServers(directory, parts);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot make a directory in " + parentDirectory, e);
        } catch (RuntimeException failure) {
            parts.close();
            throw failure;
        }
    }

    Path directory() {
        return directory;
    }

    String databaseUrl() {
        return database.jdbcUrl(DATABASE);
    }

    String databaseUser() {
        return database.user();
    }

    DataSource database() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(databaseUrl());
        source.setUser(databaseUser());
        return source;
    }

    /** The configuration with these servers filled in. */
    DataSyncConfig configuration(String yaml, List<ConfigCheck> checks) {
        Path file = directory.resolve("datasync.yaml");
        Map<String, String> environment = Map.of(
                "DEMO_KAFKA", kafka.bootstrapServers(), "DEMO_DATABASE", databaseUrl(), "DEMO_USER", databaseUser());
        try {
            Files.writeString(file, yaml);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + file, e);
        }
        return ConfigReader.read(file, checks, Servers.REQUIRED, environment::get);
    }

    @Override
    public void close() {
        parts.close();
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
