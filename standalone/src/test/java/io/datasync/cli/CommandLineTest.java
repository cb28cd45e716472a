package io.datasync.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.datasync.lifecycle.ExitCodes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** Commands that need no server. */
class CommandLineTest {
    private static final String WITHOUT_SERVERS = """
            destination: {type: postgresql}
            sources: {ERP: {url: "jdbc:postgresql://127.0.0.1:1/none"}}
            tables:
              - {tableName: Item, sourceSystem: ERP, fetcher: sample, keyColumns: Id, mass: {interval: 1d}}
            """;

    @TempDir
    private Path directory = Path.of("replaced");

    static Stream<String> commands() {
        List<String> paths = new ArrayList<>(List.of(""));
        collect(DataSyncMain.commandLine(), "", paths);
        return paths.stream();
    }

    private static void collect(CommandLine command, String path, List<String> paths) {
        command.getSubcommands().forEach((name, subcommand) -> {
            if (!name.equals("help")) {
                paths.add(path + name + " ");
                collect(subcommand, path + name + " ", paths);
            }
        });
    }

    private static String[] words(String path, String last) {
        return (path + last).split(" ");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void eachCommandExplainsItself(String path) {
        TestCommand help = TestCommand.run(words(path, "--help"));
        assertEquals(ExitCodes.OK, help.code());
        assertTrue(help.out().startsWith("Usage: datasync " + path), help.out());
    }

    @ParameterizedTest
    @MethodSource("commands")
    void anUnknownOptionIsAUsageError(String path) {
        TestCommand wrong = TestCommand.run(words(path, "--no-such-option"));
        assertEquals(ExitCodes.USAGE, wrong.code());
        assertTrue(wrong.err().contains("Usage: datasync"), wrong.err());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "verify T --show -5|is no whole number from 0",
                "status --recent -3|is no whole number from 0",
                "status --recent many|is no whole number from 0",
                "verify T --max-delete-percent 500|is no number from 0 to 100",
                "verify T --max-delete-percent NaN|is no number from 0 to 100",
                "replay --since yesterday|is no time such as 2026-01-31T08:00:00Z"
            })
    void aValueOutOfRangeIsAUsageErrorThatSaysWhichAreTaken(String line, String says) {
        TestCommand wrong = TestCommand.run(line.split(" "));
        assertEquals(ExitCodes.USAGE, wrong.code(), wrong.err());
        assertTrue(wrong.err().contains(says), wrong.err());
        assertFalse(wrong.err().contains("java.time"), wrong.err());
    }

    @Test
    void theReferenceConfigurationIsWithoutProblem() throws IOException {
        String text = Pattern.compile("(?<!\\$)\\$\\{env:[A-Z_]+}")
                .matcher(Files.readString(root().resolve("config/datasync.yaml")))
                .replaceAll("replaced.example.com:9092");
        TestCommand check = TestCommand.run("config", "check", write(text));
        assertEquals(ExitCodes.OK, check.code(), check.err());
        assertTrue(check.out().contains("no problem, 13 tables"), check.out());
        assertTrue(
                check.out().contains("WorkOrder: WAUORG QuantityOrdered has 4 decimals (configuration: UORG)"),
                check.out());
        assertTrue(check.out().contains("WorkOrder: WAHRSO EstimatedHours has 2 decimals (catalog)"), check.out());
    }

    @Test
    void aBrokenConfigurationIsListedWithAllItsProblems() throws IOException {
        TestCommand check = TestCommand.run("config", "check", write("""
                datasync: {batchSize: many, checkIntervall: 1m}
                sources:
                  ERP: {url: "jdbc:postgresql://localhost/erp"}
                tables:
                  - {tableName: Item, sourceSystem: EPR, fetcher: jdbk, keyColumns: id, mass: {interval: 1d}}
                """));
        assertEquals(ExitCodes.CONFIGURATION, check.code());
        for (String part : List.of(
                "batchSize", "checkIntervall", "did you mean checkInterval?", "did you mean ERP?", "jdbk", "line 5")) {
            assertTrue(check.err().contains(part), part + " is not in " + check.err());
        }
        assertFalse(check.err().contains("\tat "), check.err());
    }

    @Test
    void aMissingFileIsNamed() {
        TestCommand check = TestCommand.run("config", "check", "no-such-file.yaml");
        assertEquals(ExitCodes.CONFIGURATION, check.code());
        assertTrue(check.err().contains("no-such-file.yaml"), check.err());
    }

    @Test
    void aCommandWithoutABrokerFailsAtOnceAndSaysWhichOne() throws IOException {
        String file = write("""
                kafka: {bootstrapServers: "127.0.0.1:1"}
                destination: {url: "jdbc:postgresql://127.0.0.1:1/none"}
                sources: {ERP: {url: "jdbc:postgresql://127.0.0.1:1/none"}}
                tables:
                  - {tableName: Item, sourceSystem: ERP, fetcher: sample, keyColumns: Id, mass: {interval: 1d}}
                """);
        TestCommand cancel = TestCommand.run("cancel", "some-operation", "--config", file);
        assertEquals(ExitCodes.UNAVAILABLE, cancel.code(), cancel.err());
        assertTrue(cancel.err().contains("No Kafka broker answers at 127.0.0.1:1"), cancel.err());
    }

    @Test
    void aDataDirectoryThatMayNotBeUsedIsAMatterOfConfiguration() throws IOException {
        String file = write(WITHOUT_SERVERS);
        // The file itself, in which no directory can be made, whoever runs the test.
        TestCommand standalone = TestCommand.run("standalone", "--config", file, "--data", file);
        assertEquals(ExitCodes.CONFIGURATION, standalone.code(), standalone.err());
        assertTrue(standalone.err().contains("Cannot use the data directory " + file), standalone.err());
        assertTrue(standalone.err().contains("--data"), standalone.err());
    }

    @Test
    void aServerThatDoesNotAnswerSaysNothingAgainstTheConfiguration() throws IOException {
        String file = write(WITHOUT_SERVERS);
        TestCommand check = TestCommand.run("config", "check", file, "--connect");
        assertEquals(ExitCodes.UNAVAILABLE, check.code(), check.err());
        assertTrue(check.err().contains("1 problem" + System.lineSeparator()), check.err());
    }

    private String write(String text) throws IOException {
        return Files.writeString(directory.resolve("datasync.yaml"), text).toString();
    }

    /** The directory of the whole project, from wherever the test is run. */
    private static Path root() {
        Path here = Path.of("").toAbsolutePath();
        while (!Files.exists(here.resolve("config/datasync.yaml"))) {
            here = Objects.requireNonNull(here.getParent());
        }
        return here;
    }
}
