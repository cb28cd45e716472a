package io.datasync.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** Which competitors take part in which job, and how. */
final class Lineup {
    private static final List<String> SLICES = List.of("1", "2", "4");
    private static final List<Integer> PROCESSES = List.of(1, 2);

    private Lineup() {}

    /** The numbers of rows that a job is run with. */
    static List<Long> rows(Job job, List<Long> rows) {
        return switch (job) {
            case J1, J2, J3 -> rows;
            case J4, J5, J6 -> List.of(Job.SMALL_ROWS);
            case J7 -> List.of(rows.stream().max(Long::compare).orElseThrow());
        };
    }

    static List<Entry> entries(Job job, BenchSettings settings) {
        List<Entry> entries = new ArrayList<>();
        for (String name : settings.competitors()) {
            switch (name) {
                case Entry.DATASYNC -> entries.addAll(dataSync(job, settings));
                case Entry.STANDALONE -> {
                    if (job != Job.J7) {
                        entries.add(new Entry(name, settings.slices(), 1, 1));
                    }
                }
                case Entry.FLOOR -> entries.addAll(floor(job));
                case Entry.CONNECT -> {
                    if (!job.scheduled() && job != Job.J7) {
                        entries.add(Entry.plain(name));
                    }
                }
                default -> throw new IllegalArgumentException("There is no competitor " + name);
            }
        }
        return entries;
    }

    private static List<Entry> dataSync(Job job, BenchSettings settings) {
        if (job != Job.J7) {
            return List.of(new Entry(Entry.DATASYNC, settings.slices(), settings.fetchers(), settings.loaders()));
        }
        List<Entry> entries = new ArrayList<>();
        for (int processes : PROCESSES) {
            for (String slices : SLICES) {
                entries.add(new Entry(Entry.DATASYNC, slices, processes, processes));
            }
        }
        return entries;
    }

    private static List<Entry> floor(Job job) {
        if (job.scheduled()) {
            return List.of();
        }
        return job == Job.J2
                ? List.of(Entry.plain(Entry.FLOOR), Entry.plain(Entry.FLOOR_TWO_STREAMS))
                : List.of(Entry.plain(Entry.FLOOR));
    }
}
