package io.datasync.benchmarks;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** The runs of one competitor in one job with one number of rows; figures are medians over them. */
record Series(Job job, Entry entry, long rows, List<RunResult> runs) {
    Series {
        runs = List.copyOf(runs);
    }

    private record Key(Job job, Entry entry, long rows) {}

    /** All series, in the order in which they were first run. */
    static List<Series> of(List<RunResult> results) {
        Map<Key, List<RunResult>> grouped = new LinkedHashMap<>();
        for (RunResult result : results) {
            Key key = new Key(Job.valueOf(result.job()), result.entry(), result.rows());
            grouped.computeIfAbsent(key, missing -> new ArrayList<>()).add(result);
        }
        return grouped.entrySet().stream()
                .map(group -> new Series(
                        group.getKey().job(),
                        group.getKey().entry(),
                        group.getKey().rows(),
                        group.getValue()))
                .toList();
    }

    double wallSeconds() {
        return median(RunResult::wallSeconds);
    }

    double rowsPerSecond() {
        return rows / wallSeconds();
    }

    /** A number that the runs have by that name. */
    double figure(String name) {
        return median(run -> run.figures().getOrDefault(name, Double.NaN));
    }

    /** CPU seconds by process. */
    Map<String, Double> cpuSeconds() {
        return medians(RunResult::cpuSeconds);
    }

    /** The highest peak of any run by process, in MB. */
    Map<String, Double> peakRssMb() {
        Map<String, Double> highest = new TreeMap<>();
        runs.forEach(run -> run.peakRssMb().forEach((name, peak) -> highest.merge(name, peak, Math::max)));
        return highest;
    }

    boolean isCorrect() {
        return runs.stream().allMatch(RunResult::correct);
    }

    /** The steps of an operation; of several runs those of the one in the middle. */
    List<Hop> hops() {
        List<RunResult> sorted = runs.stream()
                .sorted(Comparator.comparingDouble(RunResult::wallSeconds))
                .toList();
        return sorted.get((sorted.size() - 1) / 2).hops();
    }

    private double median(ToDoubleFunction<RunResult> figure) {
        return Statistics.median(runs.stream().map(figure::applyAsDouble).toList());
    }

    private Map<String, Double> medians(Function<RunResult, Map<String, Double>> figures) {
        Map<String, List<Double>> values = new TreeMap<>();
        for (RunResult run : runs) {
            figures.apply(run)
                    .forEach((name, value) -> values.computeIfAbsent(name, missing -> new ArrayList<>())
                            .add(value));
        }
        Map<String, Double> medians = new TreeMap<>();
        values.forEach((name, of) -> medians.put(name, Statistics.median(of)));
        return medians;
    }
}
