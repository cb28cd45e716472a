package io.datasync.config;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.datasync.error.DataSyncException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigReaderTest {
    @TempDir
    Path directory;

    @Test
    void whatIsLeftOutTakesItsDefault() {
        DataSyncConfig config = new ConfigFile(directory).read();

        assertEquals(Options.DEFAULTS, config.options());
        assertEquals(KafkaConfig.of("localhost:9092", "datasync"), config.kafka());
        assertEquals(HttpConfig.DEFAULTS, config.http());
        assertEquals(TelemetryConfig.NONE, config.telemetry());
        assertEquals(
                Map.of(
                        "JDE",
                        SourceConfig.of("JDE", "jdbc:postgresql://localhost/jde", Optional.empty(), Secret.none())),
                config.sources());
        assertEquals(
                new DestinationConfig(
                        DestinationConfig.Type.SQLSERVER,
                        "jdbc:sqlserver://localhost",
                        Optional.empty(),
                        Secret.none(),
                        "dbo",
                        "datasync",
                        false,
                        DestinationConfig.Upsert.MERGE,
                        Duration.ofMinutes(1),
                        Duration.ofHours(1)),
                config.destination());
        TableConfig table = config.tables().get(0);
        assertTrue(table.enabled());
        assertEquals("none", table.postProcessor());
        assertEquals(List.of("ItemNumber"), table.keyColumns());
        assertEquals(
                new MassSchedule(Schedule.every(Duration.ofDays(7)), false, false, MassSchedule.Mode.TRUNCATE, false),
                table.mass());
    }

    @Test
    void aScheduleIsOnWhereItStandsUnlessItSaysOtherwiseAndOffWhereItIsLeftOut() {
        TableConfig table = new ConfigFile(directory)
                .replace("mass: {interval: 7d}", "mass:")
                .replace("daily: {interval: 1d}", "daily: {enabled: false, interval: 2d}")
                .replace("    hourly: {interval: 1h}\n", "")
                .read()
                .tables()
                .get(0);

        assertEquals(Schedule.every(Duration.ofDays(7)), table.mass().schedule());
        assertEquals(new Schedule(false, Duration.ofDays(2)), table.daily());
        assertEquals(Schedule.HOURLY_OFF, table.hourly());
    }

    @Test
    void aJdeSiteIsReadWithItsOwnRules() {
        DataSyncConfig config = new ConfigFile(directory)
                .replace(" {url: \"jdbc:postgresql://localhost/jde\"}\n", """

                            url: jdbc:postgresql://localhost/jde
                            sessionSql: SET ROLE reader
                            jde:
                              schema: PRODDTA
                              trim: both
                              timeZone: America/Chicago
                              impliedDecimals: {TRQT: 4, ILUNCS: 0}
                              dictionarySchema: DD920
                              catalog: jde-tables
                        """.indent(4))
                .read();

        SourceConfig source = requireNonNull(config.sources().get("JDE"));
        assertEquals(List.of("SET ROLE reader"), source.sessionSql());
        assertEquals(
                Optional.of(new JdeSite(
                        Optional.of("PRODDTA"),
                        JdeSite.Trim.BOTH,
                        ZoneId.of("America/Chicago"),
                        Map.of("TRQT", 4, "ILUNCS", 0),
                        Optional.of("DD920"),
                        Optional.of(directory.toAbsolutePath().resolve("jde-tables")))),
                source.jde());
    }

    @Test
    void theUrlTellsTheTypeAndTheTypeItsSchema() {
        DestinationConfig destination = new ConfigFile(directory)
                .replace("jdbc:sqlserver://localhost", "jdbc:postgresql://localhost/reporting")
                .read()
                .destination();

        assertEquals(DestinationConfig.Type.POSTGRESQL, destination.type());
        assertEquals("public", destination.schema());
    }

    @Test
    void serversMayBeLeftOutWhereEmbeddedOnesStandIn() {
        DataSyncConfig config = new ConfigFile(directory)
                .embedded()
                .replace("  bootstrapServers: localhost:9092\n", "")
                .replace("  url: jdbc:sqlserver://localhost\n", "")
                .read();

        assertEquals("", config.kafka().bootstrapServers());
        assertEquals("", config.destination().url());
        assertEquals(DestinationConfig.Type.POSTGRESQL, config.destination().type());
        DataSyncConfig filled = config.withBootstrapServers("localhost:1")
                .withDestination("jdbc:postgresql://localhost/x", Optional.of("me"), Secret.of("secret"));
        assertEquals("localhost:1", filled.kafka().bootstrapServers());
        assertEquals("jdbc:postgresql://localhost/x", filled.destination().url());
        assertEquals(Optional.of("me"), filled.destination().user());
        assertEquals(Secret.of("secret"), filled.destination().password());
    }

    @Test
    void numbersMayHaveUnderscoresAndTextIsTakenAsWritten() {
        DataSyncConfig config = new ConfigFile(directory)
                .add("datasync: {batchSize: 2_000_000, lookbackMultiplier: 1.5}\n")
                .replace(
                        "url: jdbc:sqlserver://localhost",
                        "url: jdbc:sqlserver://localhost\n  user: no\n  password: 0123")
                .read();

        assertEquals(2_000_000, config.options().batchSize());
        assertEquals(1.5, config.options().lookbackMultiplier());
        assertEquals(Optional.of("no"), config.destination().user());
        assertEquals(Secret.of("0123"), config.destination().password());
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheFile() {
        assertEquals(
                1,
                new ConfigFile(directory)
                        .text("\uFEFF" + ConfigFile.GOOD)
                        .read()
                        .tables()
                        .size());
    }

    @Test
    void aMissingFileADirectoryAndABinaryFileAreRefusedByName() throws IOException {
        Path missing = directory.resolve("missing.yaml");
        assertEquals(missing + " does not exist", messageOf(missing));
        assertEquals(directory + " cannot be read: Is a directory", messageOf(directory));
        Path binary = Files.write(directory.resolve("binary.yaml"), new byte[] {(byte) 0xC3, 0x28});
        assertEquals(binary + " is not UTF-8 text", messageOf(binary));
    }

    private static String messageOf(Path file) {
        return String.valueOf(assertThrows(DataSyncException.class, () -> ConfigReader.read(file, List.of()))
                .getMessage());
    }
}
