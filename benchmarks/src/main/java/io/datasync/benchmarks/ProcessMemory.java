package io.datasync.benchmarks;

import java.util.HashMap;
import java.util.Map;

/**
 * What {@code /proc/PID/status} says of memory, in MB (2^20 bytes).
 *
 * @param peakMb most that was resident since the peak was reset
 * @param privateMb resident now and of no file
 * @param sharedMb resident now and shared, such as PostgreSQL's buffers
 */
record ProcessMemory(double peakMb, double privateMb, double sharedMb) {
    private static final double KB_PER_MB = 1024;

    static ProcessMemory parse(String status) {
        Map<String, Double> megabytes = new HashMap<>();
        status.lines().filter(line -> line.endsWith(" kB")).forEach(line -> {
            int colon = line.indexOf(':');
            String number =
                    line.substring(colon + 1, line.length() - " kB".length()).strip();
            megabytes.put(line.substring(0, colon), Long.parseLong(number) / KB_PER_MB);
        });
        return new ProcessMemory(
                megabytes.getOrDefault("VmHWM", 0.0),
                megabytes.getOrDefault("RssAnon", 0.0),
                megabytes.getOrDefault("RssShmem", 0.0));
    }
}
