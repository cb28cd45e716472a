package io.datasync.benchmarks;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A job with its tables.
 *
 * @param rows rows that a run copies
 * @param tables what a run copies: one table, but for J5
 * @param warmUp a smaller table for the untimed run that goes before, alike otherwise
 */
record Workload(Job job, long rows, List<TablePair> tables, TablePair warmUp) {
    Workload {
        tables = List.copyOf(tables);
    }

    /** @param rows those of the jobs whose number of rows is free */
    static Workload of(Job job, long rows, long warmUpRows) {
        return switch (job) {
            case J1, J2, J3, J7 -> one(job, TableShape.itemLedger(), "f4111", rows, warmUpRows);
            case J4 -> one(job, TableShape.wide(), "wide", Job.WIDE_ROWS, Math.min(warmUpRows, Job.WIDE_ROWS / 5));
            case J5 -> many();
            case J6 -> one(job, TableShape.stampedLedger(), "stamped", Job.SMALL_ROWS, Job.SMALL_ROWS);
        };
    }

    /** The only table. */
    TablePair table() {
        return tables.get(0);
    }

    /** The tables of the timed runs and that of the untimed ones. */
    Set<TablePair> allTables() {
        Set<TablePair> all = new LinkedHashSet<>(tables);
        all.add(warmUp);
        return all;
    }

    /** Each job has copies of its own, so that processes which stay know a table by one configuration. */
    private static Workload one(Job job, TableShape shape, String name, long rows, long warmUpRows) {
        String copy = job.name().toLowerCase(Locale.ROOT) + "_" + name + "_" + rows;
        return new Workload(
                job,
                rows,
                List.of(new TablePair(shape, rows, name + "_" + rows, copy)),
                new TablePair(shape, warmUpRows, name + "_warm_" + warmUpRows, copy + "_warm"));
    }

    private static Workload many() {
        TableShape shape = TableShape.itemLedger();
        List<TablePair> tables = IntStream.rangeClosed(1, Job.MANY_TABLES)
                .mapToObj("many%03d"::formatted)
                .map(name -> new TablePair(shape, Job.SMALL_ROWS, name, name))
                .toList();
        return new Workload(Job.J5, Job.MANY_TABLES * Job.SMALL_ROWS, tables, tables.get(0));
    }
}
