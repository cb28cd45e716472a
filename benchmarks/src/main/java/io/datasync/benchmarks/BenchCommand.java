package io.datasync.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line of the benchmark. */
@Command(
        name = "datasync bench",
        description = {
            "Measures DataSync beside what the databases alone, and Kafka Connect, need for the same rows.",
            "Linux only. Every server runs as a process of its own; the data is in a directory that is removed at the end.",
            "'datasync bench micro' runs the microbenchmarks; what follows goes to JMH, -h for its help."
        },
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true)
final class BenchCommand implements Callable<Integer> {
    private static final List<String> CHOICES = List.of(Entry.FLOOR, Entry.DATASYNC, Entry.STANDALONE, Entry.CONNECT);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--root", hidden = true, description = "the source tree, whose distributions are run")
    private Path root = Path.of("");

    @Option(names = "--jobs", split = ",", description = "J1 to J7, of which docs/benchmarks.md tells (default: all)")
    private List<Job> jobs = List.of(Job.values());

    @Option(
            names = "--competitors",
            split = ",",
            description = "floor: the databases alone; datasync: a process for each part; standalone: all of it in one;"
                    + " connect: Kafka Connect (default: floor,datasync,standalone)")
    private List<String> competitors = List.of(Entry.FLOOR, Entry.DATASYNC, Entry.STANDALONE);

    @Option(
            names = "--rows",
            split = ",",
            description = "rows of J1 to J3, one run series each; J7 takes the most (default: 1000000,3000000)")
    private List<Long> rows = List.of(1_000_000L, 3_000_000L);

    @Option(names = "--runs", description = "timed runs of each competitor (default: ${DEFAULT-VALUE})")
    private int runs = 3;

    @Option(
            names = "--warm-up-seconds",
            description =
                    "how long each competitor of J1 to J4 and J7 does untimed runs, one at least (default: ${DEFAULT-VALUE})")
    private int warmUpSeconds = 60;

    @Option(names = "--warm-up-rows", description = "rows of an untimed run (default: ${DEFAULT-VALUE})")
    private long warmUpRows = 500_000;

    @Option(names = "--slices", description = "slices of a table, a number or auto (default: DataSync's own)")
    private String slices = "";

    @Option(names = "--fetchers", description = "fetcher processes (default: ${DEFAULT-VALUE})")
    private int fetchers = 1;

    @Option(names = "--loaders", description = "loader processes (default: ${DEFAULT-VALUE})")
    private int loaders = 1;

    @Option(
            names = "--worker-options",
            description = "JVM options of fetchers, loaders and standalone, such as -Xmx512m (default: none)")
    private String workerOptions = "";

    @Option(names = "--json", paramLabel = "FILE", description = "write one JSON object a run to this file")
    private @Nullable Path json;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "write the report to this file, with its pictures beside it")
    private @Nullable Path report;

    @Option(
            names = "--profile",
            paramLabel = "DIR",
            description =
                    "record fetchers, loaders and standalone with Java Flight Recorder; makes them a little slower")
    private @Nullable Path profile;

    @Option(names = "--keep", description = "keep the directory with data and logs")
    private boolean keep;

    @Override
    public Integer call() throws Exception {
        requireValidOptions();
        PrintStream progress = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        if (profile != null) {
            Files.createDirectories(profile);
        }
        BenchSettings settings = new BenchSettings(
                new Distributions(root.toAbsolutePath()),
                jobs,
                competitors,
                rows,
                runs,
                Duration.ofSeconds(warmUpSeconds),
                warmUpRows,
                slices,
                fetchers,
                loaders,
                workerOptions,
                Optional.ofNullable(profile));
        List<RunResult> results;
        try (BenchDirectory directory = BenchDirectory.create(keep);
                BenchDatabase database = BenchDatabase.start(directory.path().resolve("postgresql"))) {
            results = new Sitting(settings, directory.path(), database, progress).run();
        }
        new ResultFiles(results, Optional.ofNullable(json), Optional.ofNullable(report), heading()).write();
        return results.stream().allMatch(RunResult::correct) ? 0 : 1;
    }

    /** Before anything is started, which takes minutes. */
    private void requireValidOptions() {
        for (String name : competitors) {
            require(CHOICES.contains(name), "--competitors: " + name + " is none of " + String.join(", ", CHOICES));
        }
        for (long number : rows) {
            require(number > 0, "--rows: " + number + " is no number of rows, from 1");
        }
        require(runs > 0, "--runs: " + runs + " is no number of runs, from 1");
        require(warmUpSeconds >= 0, "--warm-up-seconds: " + warmUpSeconds + " is less than 0");
        require(warmUpRows > 0, "--warm-up-rows: " + warmUpRows + " is no number of rows, from 1");
        require(slices.matches("|auto|[1-9]\\d*"), "--slices: " + slices + " is neither a number, from 1, nor auto");
        require(fetchers > 0, "--fetchers: " + fetchers + " is no number of processes, from 1");
        require(loaders > 0, "--loaders: " + loaders + " is no number of processes, from 1");
        requireDirectory("--json", json);
        requireDirectory("--report", report);
    }

    private void requireDirectory(String option, @Nullable Path file) {
        if (file != null) {
            Path directory = file.toAbsolutePath().getParent();
            require(
                    directory != null && Files.isDirectory(directory) && !Files.isDirectory(file),
                    option + ": " + file + " is no file in a directory that is there");
        }
    }

    private void require(boolean valid, String message) {
        if (!valid) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }

    private List<String> heading() throws IOException {
        return List.of(
                "Command: `./datasync bench " + String.join(" ", arguments()) + "`",
                "Date: " + LocalDate.now(ZoneId.systemDefault()),
                "Machine: " + Machine.thisOne().text());
    }

    private List<String> arguments() {
        return spec.commandLine().getParseResult().originalArgs().stream()
                .filter(argument -> !argument.equals("--root") && !argument.equals(root.toString()))
                .toList();
    }
}
