package io.datasync.cli;

import io.datasync.config.ConfigReader;
import io.datasync.config.DataSyncConfig;
import io.datasync.config.Servers;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option that names the configuration file, and the reading of it with the rules of all modules. */
final class ConfigOption {
    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            defaultValue = "${env:DATASYNC_CONFIG:-datasync.yaml}",
            description = "configuration file (default: $DATASYNC_CONFIG, else datasync.yaml)")
    private Path file = Path.of("datasync.yaml");

    DataSyncConfig read() {
        return read(Servers.REQUIRED);
    }

    DataSyncConfig read(Servers servers) {
        return ConfigReader.read(file, ModuleChecks.all(), servers);
    }
}
