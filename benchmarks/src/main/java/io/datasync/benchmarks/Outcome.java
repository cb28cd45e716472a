package io.datasync.benchmarks;

import java.util.List;
import java.util.Map;

/**
 * What a competitor says of a run.
 *
 * @param hops steps of the operation, where they are known
 * @param figures further numbers by name, such as latencies
 */
record Outcome(double wallSeconds, List<Hop> hops, Map<String, Double> figures) {
    static Outcome of(double wallSeconds) {
        return new Outcome(wallSeconds, List.of(), Map.of());
    }
}
