package io.datasync.config;

/** The three kinds of synchronisation, from the most to the least thorough. */
public enum UpdateType {
    /** Every row of the table. */
    MASS,
    /** Rows changed since the last Daily or Mass, less the look-back. */
    DAILY,
    /** Rows changed since the last Daily or Mass, with the shorter hourly look-back. */
    HOURLY;

    /** True if a success of this type is also one of {@code other}: a Mass counts as a Daily, a Daily as an Hourly. */
    public boolean countsAs(UpdateType other) {
        return compareTo(other) <= 0;
    }
}
