package io.datasync.loader.target;

import io.datasync.rows.ColumnType;
import org.jspecify.annotations.Nullable;

/** Picks the check that a pair of columns wants. */
final class ValueChecks {
    private ValueChecks() {}

    /** The check of a pair that goes together; null if the destination holds every value of the source's type. */
    static @Nullable ValueCheck of(ColumnPair pair) {
        ColumnType source = pair.source().type();
        TargetType target = pair.target().type();
        if (target instanceof TargetType.Text text) {
            return new TextCheck(text);
        } else if (target instanceof TargetType.Binary binary) {
            return binary.maxLength() == 0 ? null : new BinaryCheck(binary.maxLength());
        } else if (target instanceof TargetType.Int || target instanceof TargetType.Decimal) {
            return NumberCheck.of(source, target);
        } else if (target instanceof TargetType.FloatingPoint number) {
            return FloatCheck.of(source, number);
        } else if (target instanceof TargetType.Time time) {
            return TimeCheck.of(source, time.precision());
        } else if (target instanceof TargetType.Date
                || target instanceof TargetType.Timestamp
                || target instanceof TargetType.TimestampTz) {
            return new TemporalCheck(source, target);
        }
        return null;
    }
}
