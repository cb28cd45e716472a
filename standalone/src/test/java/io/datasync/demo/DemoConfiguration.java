package io.datasync.demo;

import io.datasync.config.ConfigReader;
import io.datasync.config.DataSyncConfig;
import io.datasync.config.Servers;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The demo's configuration with servers that need not be there. */
final class DemoConfiguration {
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "DEMO_KAFKA", "127.0.0.1:1", "DEMO_DATABASE", "jdbc:postgresql://127.0.0.1:1/demo", "DEMO_USER", "demo");

    private DemoConfiguration() {}

    static DataSyncConfig read() {
        try {
            Path file = Path.of(Objects.requireNonNull(DemoSource.class.getResource("demo.yaml"))
                    .toURI());
            return ConfigReader.read(file, List.of(), Servers.REQUIRED, ENVIRONMENT::get);
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
