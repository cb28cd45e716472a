package io.datasync.benchmarks;

import io.datasync.lifecycle.Lifecycle;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Runs all jobs with all competitors, alternately, one at a time. */
final class Sitting {
    private final BenchSettings settings;
    private final Path directory;
    private final BenchDatabase database;
    private final BenchTables tables;
    private final ContentCheck check;
    private final PrintStream progress;
    private final List<RunResult> results = new ArrayList<>();
    private int started;

    /**
     * A sitting.
     *
     * @param directory for the processes' files
     * @param progress is told of each run
     */
    Sitting(BenchSettings settings, Path directory, BenchDatabase database, PrintStream progress) {
        this.settings = settings;
        this.directory = directory;
        this.database = database;
        this.tables = new BenchTables(database);
        this.check = new ContentCheck(database);
        this.progress = progress;
    }

    List<RunResult> run() throws Exception {
        List<Workload> all = workloads();
        runSideBySide(all.stream().filter(each -> each.job().sideBySide()).toList());
        for (Workload workload : all) {
            if (workload.job() == Job.J5) {
                runSideBySide(List.of(workload));
            } else if (!workload.job().sideBySide()) {
                announce(workload, "each run with processes of its own");
                tables.create(workload);
                runOneByOne(workload, Lineup.entries(workload.job(), settings));
                tables.drop(workload);
            }
        }
        return List.copyOf(results);
    }

    private List<Workload> workloads() {
        List<Workload> all = new ArrayList<>();
        for (Job job : settings.jobs()) {
            for (long rows : Lineup.rows(job, settings.rows())) {
                all.add(Workload.of(job, rows, Math.min(settings.warmUpRows(), rows)));
            }
        }
        return all;
    }

    /**
     * All competitors' processes stay from their first run to the last of all workloads, services that have been running; the
     * first timed run comes after the untimed ones of all workloads, so that the first job finds them as warm as the last.
     */
    private void runSideBySide(List<Workload> workloads) throws Exception {
        try (Lifecycle parts = new Lifecycle()) {
            Map<Entry, Competitor> competitors = new LinkedHashMap<>();
            for (Workload workload : workloads) {
                announce(workload, "untimed runs");
                tables.create(workload);
                for (Entry entry : Lineup.entries(workload.job(), settings)) {
                    if (!competitors.containsKey(entry)) {
                        competitors.put(entry, parts.add(entry.label(), start(workloads, entry)));
                    }
                    warmUp(workload, Objects.requireNonNull(competitors.get(entry)));
                }
            }
            for (Workload workload : workloads) {
                announce(workload, "timed runs");
                for (int run = 1; run <= settings.runs(); run++) {
                    for (Entry entry : Lineup.entries(workload.job(), settings)) {
                        measure(workload, entry, Objects.requireNonNull(competitors.get(entry)), run);
                    }
                }
                tables.drop(workload);
            }
        }
    }

    private void announce(Workload workload, String what) {
        progress.printf(
                Locale.ROOT,
                "== %s %s, %d rows, %s%n",
                workload.job(),
                workload.job().title(),
                workload.rows(),
                what);
    }

    /** For processes that work by themselves or are too many to stay. */
    private void runOneByOne(Workload workload, List<Entry> entries) throws Exception {
        for (int run = 1; run <= settings.runs(); run++) {
            for (Entry entry : entries) {
                if (workload.job() == Job.J6) {
                    // Before its processes start: its table is due as soon as they do.
                    tables.reset(workload.job(), List.of(workload.warmUp()));
                }
                try (Competitor competitor = start(List.of(workload), entry)) {
                    warmUp(workload, competitor);
                    measure(workload, entry, competitor, run);
                }
            }
        }
    }

    private Competitor start(List<Workload> workloads, Entry entry) throws IOException {
        progress.println("   starting " + entry.label());
        started++;
        Path own = Files.createDirectory(directory.resolve(entry.name() + "-" + started));
        return switch (entry.name()) {
            case Entry.FLOOR, Entry.FLOOR_TWO_STREAMS ->
                new FloorCompetitor(database, entry.name().equals(Entry.FLOOR_TWO_STREAMS), own.resolve("floor.log"));
            case Entry.DATASYNC, Entry.STANDALONE ->
                DataSyncCompetitor.start(settings, database, entry, workloads, own);
            case Entry.CONNECT -> ConnectCompetitor.start(settings.distributions(), database, own);
            default -> throw new IllegalArgumentException("There is no competitor " + entry.name());
        };
    }

    /**
     * What runs for days in production is measured as such: compiled code, not an interpreter's start. All get the same time
     * for it, as a JVM's compiler counts calls, not runs.
     */
    private void warmUp(Workload workload, Competitor competitor) throws Exception {
        if (workload.job().scheduled()) {
            competitor.warmUp(workload);
            return;
        }
        long left = settings.warmUp().toNanos();
        do {
            tables.reset(workload.job(), List.of(workload.warmUp()));
            long started = System.nanoTime();
            competitor.warmUp(workload);
            left -= System.nanoTime() - started;
        } while (left > 0);
    }

    private void measure(Workload workload, Entry entry, Competitor competitor, int run) throws Exception {
        if (workload.job() != Job.J6) {
            tables.reset(workload.job(), workload.tables());
        }
        Outcome outcome;
        ResourceUse use;
        try (ResourceMeter meter =
                ResourceMeter.start(ProcessFiles.ofThisMachine(), competitor.processes(), database.postmaster())) {
            outcome = competitor.run(workload);
            use = meter.read();
        }
        boolean correct = check.isCorrect(workload.tables());
        RunResult result = RunResult.of(workload, entry, run, outcome, use, correct);
        results.add(result);
        progress.printf(
                Locale.ROOT,
                "   run %d %-28s %8.2f s %9.0f rows/s  cpu %s%s%n",
                run,
                entry.label(),
                result.wallSeconds(),
                result.rowsPerSecond(),
                Numbers.each(use.cpuSeconds(), "%.1f"),
                correct ? "" : "  WRONG CONTENT");
    }
}
