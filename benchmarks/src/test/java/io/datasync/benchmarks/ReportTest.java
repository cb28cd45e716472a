package io.datasync.benchmarks;

import static io.datasync.benchmarks.TestingResults.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    private static final List<RunResult> RESULTS = List.of(
            run(Job.J1, Entry.FLOOR, 1_000_000, 6),
            run(Job.J1, Entry.DATASYNC, 1_000_000, 8),
            run(Job.J1, Entry.DATASYNC, 3_000_000, 24));

    @TempDir
    private Path directory = Path.of("");

    private static String text() {
        return new Report(RESULTS, List.of("Machine: a small one")).text();
    }

    private static void assertHasLine(String line) {
        assertTrue(text().lines().anyMatch(line::equals), () -> "no line " + line + " in\n" + text());
    }

    @Test
    void theReportSaysWhatItWasMadeOf() {
        assertHasLine("- Machine: a small one");
    }

    @Test
    void everyCompetitorHasItsMedianAndItsRatio() {
        assertHasLine("| datasync | 1,000,000 | 8.00 (8.00–8.00) | 125,000 | 0.75 |  | correct |");
        assertHasLine("| datasync | 3,000,000 | 24.00 (24.00–24.00) | 125,000 |  |  | correct |");
    }

    @Test
    void barsAreJudged() {
        assertHasLine("| J1 rows/s ÷ floor | ≥ 0.7 | ≥ 0.9 | 0.75 | pass |");
        assertHasLine("| J5 operations/s | ≥ 5 | ≥ 15 |  | not measured |");
    }

    @Test
    void hopsHaveTheirDistance() {
        assertHasLine("| row closed | 8.000 | 7.990 |");
    }

    @Test
    void aWrongCopyIsShown() {
        RunResult right = RESULTS.get(0);
        RunResult wrong = new RunResult(
                right.job(),
                right.competitor(),
                2,
                right.rows(),
                right.slices(),
                1,
                1,
                6,
                1,
                right.cpuSeconds(),
                right.peakRssMb(),
                false,
                List.of(),
                right.figures());
        assertTrue(new Report(List.of(right, wrong), List.of()).text().contains("**wrong**"));
        assertFalse(text().contains("**wrong**"));
    }

    @Test
    void filesHaveOneObjectARunAndPicturesBesideTheReport() throws IOException {
        Path json = directory.resolve("runs.json");
        Path report = directory.resolve("benchmarks.md");
        new ResultFiles(RESULTS, Optional.of(json), Optional.of(report), List.of()).write();
        JsonNode runs = new ObjectMapper().readTree(json.toFile());
        assertEquals(3, runs.size());
        assertEquals("J1", runs.get(1).get("job").asText());
        assertEquals(2.5, runs.get(1).get("cpuSeconds").get("loader").asDouble());
        assertTrue(Files.readString(report).contains("![benchmarks-growth.png](benchmarks-growth.png)"));
        assertTrue(Files.size(directory.resolve("benchmarks-growth.png")) > 1000);
        assertTrue(Files.size(directory.resolve("benchmarks-rows-per-second.png")) > 1000);
    }
}
