package io.datasync.benchmarks;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * The bars of the issue that asked for the benchmark. "DataSync" is the one in separate processes; where a job was run with
 * several numbers of rows, ratios are those of the smallest.
 */
final class Bars {
    private static final List<String> OWN_JVMS = List.of("fetcher", "loader", "scheduler");
    private static final double MILLION = 1e6;

    private final List<Series> series;

    Bars(List<Series> series) {
        this.series = List.copyOf(series);
    }

    List<Bar> all() {
        return List.of(
                new Bar("J1 rows/s ÷ floor", true, 0.70, 0.90, ratio(Job.J1, Entry.FLOOR)),
                new Bar("J2 rows/s ÷ floor, the better of the two", true, 0.80, 1.0, upsertRatio()),
                new Bar("J3 rows/s ÷ own J2", true, 2, 4, lookBackRatio()),
                new Bar("J1 rows/s ÷ Kafka Connect", true, 4, 5.5, ratio(Job.J1, Entry.CONNECT)),
                new Bar("J2 rows/s ÷ Kafka Connect", true, 2.6, 3.3, ratio(Job.J2, Entry.CONNECT)),
                new Bar("own JVMs' CPU seconds per million rows, J1", false, 7, 4, ownCpu()),
                new Bar("wall of three times the rows ÷ wall, J1", false, 3.2, 3.0, growth()),
                new Bar("highest peak of a fetcher in MB, J1", false, 600, 400, peak("fetcher")),
                new Bar("highest peak of a loader in MB, J1", false, 600, 400, peak("loader")),
                new Bar("J5 operations/s", true, 5, 15, figure(Job.J5, "operationsPerSecond")),
                new Bar("J6 p95 in seconds", false, 2, 0.7, figure(Job.J6, "p95Seconds")));
    }

    private OptionalDouble ratio(Job job, String other) {
        return divided(value(job, Entry.DATASYNC, Series::rowsPerSecond), value(job, other, Series::rowsPerSecond));
    }

    private OptionalDouble upsertRatio() {
        OptionalDouble better = Stream.of(Entry.FLOOR, Entry.FLOOR_TWO_STREAMS)
                .map(floor -> value(Job.J2, floor, Series::rowsPerSecond))
                .flatMapToDouble(OptionalDouble::stream)
                .max();
        return divided(value(Job.J2, Entry.DATASYNC, Series::rowsPerSecond), better);
    }

    private OptionalDouble lookBackRatio() {
        return divided(
                value(Job.J3, Entry.DATASYNC, Series::rowsPerSecond),
                value(Job.J2, Entry.DATASYNC, Series::rowsPerSecond));
    }

    private OptionalDouble ownCpu() {
        return value(Job.J1, Entry.DATASYNC, Bars::ownCpuPerMillionRows);
    }

    /** CPU seconds of fetchers, loaders and scheduler per million rows. */
    static double ownCpuPerMillionRows(Series series) {
        double seconds = series.cpuSeconds().entrySet().stream()
                .filter(process -> OWN_JVMS.stream().anyMatch(process.getKey()::startsWith))
                .mapToDouble(process -> process.getValue())
                .sum();
        return seconds / (series.rows() / MILLION);
    }

    private OptionalDouble growth() {
        List<Series> mass = series(Job.J1, Entry.DATASYNC);
        return mass.stream()
                .flatMapToDouble(small -> mass.stream()
                        .filter(big -> big.rows() == 3 * small.rows())
                        .mapToDouble(big -> big.wallSeconds() / small.wallSeconds()))
                .findFirst();
    }

    private OptionalDouble peak(String process) {
        return series(Job.J1, Entry.DATASYNC).stream()
                .flatMapToDouble(each -> each.peakRssMb().entrySet().stream()
                        .filter(peak -> peak.getKey().startsWith(process))
                        .mapToDouble(peak -> peak.getValue()))
                .max();
    }

    private OptionalDouble figure(Job job, String name) {
        return value(job, Entry.DATASYNC, each -> each.figure(name));
    }

    private OptionalDouble value(Job job, String competitor, ToDoubleFunction<Series> value) {
        return series(job, competitor).stream()
                .min((one, other) -> Long.compare(one.rows(), other.rows()))
                .map(each -> DoubleStream.of(value.applyAsDouble(each)))
                .orElse(DoubleStream.empty())
                .findFirst();
    }

    private List<Series> series(Job job, String competitor) {
        return series.stream()
                .filter(each -> each.job() == job && each.entry().name().equals(competitor))
                .toList();
    }

    private static OptionalDouble divided(OptionalDouble value, OptionalDouble by) {
        return value.isPresent() && by.isPresent()
                ? OptionalDouble.of(value.getAsDouble() / by.getAsDouble())
                : OptionalDouble.empty();
    }
}
