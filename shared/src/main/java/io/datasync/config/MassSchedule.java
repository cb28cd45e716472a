package io.datasync.config;

import java.time.Duration;

/**
 * The Mass schedule and how the table is refilled.
 *
 * @param prepurgeData whether the table is emptied first; otherwise all rows are merged into it
 * @param indexes what becomes of the table's indexes while rows are loaded into the emptied table
 * @param mode whether readers see the table being refilled, or the new content in one step
 * @param allowEmpty whether a source without rows may empty the destination table
 */
public record MassSchedule(Schedule schedule, boolean prepurgeData, Indexes indexes, Mode mode, boolean allowEmpty) {

    /** How a Mass replaces the content of a table. */
    public enum Mode {
        /** Load into the table itself, after emptying it if {@code prepurgeData} says so. */
        TRUNCATE,
        /** Load a shadow table and put it in place in one step. */
        SWAP
    }

    /** What becomes of the indexes that neither order a table's rows nor keep them unique, while it is refilled. */
    public enum Indexes {
        /** They stay in service. */
        KEEP,
        /** They are disabled, and rebuilt at the end; where the database cannot, they are dropped and created. */
        DISABLE,
        /** They are dropped, and created anew at the end. */
        DROP_CREATE
    }

    public static final MassSchedule OFF =
            new MassSchedule(new Schedule(false, Duration.ofDays(7)), false, false, Mode.TRUNCATE, false);

    /**
     * A Mass by the switch that most tables need only.
     *
     * @param reIndexData whether indexes are disabled for the load and rebuilt at its end
     */
    public MassSchedule(Schedule schedule, boolean prepurgeData, boolean reIndexData, Mode mode, boolean allowEmpty) {
        this(schedule, prepurgeData, reIndexData ? Indexes.DISABLE : Indexes.KEEP, mode, allowEmpty);
    }

    /** Whether indexes are taken out of service for the load and put back at its end. */
    public boolean reIndexData() {
        return indexes != Indexes.KEEP;
    }
}
