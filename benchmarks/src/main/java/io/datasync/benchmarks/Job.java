package io.datasync.benchmarks;

/** What is measured; the names are those of the issue that asked for it. */
enum Job {
    J1("mass: all rows into an empty table with its primary key"),
    J2("upsert: all rows over a table that holds older versions of every second one"),
    J3("look-back: all rows, of which every hundredth has changed"),
    J4("wide: 60 columns and two texts of 2 KB, into an empty table"),
    J5("many: 200 tables of 1,000 rows, all due at once"),
    J6("latency: a table of 1,000 rows, from due to closed in the DataUpdate log, 30 times"),
    J7("mass in slices: as J1, in 1, 2 and 4 slices with one and two fetchers and loaders");

    static final long WIDE_ROWS = 200_000;
    static final int MANY_TABLES = 200;
    static final long SMALL_ROWS = 1_000;
    static final int LATENCY_OPERATIONS = 30;

    private final String title;

    Job(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /** Whether the rows go into an empty table, with no need to merge. */
    boolean intoEmptyTable() {
        return switch (this) {
            case J1, J4, J5, J7 -> true;
            case J2, J3, J6 -> false;
        };
    }

    /** Whether all competitors copy one table, side by side. */
    boolean sideBySide() {
        return switch (this) {
            case J1, J2, J3, J4 -> true;
            case J5, J6, J7 -> false;
        };
    }

    /** Whether it is about DataSync's own schedule and so has no other competitors. */
    boolean scheduled() {
        return this == J5 || this == J6;
    }
}
