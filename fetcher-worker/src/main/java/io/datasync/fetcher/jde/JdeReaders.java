package io.datasync.fetcher.jde;

import io.datasync.fetcher.jdbc.ColumnReader;
import io.datasync.fetcher.jdbc.SourceColumn;
import io.datasync.rows.RejectedRow;
import java.time.ZoneId;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.TimeStampVector;

/** Readers of stored numbers as what they mean. */
final class JdeReaders {
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final long SECONDS_PER_DAY = 86_400;

    private JdeReaders() {}

    /** A number of up to 18 digits without change; the vector holds int32, int64 or decimals. */
    static ColumnReader number(SourceColumn source, String name, int digits) {
        WholeNumber number = new WholeNumber(source, name);
        long limit = powerOfTen(digits);
        return (row, vector, index) -> {
            long value = number.read(row);
            if (value == WholeNumber.NONE) {
                vector.setNull(index);
            } else if (value <= -limit || value >= limit) {
                throw new RejectedRow(name, "Column " + name + " has " + digits + " digits, the value has more");
            } else {
                set(vector, index, value);
            }
        };
    }

    /** Decimal128 vectors take the unscaled value, which is what JDE stores. */
    static void set(FieldVector vector, int index, long value) {
        if (vector instanceof DecimalVector decimals) {
            decimals.setSafe(index, value);
        } else if (vector instanceof BigIntVector longs) {
            longs.setSafe(index, value);
        } else {
            ((IntVector) vector).setSafe(index, (int) value);
        }
    }

    static ColumnReader date(SourceColumn source, String name) {
        WholeNumber number = new WholeNumber(source, name);
        return (row, vector, index) -> {
            long cyyddd = number.read(row);
            if (isNone(cyyddd)) {
                vector.setNull(index);
            } else {
                ((DateDayVector) vector).setSafe(index, JdeStamp.epochDay(name, cyyddd));
            }
        };
    }

    /**
     * Date and time of a site's zone as one timestamp in UTC, null without a date. In the hour that is repeated when clocks
     * are set back, the earlier of the two instants; a time that clocks skipped counts from the offset before.
     */
    static ColumnReader lastUpdate(SourceColumn dateSource, SourceColumn timeSource, String name, ZoneId zone) {
        WholeNumber dateNumber = new WholeNumber(dateSource, name);
        WholeNumber timeNumber = new WholeNumber(timeSource, name);
        SiteClock clock = new SiteClock(zone);
        return (row, vector, index) -> {
            long cyyddd = dateNumber.read(row);
            if (isNone(cyyddd)) {
                vector.setNull(index);
                return;
            }
            long hhmmss = timeNumber.read(row);
            int second = hhmmss == WholeNumber.NONE ? 0 : JdeStamp.secondOfDay(name, hhmmss);
            long local = JdeStamp.epochDay(name, cyyddd) * SECONDS_PER_DAY + second;
            ((TimeStampVector) vector).setSafe(index, clock.toUtc(local) * MICROS_PER_SECOND);
        };
    }

    private static boolean isNone(long cyyddd) {
        return cyyddd == WholeNumber.NONE || cyyddd == JdeStamp.NO_DATE;
    }

    static long powerOfTen(int digits) {
        long power = 1;
        for (int digit = 0; digit < digits; digit++) {
            power *= 10;
        }
        return power;
    }
}
