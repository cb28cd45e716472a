package io.datasync.standalone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.datasync.config.ConfigReader;
import io.datasync.config.DataSyncConfig;
import io.datasync.config.Servers;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedServersTest {
    private static final String WITHOUT_SERVERS = """
            sources: {S: {url: "jdbc:postgresql://localhost/none"}}
            destination: {type: postgresql}
            tables:
              - {tableName: T, sourceSystem: S, fetcher: sample, keyColumns: Id, mass: {interval: 1d, prepurgeData: true}}
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

    private DataSyncConfig withoutServers() throws IOException {
        Path file = directory.resolve("datasync.yaml");
        Files.writeString(file, WITHOUT_SERVERS);
        return ConfigReader.read(file, List.of(), Servers.EMBEDDED_IF_LEFT_OUT);
    }
}
