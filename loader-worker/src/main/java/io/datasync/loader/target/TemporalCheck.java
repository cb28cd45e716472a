package io.datasync.loader.target;

import io.datasync.rows.ColumnType;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.FieldVector;

/** A date, or date and time, within the destination's range and on one of its steps. */
final class TemporalCheck implements ValueCheck {
    private static final long SECONDS_PER_DAY = 86_400;
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final long unitsPerSecond;
    private final long stepNanos;
    private final LocalDateTime min;
    private final LocalDateTime max;
    private final long minSecond;
    private final long maxSecond;

    TemporalCheck(ColumnType source, TargetType target) {
        unitsPerSecond = TemporalUnits.perSecond(source);
        if (target instanceof TargetType.Timestamp timestamp) {
            stepNanos = timestamp.stepNanos();
            min = timestamp.min();
            max = timestamp.max();
        } else {
            stepNanos = target instanceof TargetType.TimestampTz timestamp
                    ? Steps.ofPrecision(timestamp.precision())
                    : SECONDS_PER_DAY * NANOS_PER_SECOND;
            min = TargetType.Timestamp.YEAR_1;
            max = TargetType.Timestamp.YEAR_9999;
        }
        minSecond = min.toEpochSecond(ZoneOffset.UTC);
        maxSecond = max.toEpochSecond(ZoneOffset.UTC);
    }

    @Override
    public boolean fits(FieldVector vector, int row) {
        return inRange(vector, row) && onStep(vector, row);
    }

    @Override
    public String reason(FieldVector vector, int row) {
        if (!inRange(vector, row)) {
            return "a time outside " + min + " to " + max;
        } else if (stepNanos == TargetType.Timestamp.THREE_HUNDREDTHS) {
            return "a fraction of a second other than milliseconds that end in 0, 3 or 7";
        } else if (stepNanos < NANOS_PER_SECOND) {
            return "a fraction of a second finer than " + stepNanos + " ns";
        }
        return "a time of day between two steps of " + stepNanos / NANOS_PER_SECOND + " s";
    }

    private boolean inRange(FieldVector vector, int row) {
        long second = second(vector, row);
        return second >= minSecond && second <= maxSecond;
    }

    private boolean onStep(FieldVector vector, int row) {
        if (vector instanceof DateDayVector) {
            return true;
        }
        long value = TemporalUnits.at(vector, row);
        long unitNanos = NANOS_PER_SECOND / unitsPerSecond;
        if (stepNanos == TargetType.Timestamp.THREE_HUNDREDTHS) {
            long nanos = Math.floorMod(value, unitsPerSecond) * unitNanos;
            long lastDigit = nanos / NANOS_PER_MILLI % 10;
            return nanos % NANOS_PER_MILLI == 0 && (lastDigit == 0 || lastDigit == 3 || lastDigit == 7);
        }
        return Math.floorMod(value, SECONDS_PER_DAY * unitsPerSecond) * unitNanos % stepNanos == 0;
    }

    private long second(FieldVector vector, int row) {
        return vector instanceof DateDayVector days
                ? days.get(row) * SECONDS_PER_DAY
                : Math.floorDiv(TemporalUnits.at(vector, row), unitsPerSecond);
    }
}
