package io.datasync.benchmarks;

import java.util.Map;
import java.util.TreeMap;

/** CPU seconds and peak resident memory in MB during one run, by process. */
record ResourceUse(Map<String, Double> cpuSeconds, Map<String, Double> peakRssMb) {
    ResourceUse {
        cpuSeconds = new TreeMap<>(cpuSeconds);
        peakRssMb = new TreeMap<>(peakRssMb);
    }
}
