package io.datasync.reliability;

/** The ways a table is brought up to date, each as lines of its entry in the configuration. */
enum Update {
    INCREMENTAL("mass: {interval: 3650d}\nhourly: {interval: 3s}"),
    MASS_TRUNCATE("mass: {interval: 4s, prepurgeData: true, reIndexData: true}"),
    MASS_SWAP("mass: {interval: 4s, mode: swap}");

    private final String schedule;

    Update(String schedule) {
        this.schedule = schedule;
    }

    String schedule() {
        return schedule;
    }
}
