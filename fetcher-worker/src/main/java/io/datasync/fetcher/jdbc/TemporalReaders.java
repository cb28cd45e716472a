package io.datasync.fetcher.jdbc;

import io.datasync.rows.RejectedRow;
import java.time.LocalDate;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TimeNanoVector;
import org.apache.arrow.vector.TimeStampVector;

/** Dates and times of the years 1 to 9999; infinity is outside. */
final class TemporalReaders {
    private static final int MICROSECOND_DIGITS = 6;
    private static final int NANOS_PER_HUNDRED = 100;
    private static final long HUNDREDS_PER_MICRO = 10;
    private static final long NANOS_PER_DAY = 86_400_000_000_000L;
    private static final long MICROS_PER_DAY = 86_400_000_000L;
    private static final long FIRST_DAY = LocalDate.of(1, 1, 1).toEpochDay();
    private static final long LAST_DAY = LocalDate.of(9999, 12, 31).toEpochDay();
    private static final long FIRST_MICRO = FIRST_DAY * MICROS_PER_DAY;
    private static final long LAST_MICRO = (LAST_DAY + 1) * MICROS_PER_DAY - 1;

    private TemporalReaders() {}

    static ColumnReader date(int source, String name) {
        return (row, vector, index) -> {
            long day = row.epochDay(source);
            if (row.wasNull()) {
                vector.setNull(index);
            } else if (day < FIRST_DAY || day > LAST_DAY) {
                throw outside(name, day);
            } else {
                ((DateDayVector) vector).setSafe(index, (int) day);
            }
        };
    }

    static ColumnReader time(int source, String name) {
        return (row, vector, index) -> {
            long nanos = row.nanosOfDay(source);
            if (row.wasNull()) {
                vector.setNull(index);
            } else if (nanos >= NANOS_PER_DAY) {
                throw new RejectedRow(name, "Column " + name + ": 24:00:00 is no time of day");
            } else {
                ((TimeNanoVector) vector).setSafe(index, nanos);
            }
        };
    }

    static ColumnReader timestamp(int source, String name, int precision) {
        return (row, vector, index) -> {
            long micros = row.timestamp(source);
            set(row.wasNull(), micros, row.nanosOfMicro(), vector, index, name, precision);
        };
    }

    static ColumnReader timestampWithZone(int source, String name, int precision) {
        return (row, vector, index) -> {
            long micros = row.timestampWithZone(source);
            set(row.wasNull(), micros, row.nanosOfMicro(), vector, index, name, precision);
        };
    }

    private static void set(
            boolean isNull, long micros, int nanos, FieldVector vector, int index, String name, int precision)
            throws RejectedRow {
        if (isNull) {
            vector.setNull(index);
        } else if (micros < FIRST_MICRO || micros > LAST_MICRO) {
            throw outside(name, Math.floorDiv(micros, MICROS_PER_DAY));
        } else if (precision > MICROSECOND_DIGITS) {
            ((BigIntVector) vector).setSafe(index, hundredsOfNanos(name, micros, nanos));
        } else if (nanos != 0) {
            throw new RejectedRow(name, "Column " + name + " has microseconds, the value is finer");
        } else {
            ((TimeStampVector) vector).setSafe(index, micros);
        }
    }

    private static RejectedRow outside(String name, long day) {
        long bounded = Math.max(LocalDate.MIN.toEpochDay(), Math.min(LocalDate.MAX.toEpochDay(), day));
        int year = LocalDate.ofEpochDay(bounded).getYear();
        return new RejectedRow(name, "Column " + name + ": years 1 to 9999 can be carried, not infinity or " + year);
    }

    private static long hundredsOfNanos(String name, long micros, int nanos) throws RejectedRow {
        if (nanos % NANOS_PER_HUNDRED != 0) {
            throw new RejectedRow(name, "Column " + name + " has 100 nanoseconds, the value is finer");
        }
        return micros * HUNDREDS_PER_MICRO + nanos / NANOS_PER_HUNDRED;
    }
}
