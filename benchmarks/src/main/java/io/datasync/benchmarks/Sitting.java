package io.datasync.benchmarks;

import io.datasync.lifecycle.Lifecycle;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

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
        for (Job job : settings.jobs()) {
            for (long rows : Lineup.rows(job, settings.rows())) {
                Workload workload = Workload.of(job, rows, Math.min(settings.warmUpRows(), rows));
                progress.println("== " + job + " " + job.title() + ", " + workload.rows() + " rows");
                tables.create(workload);
                List<Entry> entries = Lineup.entries(job, settings);
                if (job == Job.J6 || job == Job.J7) {
                    runOneByOne(workload, entries);
                } else {
                    runSideBySide(workload, entries);
                }
            }
        }
        return List.copyOf(results);
    }

    /** All competitors' processes stay from the first run to the last: services that have been running. */
    private void runSideBySide(Workload workload, List<Entry> entries) throws Exception {
        try (Lifecycle parts = new Lifecycle()) {
            Map<Entry, Competitor> competitors = new LinkedHashMap<>();
            for (Entry entry : entries) {
                competitors.put(entry, parts.add(entry.label(), start(workload, entry)));
            }
            for (int run = 1; run <= settings.runs(); run++) {
                for (Map.Entry<Entry, Competitor> competitor : competitors.entrySet()) {
                    measure(workload, competitor.getKey(), competitor.getValue(), run);
                }
            }
        }
    }

    /** For processes that work by themselves or are too many to stay. */
    private void runOneByOne(Workload workload, List<Entry> entries) throws Exception {
        for (int run = 1; run <= settings.runs(); run++) {
            for (Entry entry : entries) {
                try (Competitor competitor = start(workload, entry)) {
                    measure(workload, entry, competitor, run);
                }
            }
        }
    }

    private Competitor start(Workload workload, Entry entry) throws Exception {
        progress.println("   starting " + entry.label());
        started++;
        Path own = Files.createDirectory(directory.resolve(entry.name() + "-" + started));
        if (workload.job() == Job.J6) {
            // Before its processes start: its table is due as soon as they do.
            tables.reset(workload.job(), List.of(workload.warmUp()));
        }
        Competitor competitor = competitor(workload, entry, own);
        try {
            warmUp(workload, competitor);
        } catch (Exception failure) {
            competitor.close();
            throw failure;
        }
        return competitor;
    }

    /**
     * What runs for days in production is measured as such: compiled code, not an interpreter's start. All get the same time
     * for it, as a JVM's compiler counts calls, not runs.
     */
    private void warmUp(Workload workload, Competitor competitor) throws Exception {
        if (workload.job().scheduled()) {
            competitor.warmUp();
            return;
        }
        long left = settings.warmUp().toNanos();
        do {
            tables.reset(workload.job(), List.of(workload.warmUp()));
            long started = System.nanoTime();
            competitor.warmUp();
            left -= System.nanoTime() - started;
        } while (left > 0);
    }

    private Competitor competitor(Workload workload, Entry entry, Path own) {
        return switch (entry.name()) {
            case Entry.FLOOR, Entry.FLOOR_TWO_STREAMS ->
                new FloorCompetitor(
                        database, workload, entry.name().equals(Entry.FLOOR_TWO_STREAMS), own.resolve("floor.log"));
            case Entry.DATASYNC, Entry.STANDALONE -> DataSyncCompetitor.start(settings, database, entry, workload, own);
            case Entry.CONNECT -> ConnectCompetitor.start(settings.distributions(), database, workload, own);
            default -> throw new IllegalArgumentException("There is no competitor " + entry.name());
        };
    }

    private void measure(Workload workload, Entry entry, Competitor competitor, int run) throws Exception {
        if (workload.job() != Job.J6) {
            tables.reset(workload.job(), workload.tables());
        }
        Outcome outcome;
        ResourceUse use;
        try (ResourceMeter meter =
                ResourceMeter.start(ProcessFiles.ofThisMachine(), competitor.processes(), database.postmaster())) {
            outcome = competitor.run();
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
