package io.datasync.benchmarks;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Medians and percentiles. */
final class Statistics {
    private Statistics() {}

    /** The middle value, or the mean of the middle two. */
    static double median(List<Double> values) {
        requireSome(values);
        List<Double> sorted = values.stream().sorted().toList();
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }

    /**
     * The smallest value that at least so many percent of the values do not exceed (nearest rank).
     *
     * @param percent above 0, at most 100
     */
    static double percentile(List<Double> values, double percent) {
        requireSome(values);
        List<Double> sorted = values.stream().sorted().toList();
        int rank = (int) Math.ceil(percent / 100 * sorted.size());
        return sorted.get(Math.max(1, rank) - 1);
    }

    /** The median time of each step over operations that are alike. */
    static List<Hop> medianHops(List<List<Hop>> operations) {
        Map<String, List<Double>> times = new LinkedHashMap<>();
        for (List<Hop> hops : operations) {
            for (Hop hop : hops) {
                times.computeIfAbsent(hop.step(), step -> new ArrayList<>()).add(hop.at());
            }
        }
        return times.entrySet().stream()
                .map(step -> new Hop(step.getKey(), median(step.getValue())))
                .sorted(Comparator.comparingDouble(Hop::at))
                .toList();
    }

    private static void requireSome(List<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("No values");
        }
    }
}
