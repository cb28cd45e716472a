package io.datasync.loader.target;

import io.datasync.rows.ColumnType;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TimeStampVector;

/** The unit in which vectors carry timestamps. */
public final class TemporalUnits {
    private static final long MICROS = 1_000_000;
    private static final long HUNDREDS_OF_NANOS = 10_000_000;

    private TemporalUnits() {}

    /** Units of a second: microseconds up to 6 digits of the fraction, otherwise units of 100 ns. */
    public static long perSecond(ColumnType type) {
        int precision = 0;
        if (type instanceof ColumnType.Timestamp timestamp) {
            precision = timestamp.precision();
        } else if (type instanceof ColumnType.TimestampTz timestamp) {
            precision = timestamp.precision();
        }
        return precision <= 6 ? MICROS : HUNDREDS_OF_NANOS;
    }

    /** A timestamp in units since 1970-01-01T00:00:00. */
    public static long at(FieldVector vector, int row) {
        return vector instanceof BigIntVector fine ? fine.get(row) : ((TimeStampVector) vector).get(row);
    }
}
