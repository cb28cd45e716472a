package io.datasync.cli;

import io.datasync.config.ConfigReader;
import io.datasync.config.DataSyncConfig;
import io.datasync.config.Servers;
import io.datasync.standalone.EmbeddedServers;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option that names the configuration file, and the reading of it with the rules of all modules. */
final class ConfigOption {
    private static final String DATA_DIRECTORY = ".datasync";

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            defaultValue = "${env:DATASYNC_CONFIG:-datasync.yaml}",
            description = "configuration file (default: $DATASYNC_CONFIG, else datasync.yaml)")
    private Path file = Path.of("datasync.yaml");

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = DATA_DIRECTORY,
            description = "where standalone's embedded servers keep their data (default: ${DEFAULT-VALUE})")
    private Path data = Path.of(DATA_DIRECTORY);

    Path data() {
        return data;
    }

    /** For a process that needs to be told where its servers are. */
    DataSyncConfig read() {
        return read(Servers.REQUIRED);
    }

    /** For a command: servers that the file leaves out are those of a running standalone process. */
    DataSyncConfig readForRunning() {
        return EmbeddedServers.locate(read(Servers.EMBEDDED_IF_LEFT_OUT), data);
    }

    /** What a command that waits asks now and then; fails if the servers of {@link #readForRunning} are elsewhere now. */
    Runnable unmoved(DataSyncConfig located) {
        DataSyncConfig asWritten = read(Servers.EMBEDDED_IF_LEFT_OUT);
        return () -> EmbeddedServers.requireUnmoved(asWritten, located, data);
    }

    DataSyncConfig read(Servers servers) {
        return ConfigReader.read(file, ModuleChecks.all(), servers);
    }
}
