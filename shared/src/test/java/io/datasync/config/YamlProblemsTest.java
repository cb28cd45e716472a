package io.datasync.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with the YAML itself. */
class YamlProblemsTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"", "# only a comment\n", "\n\n"})
    void anEmptyFileIsRefused(String text) {
        assertProblems(text, "the file is empty");
    }

    @Test
    void aTextOrAListIsNoConfiguration() {
        assertProblems("tables\n", "line 1, column 1: expected sections such as tables:, found a single value");
        assertProblems("- tables\n", "line 1, column 1: expected sections such as tables:, found a list");
        assertProblems("---\n", "line 2, column 1: expected sections such as tables:, found nothing");
    }

    @Test
    void aSecondDocumentIsRefused() {
        assertProblems(
                ConfigFile.GOOD + "---\nkafka: {}\n",
                "line 16, column 1: only one YAML document is allowed; this line starts a second one");
    }

    @Test
    void aSyntaxErrorIsOneProblemWithItsPlace() {
        assertProblems(
                "kafka:\n\tbootstrapServers: x\n",
                "line 2, column 1: not valid YAML: while scanning for the next token, found character '\\t(TAB)' that cannot"
                        + " start any token. (Do not use \\t(TAB) for indentation)");
        assertProblems(
                "kafka: {bootstrapServers: x\nsources:\n",
                "line 2, column 8: not valid YAML: while parsing a flow mapping, expected ',' or '}', but got :");
        assertProblems(
                "kafka: a: b\n",
                "line 1, column 9: not valid YAML: a colon is not allowed here; quote a text with ': ' in it, and check the"
                        + " indentation");
        assertProblems("kafka:\n  x: \u0007\n", "line 2, column 6: a control character is not allowed in YAML");
        assertProblems("[".repeat(5_000), "not valid YAML, or nested too deeply, or longer than 3 MB");
    }

    @Test
    void aKeyThatStandsTwiceIsRefusedAndTheFirstOneIsRead() {
        assertEquals(
                List.of(
                        "line 16, column 5: tables[0].fetcher: stands twice; the first is in line 10",
                        "line 17, column 1: kafka: stands twice; the first is in line 1"),
                new ConfigFile(directory)
                        .add("    fetcher: {unknown: 1}\n")
                        .add("kafka: {bootstrapServers: [x]}\n")
                        .problems());
    }

    @Test
    void anchorsAliasesMergeKeysAndTagsAreRefused() {
        assertEquals(
                List.of(
                        "line 13, column 5: tables[0].mass: anchors (&name) are not supported; quote a text that starts"
                                + " with &",
                        "line 14, column 5: tables[0].daily: aliases (*name) are not supported; write the value out, or"
                                + " quote a text with *",
                        "line 15, column 14: tables[0].hourly: merge keys (<<) are not supported; write the keys out",
                        "line 15, column 26: tables[0].hourly.interval: tags (!name) are not supported; quote a text that"
                                + " starts with !"),
                new ConfigFile(directory)
                        .replace("mass: {", "mass: &usual {")
                        .replace("daily: {interval: 1d}", "daily: *usual")
                        .replace("hourly: {interval: 1h}", "hourly: {<<: *usual, interval: !x 1h}")
                        .problems());
    }

    @Test
    void aKeyMustBePlainText() {
        assertEquals(
                List.of(
                        "line 6, column 3: destination.url: expected a text, found a section of keys",
                        "line 6, column 9: destination.url: a key must be plain text; quote a value that starts with { or [ or"
                                + " *"),
                new ConfigFile(directory)
                        .replace("url: jdbc:sqlserver://localhost", "url: {{ url }}")
                        .problems());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*hunter2", "&hunter2 x", "!hunter2 x", "!hunter2!x y", "!<hunter2%zz>", "@hunter2", "%hunter2",
                        "`hunter2",
                "\"hunter2", "'hunter2", "'hun'ter2", "a: hunter2", "[hunter2", "{hunter2", "{hunter2: 1}", "[hunter2]",
                "{password:hunter2}", "\"\\xhunter2\"", "${hunter2}", "${env:A}${hunter2", "|\n hunter2", "hunter2: x"
            })
    void aPasswordThatYamlMisunderstandsIsInNoMessage(String value) {
        String message = new ConfigFile(directory)
                .add("datasync: {batchSize: 0}\n")
                .replace("url: jdbc:sqlserver://localhost", "url: jdbc:sqlserver://localhost\n  password: " + value)
                .message();

        assertFalse(message.contains("hunter2"), message);
        assertFalse(message.contains("unter2"), message);
        assertTrue(message.contains("line "), message);
    }

    private void assertProblems(String text, String... problems) {
        assertEquals(List.of(problems), new ConfigFile(directory).text(text).problems());
    }
}
