package io.datasync.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.datasync.lifecycle.ExitCodes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The whole of it on real servers, with few rows. */
class DemoCommandTest {
    private static final String SCALE = "0.02";

    @TempDir
    private Path directory = Path.of("replaced");

    @Test
    void everyTableIsCopiedAndComparedTwiceAndNothingIsLeftBehind() throws IOException {
        assertEquals(ExitCodes.OK, run(yaml()));
        JsonNode report = report();
        assertEquals(24, report.get("results").size());
        for (JsonNode result : report.get("results")) {
            assertAll(
                    result.toString(),
                    () -> assertEquals("ok", result.get("check").asText()),
                    () -> assertTrue(result.get("fetched").asLong() > 0),
                    () -> assertEquals(
                            result.get("fetched").asLong(),
                            sum(result, "inserted", "updated", "unchanged", "duplicates", "rejected")));
        }
        assertEquals(12, count(report, "MASS"));
        assertEquals(12, count(report, "HOURLY"));
        assertTrue(report.get("ok").asBoolean());
        assertNoServersLeft();
    }

    @Test
    void aCopyThatDiffersAndAFailedOperationAreNamedAndFailTheDemo() throws IOException {
        String broken = yaml().replace("sourceTable: mis_data", "query: SELECT nothing FROM nowhere")
                .replace(
                        "keyColumns: AddressNumber",
                        "keyColumns: AddressNumber\n"
                                + "    postProcessor: sql\n"
                                + "    postProcessorSql: UPDATE reporting.addressbook SET name = name || '!'"
                                + " WHERE addressnumber = (SELECT min(addressnumber) FROM reporting.addressbook)");
        assertEquals(ExitCodes.FAILED, run(broken));
        Map<String, String> bad = new TreeMap<>();
        for (JsonNode result : report().get("results")) {
            if (!result.get("ok").asBoolean()) {
                bad.putIfAbsent(
                        result.get("table").asText(), result.get("check").asText());
            }
        }
        assertEquals(Set.of("AddressBook", "MisData"), bad.keySet());
        assertTrue(String.valueOf(bad.get("AddressBook")).startsWith("1 different (key "), bad.toString());
        assertTrue(String.valueOf(bad.get("MisData")).contains("SOURCE_QUERY"), bad.toString());
        assertNoServersLeft();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1001", "NaN", "much"})
    void aScaleOutOfRangeIsRefusedBeforeAnythingStarts(String scale) throws IOException {
        assertEquals(ExitCodes.USAGE, new CommandLine(new DemoCommand(yaml(), directory)).execute("--scale", scale));
        assertNoServersLeft();
    }

    private int run(String yaml) {
        return new CommandLine(new DemoCommand(yaml, directory.resolve("servers")))
                .execute("--scale", SCALE, "--seed", "5", "--json", json().toString());
    }

    private Path json() {
        return directory.resolve("demo.json");
    }

    private JsonNode report() throws IOException {
        return new ObjectMapper().readTree(json().toFile());
    }

    private static long sum(JsonNode result, String... counts) {
        return Stream.of(counts).mapToLong(count -> result.get(count).asLong()).sum();
    }

    private static long count(JsonNode report, String type) {
        return StreamSupport.stream(report.get("results").spliterator(), false)
                .filter(result -> result.get("updateType").asText().equals(type))
                .count();
    }

    private void assertNoServersLeft() throws IOException {
        Path servers = directory.resolve("servers");
        if (Files.exists(servers)) {
            try (Stream<Path> files = Files.list(servers)) {
                assertFalse(files.findAny().isPresent());
            }
        }
    }

    private static String yaml() throws IOException {
        try (InputStream in = DemoCommand.class.getResourceAsStream("/io/datasync/demo/demo.yaml")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
