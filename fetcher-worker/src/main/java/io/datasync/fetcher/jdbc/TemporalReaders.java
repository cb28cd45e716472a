package io.datasync.fetcher.jdbc;

import io.datasync.rows.RejectedRow;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.TimeNanoVector;
import org.apache.arrow.vector.TimeStampVector;

/**
 * Dates and times as objects of java.time, which have no hidden zone. Years 1 to 9999; PostgreSQL's infinity, which its
 * driver turns into the extremes of java.time, is outside.
 */
final class TemporalReaders {
    private static final int MICROSECOND_DIGITS = 6;
    private static final int NANOS_PER_MICRO = 1_000;
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private TemporalReaders() {}

    static ColumnReader date(int source, String name) {
        return (row, vector, index) -> {
            LocalDate value = row.getObject(source, LocalDate.class);
            if (value == null) {
                vector.setNull(index);
            } else {
                checkYear(name, value.getYear());
                ((DateDayVector) vector).setSafe(index, (int) value.toEpochDay());
            }
        };
    }

    static ColumnReader time(int source, String name) {
        return (row, vector, index) -> {
            LocalTime value = row.getObject(source, LocalTime.class);
            if (value == null) {
                vector.setNull(index);
            } else if (value.equals(LocalTime.MAX)) {
                // The driver's stand-in for PostgreSQL's 24:00:00.
                throw new RejectedRow(name, "Column " + name + ": 24:00:00 is no time of day");
            } else {
                ((TimeNanoVector) vector).setSafe(index, value.toNanoOfDay());
            }
        };
    }

    static ColumnReader timestamp(int source, String name, int precision) {
        return (row, vector, index) -> {
            LocalDateTime value = row.getObject(source, LocalDateTime.class);
            if (value == null) {
                vector.setNull(index);
            } else {
                checkYear(name, value.getYear());
                ((TimeStampVector) vector).setSafe(index, units(name, value.toInstant(ZoneOffset.UTC), precision));
            }
        };
    }

    static ColumnReader timestampWithZone(int source, String name, int precision) {
        return (row, vector, index) -> {
            OffsetDateTime value = row.getObject(source, OffsetDateTime.class);
            if (value == null) {
                vector.setNull(index);
            } else {
                // Infinity is beyond what any other zone could express: its year is checked before.
                checkYear(name, value.getYear());
                Instant instant = value.toInstant();
                checkYear(name, instant.atOffset(ZoneOffset.UTC).getYear());
                ((TimeStampVector) vector).setSafe(index, units(name, instant, precision));
            }
        };
    }

    private static void checkYear(String name, int year) throws RejectedRow {
        if (year < 1 || year > 9999) {
            throw new RejectedRow(name, "Column " + name + ": years 1 to 9999 can be carried, not infinity or " + year);
        }
    }

    /** Microseconds for up to 6 digits, otherwise nanoseconds since 1970. */
    private static long units(String name, Instant value, int precision) throws RejectedRow {
        long seconds = value.getEpochSecond();
        int nanos = value.getNano();
        if (precision <= MICROSECOND_DIGITS) {
            if (nanos % NANOS_PER_MICRO != 0) {
                throw new RejectedRow(name, "Column " + name + " has microseconds, the value is finer");
            }
            return seconds * MICROS_PER_SECOND + nanos / NANOS_PER_MICRO;
        }
        try {
            return Math.addExact(Math.multiplyExact(seconds, NANOS_PER_SECOND), nanos);
        } catch (ArithmeticException tooFar) {
            throw new RejectedRow(
                    name,
                    "Column " + name + " has nanoseconds, which reach from 1677-09-21 to 2262-04-11;"
                            + " cast it to 6 digits in the query");
        }
    }
}
