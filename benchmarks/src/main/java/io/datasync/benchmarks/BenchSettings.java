package io.datasync.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a sitting is run with.
 *
 * @param rows numbers of rows of J1 to J3; J7 has the largest
 * @param warmUp how long each competitor does untimed runs before its first timed one; it does one at least
 * @param slices as the configuration has it; empty leaves it out
 * @param workerOptions JVM options of fetchers, loaders and standalone
 * @param profile where recordings of Java Flight Recorder go, if any are made
 */
record BenchSettings(
        Distributions distributions,
        List<Job> jobs,
        List<String> competitors,
        List<Long> rows,
        int runs,
        Duration warmUp,
        long warmUpRows,
        String slices,
        int fetchers,
        int loaders,
        String workerOptions,
        Optional<Path> profile) {}
