package io.datasync.loader.target;

import io.datasync.rows.ColumnType;

/**
 * Which source types go into which destination types. A pair that goes together keeps every value or, where the destination
 * is narrower, has a {@link ValueCheck} that rejects what would change. What would need a conversion with a choice to make –
 * text to number, binary to exact fractions, a point in time to a wall clock – does not go together; the source's query
 * makes that choice.
 */
final class Compatibility {
    private Compatibility() {}

    static boolean fits(ColumnType source, TargetType target) {
        if (source instanceof ColumnType.Bool) {
            return target instanceof TargetType.Bool;
        } else if (isInteger(source) || source instanceof ColumnType.Decimal) {
            return target instanceof TargetType.Int || target instanceof TargetType.Decimal;
        } else if (source instanceof ColumnType.Float32 || source instanceof ColumnType.Float64) {
            return target instanceof TargetType.FloatingPoint;
        } else if (source instanceof ColumnType.Text) {
            return target instanceof TargetType.Text;
        } else if (source instanceof ColumnType.Binary) {
            return target instanceof TargetType.Binary;
        } else if (source instanceof ColumnType.Date || source instanceof ColumnType.Timestamp) {
            return target instanceof TargetType.Date || target instanceof TargetType.Timestamp;
        } else if (source instanceof ColumnType.Time) {
            return target instanceof TargetType.Time;
        } else if (source instanceof ColumnType.TimestampTz) {
            return target instanceof TargetType.TimestampTz;
        }
        return source instanceof ColumnType.Uuid && target instanceof TargetType.Uuid;
    }

    /** What to do about a pair that does not go together, empty or with a leading blank. */
    static String hint(ColumnType source, TargetType target) {
        if (source instanceof ColumnType.TimestampTz && target instanceof TargetType.Timestamp) {
            return " (a point in time has no wall clock until somebody names a zone: convert it in the source's query)";
        } else if (source instanceof ColumnType.Timestamp && target instanceof TargetType.TimestampTz) {
            return " (a wall clock is no point in time until somebody names its zone: convert it in the source's query)";
        }
        return "";
    }

    static boolean isInteger(ColumnType type) {
        return type instanceof ColumnType.Int16 || type instanceof ColumnType.Int32 || type instanceof ColumnType.Int64;
    }
}
