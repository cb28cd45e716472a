package io.datasync.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResourceMeterTest {
    private static final long POSTMASTER = 100;
    private static final double TOLERANCE = 1e-9;

    @TempDir
    private Path proc = Path.of("");

    private void process(long pid, long parent, long ticks, long endedTicks, long privateKb) throws IOException {
        Path directory = Files.createDirectories(proc.resolve(Long.toString(pid)));
        Files.writeString(
                directory.resolve("stat"),
                pid + " (x) S " + parent + " 0 0 0 0 0 0 0 0 0 " + ticks + " 0 " + endedTicks + " 0 20 0 1 0 1 1 1");
        Files.writeString(
                directory.resolve("status"),
                "VmHWM:\t" + 2 * privateKb + " kB\nRssAnon:\t" + privateKb + " kB\nRssShmem:\t102400 kB\n");
    }

    private static double value(Map<String, Double> values, String name) {
        return values.getOrDefault(name, Double.NaN);
    }

    private ResourceMeter start(MeasuredProcess... processes) {
        return ResourceMeter.start(new ProcessFiles(proc), List.of(processes), POSTMASTER);
    }

    @Test
    void onlyWhatIsUsedDuringTheRunCounts() throws IOException {
        process(POSTMASTER, 1, 0, 0, 0);
        process(7, 1, 500, 0, 1024);
        try (ResourceMeter meter = start(new MeasuredProcess("loader", 7))) {
            process(7, 1, 750, 0, 4096);
            ResourceUse use = meter.read();
            assertEquals(2.5, value(use.cpuSeconds(), "loader"), TOLERANCE);
            assertEquals(8.0, value(use.peakRssMb(), "loader"), TOLERANCE);
        }
    }

    @Test
    void theDatabaseIsItsPostmasterItsBackendsAndThoseThatEnded() throws IOException {
        process(POSTMASTER, 1, 100, 1000, 0);
        process(101, POSTMASTER, 200, 0, 10240);
        process(102, POSTMASTER, 300, 0, 20480);
        try (ResourceMeter meter = start()) {
            process(POSTMASTER, 1, 110, 1450, 0);
            process(101, POSTMASTER, 220, 0, 10240);
            Files.delete(proc.resolve("102/stat"));
            ResourceUse use = meter.read();
            // 0.1 s of its own, 0.2 s of a backend, and 1.5 s of the one that ended with 4.5 s.
            assertEquals(1.8, value(use.cpuSeconds(), ResourceMeter.DATABASE), TOLERANCE);
            // Private memory of both backends, shared buffers once.
            assertEquals(130.0, value(use.peakRssMb(), ResourceMeter.DATABASE), TOLERANCE);
        }
    }

    @Test
    void aProcessThatEndedKeepsWhatWasSeenLast() throws IOException {
        process(POSTMASTER, 1, 0, 0, 0);
        process(7, 1, 100, 0, 1024);
        try (ResourceMeter meter = start(new MeasuredProcess("connect", 7))) {
            process(7, 1, 300, 0, 1024);
            meter.read();
            Files.delete(proc.resolve("7/stat"));
            Files.delete(proc.resolve("7/status"));
            assertEquals(2.0, value(meter.read().cpuSeconds(), "connect"), TOLERANCE);
        }
    }
}
