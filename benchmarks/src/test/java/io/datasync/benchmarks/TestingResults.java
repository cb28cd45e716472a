package io.datasync.benchmarks;

import java.util.List;
import java.util.Map;

/** Results as a sitting would make them. */
final class TestingResults {
    private TestingResults() {}

    static RunResult run(Job job, String competitor, long rows, double seconds) {
        return run(job, competitor, rows, seconds, Map.of());
    }

    static RunResult run(Job job, String competitor, long rows, double seconds, Map<String, Double> figures) {
        return new RunResult(
                job.name(),
                competitor,
                1,
                rows,
                "default",
                1,
                1,
                seconds,
                rows / seconds,
                Map.of("broker", 9.0, "fetcher", 2.0, "loader", 2.5, "scheduler", 0.5, ResourceMeter.DATABASE, 7.0),
                Map.of("fetcher", 390.0, "loader", 410.0, "broker", 900.0),
                true,
                List.of(new Hop("opened", 0.01), new Hop("row closed", seconds)),
                figures);
    }
}
