package io.datasync.config;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assertions;

/** A configuration file of a test: a good one, which the test then changes. */
final class ConfigFile {
    /** The entry of the table ends the file and starts in line 8. */
    static final String GOOD = """
            kafka:
              bootstrapServers: localhost:9092
            sources:
              JDE: {url: "jdbc:postgresql://localhost/jde"}
            destination:
              url: jdbc:sqlserver://localhost
            tables:
              - tableName: Item
                sourceSystem: JDE
                fetcher: jde
                keyColumns: ItemNumber
                lastUpdateColumn: LastUpdateDT
                mass: {interval: 7d}
                daily: {interval: 1d}
                hourly: {interval: 1h}
            """;

    private final Path directory;
    private final Map<String, String> environment = new HashMap<>();
    private final List<ConfigCheck> checks = new ArrayList<>();
    private String text = GOOD;
    private Servers servers = Servers.REQUIRED;

    ConfigFile(Path directory) {
        this.directory = directory;
    }

    ConfigFile text(String whole) {
        text = whole;
        return this;
    }

    ConfigFile replace(String part, String replacement) {
        Assertions.assertTrue(text.contains(part), part);
        text = text.replace(part, replacement);
        return this;
    }

    ConfigFile add(String lines) {
        text += lines;
        return this;
    }

    ConfigFile variable(String name, String value) {
        environment.put(name, value);
        return this;
    }

    ConfigFile check(ConfigCheck check) {
        checks.add(check);
        return this;
    }

    ConfigFile embedded() {
        servers = Servers.EMBEDDED_IF_LEFT_OUT;
        return this;
    }

    DataSyncConfig read() {
        return ConfigReader.read(write("datasync.yaml", text), checks, servers, environment::get);
    }

    /** The problems, one each, without the heading. */
    List<String> problems() {
        String[] lines = message().split("\n  ");
        return List.of(lines).subList(1, lines.length);
    }

    String message() {
        DataSyncException failure = assertThrows(DataSyncException.class, this::read);
        Assertions.assertEquals(ErrorCode.CONFIGURATION, failure.code());
        return String.valueOf(failure.getMessage());
    }

    Path write(String name, String content) {
        try {
            return Files.writeString(directory.resolve(name), content);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
