package io.datasync.cli;

import io.datasync.demo.Demo;
import io.datasync.demo.DemoPhases;
import io.datasync.demo.DemoReport;
import io.datasync.demo.DemoResult;
import io.datasync.demo.DemoSettings;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.lifecycle.ExitCodes;
import io.datasync.message.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Shows all of it on a database of its own, and proves the copy. */
@Command(
        name = "demo",
        description = {
            "Copies an ERP database of its own making, changes it, copies the changes, and compares every value.",
            "Kafka and PostgreSQL are started for it and removed afterwards. Exit code 0 only if every check holds."
        },
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
    private static final int INTERRUPTED = 130;

    private final String configuration;
    private final Path parentDirectory;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--scale",
            paramLabel = "N",
            defaultValue = "1",
            description = "multiplies the number of rows, about 300,000 (default: 1; above 0, at most 1000)")
    private double scale = 1;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "chooses the rows; the same seed makes the same ones (default: 1)")
    private long seed = 1;

    @Option(names = "--json", paramLabel = "FILE", description = "write the figures to FILE as well")
    private @Nullable Path json;

    @Option(names = "--keep-running", description = "leave everything up, show where it is, and wait for Ctrl-C")
    private boolean keepRunning;

    DemoCommand() {
        this(resource("/io/datasync/demo/demo.yaml"), Path.of(System.getProperty("java.io.tmpdir")));
    }

    DemoCommand(String configuration, Path parentDirectory) {
        this.configuration = configuration;
        this.parentDirectory = parentDirectory;
    }

    @Override
    public Integer call() throws SQLException {
        checkScale();
        silenceLogs();
        DemoSettings settings = new DemoSettings(scale, seed, configuration, parentDirectory);
        DemoPhases phases = new DemoPhases(System.out);
        try (OperationProgress progress = new OperationProgress();
                InterruptOnShutdown untilHere = new InterruptOnShutdown(progress::close);
                Demo demo = Demo.start(settings, ModuleChecks.all(), phases, progress)) {
            DemoReport report = demo.run();
            progress.close();
            print(report);
            if (json != null) {
                write(report, json);
            }
            if (keepRunning) {
                System.out.println();
                demo.addresses().forEach(System.out::println);
                System.out.println("Ctrl-C stops and removes everything.");
                new CountDownLatch(1).await();
            }
            return report.isOk() ? ExitCodes.OK : ExitCodes.FAILED;
        } catch (InterruptedException stopped) {
            return INTERRUPTED;
        }
    }

    private void checkScale() {
        if (!(scale > 0 && scale <= 1000)) {
            throw new ParameterException(
                    Objects.requireNonNull(spec).commandLine(), "--scale must be above 0 and at most 1000");
        }
    }

    /** The demo's own lines say how it gets on; Kafka warns of what is usual when servers start and stop. */
    private static void silenceLogs() {
        if (System.getenv("DATASYNC_LOG_LEVEL") == null) {
            Configurator.setLevel("io.datasync", Level.WARN);
            Configurator.setLevel("org.apache.kafka", Level.ERROR);
            Configurator.setLevel("kafka", Level.ERROR);
            Configurator.setLevel("io.micrometer", Level.ERROR);
        }
    }

    private static void print(DemoReport report) {
        TextTable text = new TextTable(
                "table",
                "type",
                "fetched",
                "inserted",
                "updated",
                "unchanged",
                "duplicates",
                "rejected",
                "seconds",
                "rows/s",
                "check");
        report.results().forEach(result -> addRow(text, result));
        report.totals().forEach(total -> addRow(text, total));
        System.out.println();
        System.out.print(text);
        System.out.println();
        for (DemoResult result : report.results()) {
            if (!result.isOk()) {
                System.out.println(result.table() + " " + result.updateType() + " " + result.check());
            }
        }
        String verdict = report.isOk()
                ? "Every check holds: each value of the source is in the destination, and nothing else."
                : "NOT every check holds.";
        System.out.printf(Locale.ROOT, "%s %.1f seconds in all.%n", verdict, report.seconds());
    }

    private static void addRow(TextTable text, DemoResult result) {
        text.row(
                result.table(),
                result.updateType(),
                result.fetched(),
                result.inserted(),
                result.updated(),
                result.unchanged(),
                result.duplicates(),
                result.rejected(),
                String.format(Locale.ROOT, "%.1f", result.seconds()),
                result.rowsPerSecond(),
                result.isOk() ? DemoResult.OK : "NOT OK");
    }

    private static void write(DemoReport report, Path file) {
        try {
            Files.write(file, Json.write(report));
        } catch (IOException failure) {
            throw new DataSyncException(
                    ErrorCode.CONFIGURATION, "Cannot write " + file + ": " + failure.getMessage(), failure);
        }
    }

    private static String resource(String name) {
        try (InputStream in = DemoCommand.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot read " + name, failure);
        }
    }
}
