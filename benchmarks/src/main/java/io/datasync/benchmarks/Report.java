package io.datasync.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The report, in Markdown.
 *
 * @param heading what was run, when and where
 */
record Report(List<RunResult> results, List<String> heading) {
    private static final String HOW = """
            Wall times are medians of the runs, the range in brackets. All competitors took turns in one sitting, one at a time,
            each after untimed runs of a smaller table in all jobs; all processes stayed up from the first job to the last, but in
            J5, J6 and J7, idle while others had their turn. CPU seconds are medians, peaks of resident memory the highest of all
            runs; both are the kernel's. The
            database's memory is the private memory of all its processes and its shared buffers once. DataSync's time runs
            from the request until the row of the DataUpdate log is closed, the floor's and Kafka Connect's as they measure
            it themselves. Source and destination are one PostgreSQL 18 (shared_buffers 1GB, max_wal_size 8GB, fsync on,
            autovacuum off). Before each run the destination is put back, vacuumed and analysed, with a checkpoint, and
            what the file systems have yet to write is written; after it, its content is compared with the source's.

            """;

    Report {
        results = List.copyOf(results);
        heading = List.copyOf(heading);
    }

    String text() {
        List<Series> all = Series.of(results);
        StringBuilder text = new StringBuilder("# Benchmark\n\n");
        heading.forEach(line -> text.append("- ").append(line).append('\n'));
        text.append('\n').append(HOW).append("## Bars\n\n").append(bars(all));
        for (Job job : Job.values()) {
            List<Series> ofJob = all.stream().filter(each -> each.job() == job).toList();
            if (!ofJob.isEmpty()) {
                text.append("## ").append(job).append(", ").append(job.title()).append("\n\n");
                text.append(times(ofJob)).append(resources(ofJob)).append(hops(ofJob));
            }
        }
        return text.toString();
    }

    private static String bars(List<Series> all) {
        MarkdownTable table = new MarkdownTable("", "bar", "aim", "measured", "");
        for (Bar bar : new Bars(all).all()) {
            String relation = bar.higherIsBetter() ? "≥ " : "≤ ";
            OptionalDouble measured = bar.measured();
            table.row(
                    bar.name(),
                    relation + plain(bar.atLeast()),
                    relation + plain(bar.aim()),
                    measured.isPresent() ? Numbers.of(measured.getAsDouble(), "%.2f") : "",
                    bar.verdict().text());
        }
        return table.text();
    }

    private static String plain(double number) {
        return number == Math.rint(number) ? Numbers.of(number, "%.0f") : Double.toString(number);
    }

    private static String times(List<Series> job) {
        MarkdownTable table = new MarkdownTable("competitor", "rows", "seconds", "rows/s", "÷ floor", "", "content");
        for (Series series : job) {
            table.row(
                    series.entry().label(),
                    Numbers.whole(series.rows()),
                    Numbers.of(series.wallSeconds(), "%.2f") + " " + range(series),
                    Numbers.of(series.rowsPerSecond(), "%,.0f"),
                    ratioToFloor(series, job),
                    figures(series),
                    series.isCorrect() ? "correct" : "**wrong**");
        }
        return table.text();
    }

    private static String range(Series series) {
        double[] walls = series.runs().stream()
                .mapToDouble(RunResult::wallSeconds)
                .sorted()
                .toArray();
        return "(" + Numbers.of(walls[0], "%.2f") + "–"
                + Numbers.of(Arrays.stream(walls).max().orElseThrow(), "%.2f") + ")";
    }

    private static String figures(Series series) {
        List<String> names =
                series.runs().get(0).figures().keySet().stream().sorted().toList();
        return String.join(
                ", ",
                names.stream()
                        .map(name -> name + " " + Numbers.of(series.figure(name), "%.3f"))
                        .toList());
    }

    private static String ratioToFloor(Series series, List<Series> job) {
        return job.stream()
                .filter(other ->
                        other.rows() == series.rows() && other.entry().name().startsWith(Entry.FLOOR))
                .mapToDouble(Series::rowsPerSecond)
                .max()
                .stream()
                .mapToObj(floor -> Numbers.of(series.rowsPerSecond() / floor, "%.2f"))
                .findFirst()
                .orElse("");
    }

    private static String resources(List<Series> job) {
        MarkdownTable table =
                new MarkdownTable("competitor", "rows", "CPU seconds", "without database", "peak of memory, MB");
        for (Series series : job) {
            Map<String, Double> cpu = series.cpuSeconds();
            double clients = cpu.entrySet().stream()
                    .filter(process -> !process.getKey().equals(ResourceMeter.DATABASE))
                    .mapToDouble(process -> process.getValue())
                    .sum();
            table.row(
                    series.entry().label(),
                    Numbers.whole(series.rows()),
                    Numbers.each(cpu, "%.2f"),
                    Numbers.of(clients, "%.2f"),
                    Numbers.each(series.peakRssMb(), "%.0f"));
        }
        return table.text();
    }

    private static String hops(List<Series> job) {
        StringBuilder text = new StringBuilder();
        for (Series series : job) {
            List<Hop> hops = series.hops();
            if (!hops.isEmpty()) {
                MarkdownTable table = new MarkdownTable("step", "at, s", "after the one before, s");
                double before = 0;
                for (Hop hop : hops) {
                    table.row(hop.step(), Numbers.of(hop.at(), "%.3f"), Numbers.of(hop.at() - before, "%.3f"));
                    before = hop.at();
                }
                text.append("Time per hop of ")
                        .append(series.entry().label())
                        .append(", ")
                        .append(Numbers.whole(series.rows()))
                        .append(" rows:\n\n")
                        .append(table.text());
            }
        }
        return text.toString();
    }
}
