package io.datasync.config;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {
    private static final String URL = "url: jdbc:sqlserver://localhost";

    @TempDir
    Path directory;

    private ConfigFile password(String value) {
        return new ConfigFile(directory).replace(URL, URL + "\n  password: " + value);
    }

    @Test
    void aVariableOrAFileStandsForAWholeValueOrAPart() {
        ConfigFile file = password("${env:PASSWORD}")
                .variable("PASSWORD", "pa$$word\\1")
                .variable("HOST", "db")
                .variable("ROWS", "5_000")
                .replace(URL, "url: jdbc:sqlserver://${env:HOST}:${env:HOST};x=$${y}\n  user: ${file:secrets/user}")
                .add("datasync: {batchSize: '${env:ROWS}'}\n");
        makeDirectory("secrets");
        file.write("secrets/user", "reader\r\n");
        DataSyncConfig config = file.read();

        assertEquals("pa$$word\\1", config.destination().password().reveal());
        assertEquals("jdbc:sqlserver://db:db;x=${y}", config.destination().url());
        assertEquals("reader", config.destination().user().orElse("none"));
        assertEquals(5_000, config.options().batchSize());
    }

    @Test
    void onlyTheLastLineBreakOfAFileIsLeftOff() {
        ConfigFile file = password("${file:secret}");
        file.write("secret", " two\nlines \n\n");

        assertEquals(" two\nlines \n", file.read().destination().password().reveal());
    }

    @Test
    void anAbsolutePathIsTakenAsItIs() throws IOException {
        Path secret = Files.writeString(directory.resolve("absolute"), "hunter2");

        assertEquals(
                "hunter2",
                password("${file:" + secret + "}")
                        .read()
                        .destination()
                        .password()
                        .reveal());
    }

    @Test
    void aPasswordMayStandInTheFileOrBeEmpty() {
        assertEquals(
                "hunter2", password("hunter2").read().destination().password().reveal());
        assertEquals(Secret.none(), password("''").read().destination().password());
        assertEquals(
                Secret.none(),
                password("${env:EMPTY}")
                        .variable("EMPTY", "")
                        .read()
                        .destination()
                        .password());
    }

    @Test
    void aReferenceThatLeadsNowhereIsNamed() throws IOException {
        makeDirectory("folder");
        Files.write(directory.resolve("binary"), new byte[] {(byte) 0xC3, 0x28});
        Files.write(directory.resolve("huge"), new byte[(1 << 20) + 1]);
        String at = "line 7, column 3: destination.password: ";
        assertEquals(
                List.of(at + "environment variable NOWHERE is not set"),
                password("${env:NOWHERE}").problems());
        assertEquals(
                List.of(at + "environment variable A is not set", at + "environment variable B is not set"),
                password("${env:A}${env:B}${env:A}").problems());
        assertEquals(
                List.of(at + "file nowhere does not exist (a relative path starts at the configuration file)"),
                password("${file:nowhere}").problems());
        assertEquals(
                List.of(at + "file folder does not exist (a relative path starts at the configuration file)"),
                password("${file:folder}").problems());
        assertEquals(
                List.of(at + "file binary cannot be read as UTF-8 text: MalformedInputException"),
                password("${file:binary}").problems());
        assertEquals(
                List.of(at + "file huge is larger than 1 MiB"),
                password("${file:huge}").problems());
        for (String odd : List.of("${hunter2}", "x${ENV:A}", "${env:A")) {
            assertEquals(
                    List.of(at + "after ${ comes env:NAME} or file:path}; write $${ for the text ${ itself"),
                    password(odd).variable("A", "a").problems());
        }
    }

    @Test
    void theValueOfASecretIsInNoMessage() {
        String message = password("${env:SECRET}")
                .variable("SECRET", "hunter2")
                .replace("9092", "9092\n  topicPrefix: a ${env:SECRET}\n  lockDuration: ${env:SECRET}")
                .replace("jdbc:postgresql:", "jdb:${env:SECRET}")
                .replace("fetcher: jde", "fetcher: ${env:SECRET}\n    enabled: ${env:SECRET}")
                .replace("sourceSystem: JDE", "sourceSystem: ${env:SECRET}")
                .add("datasync: {batchSize: '${env:SECRET}', lookbackMultiplier: '${env:SECRET}'}\n")
                .check((config, problems) -> {
                    String fetcher = config.tables().get(0).fetcher();
                    problems.add("tables[0].fetcher", "there is no fetcher " + fetcher);
                    problems.add(
                            "destination.password", "is " + config.destination().password());
                    problems.add("sources", "has " + config.sources());
                })
                .message();

        assertFalse(message.contains("hunter2"), message);
        assertEquals(
                List.of(
                        "kafka.topicPrefix: \"a ${env:SECRET}\" cannot start the name of a topic; allowed: 1 to 100 letters,"
                                + " digits, '.', '_' and '-'",
                        "destination.password: is ********",
                        "tables[0].fetcher: there is no fetcher ********",
                        "datasync.batchSize: \"${env:SECRET}\" is not a whole number"),
                message.lines()
                        .map(line -> line.replaceFirst("^  line \\d+, column \\d+: ", ""))
                        .filter(line ->
                                line.matches("(kafka.topicPrefix|tables.*fetcher|destination|datasync.batch).*"))
                        .toList());
    }

    @Test
    void aSecretHidesItselfWhereverAConfigurationIsPrinted() {
        DataSyncConfig config = password("${env:SECRET}")
                .variable("SECRET", "hunter2")
                .replace("9092", "9092\n  properties: {sasl.jaas.config: 'a password=${env:SECRET}'}")
                .read();

        assertFalse(config.toString().contains("hunter2"));
        assertEquals(
                "a password=hunter2",
                requireNonNull(config.kafka().properties().get("sasl.jaas.config"))
                        .reveal());
    }

    @Test
    void aTokenThatCouldBeGuessedIsRefusedAndNotShown() {
        ConfigFile file = password("x").add("http: {token: '${env:TOKEN}'}\n");
        String message = file.variable("TOKEN", "hunter2").message();
        assertTrue(message.contains("http.token: is shorter than 16 characters"), message);
        assertFalse(message.contains("hunter2"), message);

        DataSyncConfig config = file.variable("TOKEN", "hunter2-hunter2-").read();
        assertEquals("hunter2-hunter2-", config.http().token().reveal());
        assertFalse(config.toString().contains("hunter2"));
        assertTrue(EffectiveConfig.yaml(config).contains("token: '********'"));
    }

    private void makeDirectory(String name) {
        try {
            Files.createDirectories(directory.resolve(name));
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }
}
