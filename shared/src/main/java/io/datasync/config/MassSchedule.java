package io.datasync.config;

import java.time.Duration;

/**
 * The Mass schedule and how the table is refilled.
 *
 * @param prepurgeData whether the table is emptied first; otherwise all rows are merged into it
 * @param reIndexData whether the indexes that DataSync disabled for the load are rebuilt at its end
 * @param mode whether readers see the table being refilled, or the new content in one step
 * @param allowEmpty whether a source without rows may empty the destination table
 */
public record MassSchedule(
        Schedule schedule, boolean prepurgeData, boolean reIndexData, Mode mode, boolean allowEmpty) {

    /** How a Mass replaces the content of a table. */
    public enum Mode {
        /** Load into the table itself, after emptying it if {@code prepurgeData} says so. */
        TRUNCATE,
        /** Load a shadow table and put it in place in one step. */
        SWAP
    }

    public static final MassSchedule OFF =
            new MassSchedule(new Schedule(false, Duration.ofDays(7)), false, false, Mode.TRUNCATE, false);
}
