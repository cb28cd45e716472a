package io.datasync.benchmarks;

/**
 * A competitor as it takes part in a job.
 *
 * @param name floor, floor-two-streams, datasync, standalone or connect
 * @param slices as the configuration has it; empty leaves it out
 * @param fetchers number of fetcher processes
 * @param loaders number of loader processes
 */
record Entry(String name, String slices, int fetchers, int loaders) {
    static final String FLOOR = "floor";
    static final String FLOOR_TWO_STREAMS = "floor-two-streams";
    static final String DATASYNC = "datasync";
    static final String STANDALONE = "standalone";
    static final String CONNECT = "connect";

    static Entry plain(String name) {
        return new Entry(name, "", 1, 1);
    }

    /** The name, with what sets it apart from the plain one. */
    String label() {
        String sliced = slices.isEmpty() ? "" : ", slices " + slices;
        String processes = fetchers == 1 && loaders == 1 ? "" : ", " + fetchers + " fetchers, " + loaders + " loaders";
        return name + sliced + processes;
    }
}
