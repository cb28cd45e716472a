package io.datasync.benchmarks;

import java.util.List;
import java.util.Map;

/**
 * One run, as it stands in the JSON file.
 *
 * @param run from 1
 * @param slices as configured; {@code default} if left to DataSync
 * @param wallSeconds what the job measures; of J6 the median latency
 * @param correct whether the copy was what its source is
 * @param hops steps of the operation, where known
 * @param figures further numbers by name
 */
record RunResult(
        String job,
        String competitor,
        int run,
        long rows,
        String slices,
        int fetchers,
        int loaders,
        double wallSeconds,
        double rowsPerSecond,
        Map<String, Double> cpuSeconds,
        Map<String, Double> peakRssMb,
        boolean correct,
        List<Hop> hops,
        Map<String, Double> figures) {
    private static final String DEFAULT = "default";

    /** Who it was. */
    Entry entry() {
        return new Entry(competitor, slices.equals(DEFAULT) ? "" : slices, fetchers, loaders);
    }

    static RunResult of(Workload workload, Entry entry, int run, Outcome outcome, ResourceUse use, boolean correct) {
        return new RunResult(
                workload.job().name(),
                entry.name(),
                run,
                workload.rows(),
                entry.slices().isEmpty() ? DEFAULT : entry.slices(),
                entry.fetchers(),
                entry.loaders(),
                outcome.wallSeconds(),
                workload.rows() / outcome.wallSeconds(),
                use.cpuSeconds(),
                use.peakRssMb(),
                correct,
                outcome.hops(),
                outcome.figures());
    }
}
