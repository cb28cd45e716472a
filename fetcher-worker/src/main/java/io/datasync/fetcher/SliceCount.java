package io.datasync.fetcher;

import io.datasync.config.TableConfig;

/** How many slices a table's rows are worth. */
public final class SliceCount {
    /** Below that, what a slice costs by itself (a task, a partition, a query) weighs more than what it wins. */
    static final long ROWS_PER_SLICE = 500_000;

    /** More do not make one source or one destination faster. */
    static final int MOST_BY_ITSELF = 8;

    private SliceCount() {}

    /** What the configuration says, else a slice for each 500,000 rows, 8 at most. */
    public static int of(TableConfig table, long rows) {
        long wanted = (rows + ROWS_PER_SLICE / 2) / ROWS_PER_SLICE;
        return table.slices().orElse((int) Math.max(1, Math.min(MOST_BY_ITSELF, wanted)));
    }
}
