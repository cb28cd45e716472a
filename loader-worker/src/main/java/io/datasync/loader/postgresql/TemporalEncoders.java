package io.datasync.loader.postgresql;

import io.datasync.loader.target.TargetType;
import io.datasync.loader.target.TemporalUnits;
import io.datasync.rows.ColumnType;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TimeNanoVector;

/** Dates as days and timestamps as microseconds since 2000-01-01, times as microseconds since midnight. */
final class TemporalEncoders {
    /** Days from 1970-01-01 to 2000-01-01. */
    private static final int EPOCH_DAYS = 10_957;

    private static final long SECONDS_PER_DAY = 86_400;
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final long MICROS_PER_DAY = SECONDS_PER_DAY * MICROS_PER_SECOND;

    private TemporalEncoders() {}

    static ColumnEncoder of(ColumnType source, TargetType target) {
        if (target instanceof TargetType.Time) {
            return TemporalEncoders::time;
        } else if (source instanceof ColumnType.Date) {
            return target instanceof TargetType.Date ? TemporalEncoders::date : TemporalEncoders::midnight;
        }
        long unitsPerSecond = TemporalUnits.perSecond(source);
        if (target instanceof TargetType.Date) {
            long unitsPerDay = unitsPerSecond * SECONDS_PER_DAY;
            return (vector, row, out) -> putDate(out, Math.floorDiv(TemporalUnits.at(vector, row), unitsPerDay));
        }
        long unitsPerMicro = unitsPerSecond / MICROS_PER_SECOND;
        return (vector, row, out) -> putTimestamp(out, Math.floorDiv(TemporalUnits.at(vector, row), unitsPerMicro));
    }

    private static void time(FieldVector vector, int row, CopyBuffer out) {
        out.putInt(Long.BYTES);
        out.putLong(((TimeNanoVector) vector).get(row) / 1000);
    }

    private static void date(FieldVector vector, int row, CopyBuffer out) {
        putDate(out, ((DateDayVector) vector).get(row));
    }

    private static void midnight(FieldVector vector, int row, CopyBuffer out) {
        putTimestamp(out, ((DateDayVector) vector).get(row) * MICROS_PER_DAY);
    }

    private static void putDate(CopyBuffer out, long day) {
        out.putInt(Integer.BYTES);
        out.putInt((int) (day - EPOCH_DAYS));
    }

    private static void putTimestamp(CopyBuffer out, long micros) {
        out.putInt(Long.BYTES);
        out.putLong(micros - EPOCH_DAYS * MICROS_PER_DAY);
    }
}
