package io.datasync.fetcher.sample;

/**
 * What is made up.
 *
 * @param newest LastUpdateDT of the last row in seconds since 1970
 */
record SamplePlan(long rows, long seed, long newest) {

    /** LastUpdateDT of a row in seconds since 1970. */
    long lastUpdate(long row) {
        return newest - (rows - 1 - row);
    }

    /** The first row whose LastUpdateDT is not before {@code minimum}; {@code rows} if there is none. */
    long firstFrom(long minimum) {
        return Math.max(0, Math.min(rows, minimum - lastUpdate(0)));
    }
}
