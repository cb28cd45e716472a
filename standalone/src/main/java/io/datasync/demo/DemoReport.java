package io.datasync.demo;

import java.time.Instant;
import java.util.List;

/**
 * What a demo did, and whether every check held.
 *
 * @param seconds all of it, from the start of the servers to the last comparison
 * @param phases in order
 * @param results first the Mass of each table, then the Hourly of each, unless a Mass failed
 * @param totals of all Mass, then of all Hourly, operations
 */
public record DemoReport(
        double scale,
        long seed,
        Instant startedAt,
        double seconds,
        List<Phase> phases,
        List<DemoResult> results,
        List<DemoResult> totals) {
    public DemoReport {
        phases = List.copyOf(phases);
        results = List.copyOf(results);
        totals = List.copyOf(totals);
    }

    /** A step and how long it took. */
    public record Phase(String name, double seconds) {}

    public boolean isOk() {
        return results.stream().allMatch(DemoResult::isOk);
    }
}
