package io.datasync.benchmarks;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.ChartEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.Styler.LegendPosition;

/** Draws rows per second by competitor, and how the time of J1 grows with the rows. */
final class Pictures {
    private static final List<Job> COMPARED = List.of(Job.J1, Job.J2, Job.J3, Job.J4);
    private static final int WIDTH = 900;
    private static final int HEIGHT = 480;

    private final List<Series> series;

    Pictures(List<Series> series) {
        this.series = List.copyOf(series);
    }

    /**
     * Writes the pictures that there are figures for.
     *
     * @param name what the names of the files begin with
     * @return the files
     */
    List<Path> write(Path directory, String name) throws IOException {
        List<Path> files = new ArrayList<>();
        List<Job> jobs = COMPARED.stream()
                .filter(job -> series.stream().anyMatch(each -> each.job() == job))
                .toList();
        if (!jobs.isEmpty()) {
            files.add(save(rowsPerSecond(jobs), directory.resolve(name + "-rows-per-second.png")));
        }
        if (ofJob(Job.J1).map(Series::rows).distinct().count() > 1) {
            files.add(save(growth(), directory.resolve(name + "-growth.png")));
        }
        return files;
    }

    private static Path save(Chart<?, ?> chart, Path file) throws IOException {
        try (OutputStream output = Files.newOutputStream(file)) {
            ChartEncoder.saveChart(chart, output, "png");
        }
        return file;
    }

    private CategoryChart rowsPerSecond(List<Job> jobs) {
        CategoryChart chart = new CategoryChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title("Rows per second, medians")
                .yAxisTitle("rows/s")
                .build();
        chart.getStyler().setLegendPosition(LegendPosition.OutsideE);
        chart.getStyler().setYAxisDecimalPattern("#,###");
        for (Entry entry : entries()) {
            List<Double> values = jobs.stream()
                    .map(job -> ofJob(job)
                            .filter(each -> each.entry().equals(entry))
                            .min((one, other) -> Long.compare(one.rows(), other.rows()))
                            .map(Series::rowsPerSecond)
                            .orElse(0.0))
                    .toList();
            if (values.stream().anyMatch(value -> value > 0)) {
                chart.addSeries(entry.label(), jobs.stream().map(Job::name).toList(), values);
            }
        }
        return chart;
    }

    private XYChart growth() {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title("J1: seconds by rows, medians")
                .xAxisTitle("million rows")
                .yAxisTitle("seconds")
                .build();
        chart.getStyler().setLegendPosition(LegendPosition.OutsideE);
        chart.getStyler().setXAxisMin(0.0);
        chart.getStyler().setYAxisMin(0.0);
        for (Entry entry : entries()) {
            List<Series> points = ofJob(Job.J1)
                    .filter(each -> each.entry().equals(entry))
                    .sorted((one, other) -> Long.compare(one.rows(), other.rows()))
                    .toList();
            if (!points.isEmpty()) {
                chart.addSeries(
                        entry.label(),
                        points.stream().map(each -> each.rows() / 1e6).toList(),
                        points.stream().map(Series::wallSeconds).toList());
            }
        }
        return chart;
    }

    private List<Entry> entries() {
        return series.stream().map(Series::entry).distinct().toList();
    }

    private Stream<Series> ofJob(Job job) {
        return series.stream().filter(each -> each.job() == job);
    }
}
