package io.datasync.config;

/** The kinds of operations: three that bring rows, from the most to the least thorough, and one that finds the rows that are gone. */
public enum UpdateType {
    /** Every row of the table. */
    MASS,
    /** Rows changed since the last Daily or Mass, less the look-back. */
    DAILY,
    /** Rows changed since the last Daily or Mass, with the shorter hourly look-back. */
    HOURLY,
    /** The keys of every row, by which the destination's rows are found that the source no longer has; brings no row. */
    DELETES;

    /** True if it copies rows into the table, so that a success tells how old they are. */
    public boolean bringsRows() {
        return this != DELETES;
    }

    /**
     * True if a success of this type is also one of {@code other}: a Mass counts as a Daily, a Daily as an Hourly, and Deletes as
     * nothing else.
     */
    public boolean countsAs(UpdateType other) {
        return this == other || (bringsRows() && other.bringsRows() && compareTo(other) < 0);
    }
}
