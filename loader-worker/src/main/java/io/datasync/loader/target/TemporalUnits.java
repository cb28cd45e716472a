package io.datasync.loader.target;

import io.datasync.rows.ColumnType;

/** The unit in which vectors carry timestamps. */
public final class TemporalUnits {
    private static final long MICROS = 1_000_000;
    private static final long NANOS = 1_000_000_000;

    private TemporalUnits() {}

    /** Units of a second: microseconds up to 6 digits of the fraction, otherwise nanoseconds. */
    public static long perSecond(ColumnType type) {
        int precision = 0;
        if (type instanceof ColumnType.Timestamp timestamp) {
            precision = timestamp.precision();
        } else if (type instanceof ColumnType.TimestampTz timestamp) {
            precision = timestamp.precision();
        }
        return precision <= 6 ? MICROS : NANOS;
    }
}
