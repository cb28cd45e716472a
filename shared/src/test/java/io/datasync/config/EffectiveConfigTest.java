package io.datasync.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EffectiveConfigTest {
    @TempDir
    Path directory;

    @Test
    void thePrintReadsBackAsTheSameConfiguration() {
        ConfigFile file = new ConfigFile(directory)
                .add("    options: {sliceBy: 'a ${env:A} b', x: '007', y: 'null'}\n")
                .add("    query: |\n      SELECT '$${x}'\n      FROM t -- \"é\"\n    enabled: false\n")
                .add("    postProcessorSql: [SELECT 1, SELECT 2]\n    postProcessor: sql\n    slices: 3\n")
                .add("datasync: {checkInterval: 1h30m, lookbackMultiplier: 0.25, batchRetention: PT0.000001S}\n")
                .replace(
                        "jde\"}",
                        "jde\", jde: {schema: X, timeZone: America/Chicago, impliedDecimals: {A: 1}, dictionarySchema: DD920, catalog: own}}")
                .replace("sqlserver://localhost", "sqlserver://localhost\n  upsert: update-insert")
                .variable("A", "${z");
        DataSyncConfig config = file.read();

        assertEquals(config, file.text(EffectiveConfig.yaml(config)).read());
    }

    @Test
    void aConfigurationWithEmbeddedServersReadsBackToo() {
        ConfigFile file = new ConfigFile(directory)
                .embedded()
                .replace("  bootstrapServers: localhost:9092\n", "")
                .replace("  url: jdbc:sqlserver://localhost\n", "");
        DataSyncConfig config = file.read();

        assertEquals(config, file.text(EffectiveConfig.yaml(config)).read());
    }

    @Test
    void secretsAreAsterisks() {
        String yaml = EffectiveConfig.yaml(new ConfigFile(directory)
                .replace("jde\"}", "jde?user=a&password=hunter2&ssl=true\", password: hunter2}")
                .replace(
                        "sqlserver://localhost",
                        "sqlserver://localhost;password={hunter2;x};encrypt=true\n  password: hunter2")
                .replace("9092", "9092\n  properties: {sasl.jaas.config: hunter2}")
                .add("telemetry: {otlpEndpoint: 'http://me:hunter2@localhost:4317'}\n")
                .read());

        assertFalse(yaml.contains("hunter2"), yaml);
        assertTrue(yaml.contains("jdbc:postgresql://localhost/jde?user=a&password=********&ssl=true"), yaml);
        assertTrue(yaml.contains("jdbc:sqlserver://localhost;password=********;encrypt=true"), yaml);
        assertTrue(yaml.contains("http://me:********@localhost:4317"), yaml);
        assertTrue(yaml.contains("sasl.jaas.config: '********'"), yaml);
        assertEquals(
                "jdbc:oracle:thin:scott/********@//db:1521/JDE",
                PrintedUrl.of("jdbc:oracle:thin:scott/hunter2@//db:1521/JDE"));
    }
}
