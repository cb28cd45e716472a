package io.datasync.reliability;

import java.util.Locale;

/** The ways a table is brought up to date, each as lines of its entry in the configuration. */
enum Update {
    INCREMENTAL("mass: {interval: 3650d}\ndaily: {interval: 20s}\nhourly: {interval: 3s}"),
    MASS_TRUNCATE("mass: {interval: 4s, prepurgeData: true, reIndexData: true}"),
    /** More slices than a fetcher has in work at a time. */
    MASS_SWAP("mass: {interval: 4s, mode: swap}\nslices: 6");

    private final String schedule;

    Update(String schedule) {
        this.schedule = schedule;
    }

    /** The name of its table. */
    String table() {
        return name().toLowerCase(Locale.ROOT);
    }

    String schedule() {
        return schedule;
    }
}
