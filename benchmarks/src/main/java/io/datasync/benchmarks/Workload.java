package io.datasync.benchmarks;

import java.util.List;
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

    private static Workload one(Job job, TableShape shape, String name, long rows, long warmUpRows) {
        return new Workload(job, rows, List.of(pair(shape, name, rows)), pair(shape, name + "_warm", warmUpRows));
    }

    private static TablePair pair(TableShape shape, String name, long rows) {
        return new TablePair(shape, rows, name + "_" + rows, name);
    }

    private static Workload many() {
        TableShape shape = TableShape.itemLedger();
        List<TablePair> tables = IntStream.rangeClosed(1, Job.MANY_TABLES)
                .mapToObj(number -> pair(shape, "many%03d".formatted(number), Job.SMALL_ROWS))
                .toList();
        return new Workload(Job.J5, Job.MANY_TABLES * Job.SMALL_ROWS, tables, tables.get(0));
    }
}
