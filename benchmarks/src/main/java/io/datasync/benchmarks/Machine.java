package io.datasync.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the figures were taken on, in a line. */
record Machine(String text) {
    private static final double BYTES_PER_KB = 1024;

    static Machine thisOne() throws IOException {
        String processor = value("/proc/cpuinfo", "model name");
        double gigabytes = Double.parseDouble(value("/proc/meminfo", "MemTotal").replace(" kB", ""))
                / (BYTES_PER_KB * BYTES_PER_KB);
        return new Machine("%d cores of %s, %s GB, Linux %s, Java %s"
                .formatted(
                        Runtime.getRuntime().availableProcessors(),
                        processor,
                        Numbers.of(gigabytes, "%.0f"),
                        System.getProperty("os.version"),
                        System.getProperty("java.version")));
    }

    private static String value(String file, String name) throws IOException {
        return Files.readAllLines(Path.of(file)).stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("unknown");
    }
}
