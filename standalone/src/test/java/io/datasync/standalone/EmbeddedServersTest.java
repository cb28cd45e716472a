package io.datasync.standalone;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.datasync.cli.TestCommand;
import io.datasync.config.ConfigReader;
import io.datasync.config.DataSyncConfig;
import io.datasync.config.Servers;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.lifecycle.ExitCodes;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedServersTest {
    private static final String WITHOUT_SERVERS = """
            datasync: {batchSize: 1000, shutdownTimeout: 1s}
            http: {schedulerPort: 0, fetcherPort: 0, loaderPort: 0}
            sources: {S: {url: "jdbc:postgresql://localhost/none"}}
            destination: {type: postgresql, createTables: true}
            tables:
              - tableName: T
                enabled: false
                sourceSystem: S
                fetcher: sample
                options: {rows: 500_000_000}
                keyColumns: Id
                mass: {interval: 1d, prepurgeData: true}
            """;

    @TempDir
    private Path directory;

    @Test
    void commandsFindTheServersThatAnotherProcessStarted() throws IOException {
        DataSyncConfig config = withoutServers();
        try (EmbeddedServers servers = EmbeddedServers.start(config, directory)) {
            assertEquals(servers.config(), EmbeddedServers.locate(config, directory));
        }
    }

    @Test
    void withoutServersAndWithoutWordOfThemTheMessageSaysWhatToStart() throws IOException {
        DataSyncConfig config = withoutServers();
        DataSyncException failure =
                assertThrows(DataSyncException.class, () -> EmbeddedServers.locate(config, directory));
        assertEquals(ErrorCode.CONFIGURATION, failure.code());
        assertTrue(String.valueOf(failure.getMessage()).contains("start datasync standalone first"));
    }

    @Test
    void aDirectoryInUseIsAMatterOfConfiguration() throws IOException {
        DataSyncConfig config = withoutServers();
        try (EmbeddedServers running = EmbeddedServers.start(config, directory)) {
            var refused = assertThrows(DataSyncException.class, () -> EmbeddedServers.start(config, directory));
            assertEquals(ErrorCode.CONFIGURATION, refused.code());
            assertTrue(String.valueOf(refused.getMessage()).contains("--data"), refused.getMessage());
            assertTrue(running.config().kafka().bootstrapServers().startsWith("127.0.0.1:"));
        }
    }

    @Test
    void aCommandThatWaitsLearnsTheEndAfterARestart() throws IOException {
        DataSyncConfig config = withoutServers();
        CompletableFuture<TestCommand> run;
        try (EmbeddedServers servers = EmbeddedServers.start(config, directory);
                StandaloneApp running = StandaloneApp.start(servers.config(), true)) {
            run = CompletableFuture.supplyAsync(() -> TestCommand.run(
                    "run", "T", "--type", "mass", "--wait", "-c", file().toString(), "--data", directory.toString()));
            awaitBatch(running, run);
        }
        try (EmbeddedServers servers = EmbeddedServers.start(config, directory);
                StandaloneApp again = StandaloneApp.start(servers.config(), true)) {
            TestCommand ended = run.orTimeout(60, TimeUnit.SECONDS).join();
            assertEquals(ExitCodes.FAILED, ended.code(), ended.err());
            assertTrue(ended.err().contains("STALE"), ended.err());
            assertTrue(again.schedulerPort() > 0);
        }
    }

    private static void awaitBatch(StandaloneApp app, CompletableFuture<TestCommand> run) {
        HttpClient http = HttpClient.newHttpClient();
        HttpRequest metrics = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + app.fetcherPort() + "/metrics"))
                .build();
        await().atMost(Duration.ofSeconds(60))
                .failFast("the command ended early", run::isDone)
                .until(() ->
                        http.send(metrics, BodyHandlers.ofString()).body().contains("sync_batches_fetched_total{"));
    }

    @Test
    void aCommandThatWaitsEndsIfTheServersMoved() throws IOException {
        DataSyncConfig config = withoutServers();
        Path word = directory.resolve("servers.properties");
        Files.writeString(
                word, "kafka.bootstrapServers=127.0.0.1:1\ndestination.url=jdbc:postgresql://127.0.0.1:2/postgres\n");
        DataSyncConfig located = EmbeddedServers.locate(config, directory);
        EmbeddedServers.requireUnmoved(config, located, directory);
        Files.writeString(word, Files.readString(word).replace("127.0.0.1:1\n", "127.0.0.1:3\n"));
        var moved =
                assertThrows(DataSyncException.class, () -> EmbeddedServers.requireUnmoved(config, located, directory));
        assertEquals(ErrorCode.KAFKA_UNAVAILABLE, moved.code());
        assertTrue(String.valueOf(moved.getMessage()).contains("127.0.0.1:3"), moved.getMessage());
    }

    private Path file() {
        return directory.resolve("datasync.yaml");
    }

    private DataSyncConfig withoutServers() throws IOException {
        Path file = file();
        Files.writeString(file, WITHOUT_SERVERS);
        return ConfigReader.read(file, List.of(), Servers.EMBEDDED_IF_LEFT_OUT);
    }
}
