package io.datasync.loader.target;

import io.datasync.rows.ColumnType;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TimeNanoVector;
import org.jspecify.annotations.Nullable;

/** A time of day with no more digits of the second's fraction than a limit. */
record TimeCheck(int precision, long stepNanos) implements ValueCheck {

    static @Nullable ValueCheck of(ColumnType source, int precision) {
        boolean mayNotFit = source instanceof ColumnType.Time time && time.precision() > precision;
        return mayNotFit ? new TimeCheck(precision, Steps.ofPrecision(precision)) : null;
    }

    @Override
    public boolean fits(FieldVector vector, int row) {
        return ((TimeNanoVector) vector).get(row) % stepNanos == 0;
    }

    @Override
    public String reason(FieldVector vector, int row) {
        return "a fraction of a second with more than " + precision + " digits";
    }
}
