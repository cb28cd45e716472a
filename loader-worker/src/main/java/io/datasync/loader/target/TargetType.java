package io.datasync.loader.target;

import java.nio.charset.Charset;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/** What values a destination column can hold, whatever its database calls the type. */
public sealed interface TargetType {

    record Bool() implements TargetType {}

    /** A whole number of that range. */
    record Int(long min, long max) implements TargetType {
        public static final Int BITS_16 = new Int(Short.MIN_VALUE, Short.MAX_VALUE);
        public static final Int BITS_32 = new Int(Integer.MIN_VALUE, Integer.MAX_VALUE);
        public static final Int BITS_64 = new Int(Long.MIN_VALUE, Long.MAX_VALUE);
    }

    /**
     * An exact number.
     *
     * @param precision digits in all; 0 if there is no limit, neither in front of nor behind the point
     * @param scale digits behind the point; may be negative or more than the precision, as on PostgreSQL
     * @param unscaled the range of values times 10<sup>scale</sup> where it is narrower than the digits say, as of SQL Server's
     *     money; null for all others
     */
    record Decimal(int precision, int scale, @Nullable Int unscaled) implements TargetType {
        /** A number that its digits alone limit. */
        public Decimal(int precision, int scale) {
            this(precision, scale, null);
        }
    }

    /**
     * A binary floating-point number, of double or single precision.
     *
     * @param allOfIeee whether it takes NaN, the infinities, and numbers so close to 0 that they lack digits (subnormal ones)
     */
    record FloatingPoint(boolean doublePrecision, boolean allOfIeee) implements TargetType {
        /** A number of which every value of IEEE 754 is one. */
        public FloatingPoint(boolean doublePrecision) {
            this(doublePrecision, true);
        }
    }

    /**
     * Text.
     *
     * @param maxLength most units of a value; 0 if there is no limit
     * @param charset the characters that it can hold, null for all of Unicode; lengths in bytes count this charset's
     * @param takesNul whether it can hold the character U+0000
     * @param equality when the database takes two values for the same
     */
    record Text(int maxLength, LengthUnit unit, @Nullable Charset charset, boolean takesNul, Equality equality)
            implements TargetType {
        /** Text whose collation alone knows what is equal. */
        public Text(int maxLength, LengthUnit unit, @Nullable Charset charset, boolean takesNul) {
            this(maxLength, unit, charset, takesNul, Equality.COLLATION);
        }
    }

    /**
     * Bytes.
     *
     * @param maxLength most bytes of a value; 0 if there is no limit
     */
    record Binary(int maxLength) implements TargetType {}

    record Date() implements TargetType {}

    /**
     * A time of day without zone.
     *
     * @param precision digits of the second's fraction
     */
    record Time(int precision) implements TargetType {}

    /**
     * A wall-clock date and time without zone.
     *
     * @param stepNanos the distance of two values in nanoseconds, or {@link #THREE_HUNDREDTHS}
     * @param min first value
     * @param max last value
     */
    record Timestamp(long stepNanos, LocalDateTime min, LocalDateTime max) implements TargetType {
        /** SQL Server's datetime: milliseconds that end in 0, 3 or 7. */
        public static final long THREE_HUNDREDTHS = -1;

        public static final LocalDateTime YEAR_1 = LocalDateTime.of(1, 1, 1, 0, 0);
        public static final LocalDateTime YEAR_9999 = LocalDateTime.of(9999, 12, 31, 23, 59, 59, 999_999_999);

        /** Years 1 to 9999 with that many digits of the second's fraction. */
        public static Timestamp ofPrecision(int precision) {
            return new Timestamp(Steps.ofPrecision(precision), YEAR_1, YEAR_9999);
        }
    }

    /**
     * A point in time; years 1 to 9999.
     *
     * @param precision digits of the second's fraction
     */
    record TimestampTz(int precision) implements TargetType {}

    record Uuid() implements TargetType {}

    /** A type that nothing is loaded into. */
    record Other() implements TargetType {}

    /** When a database takes two texts for the same. */
    enum Equality {
        /** If they have the same bytes. */
        BYTES,
        /** If they have the same bytes up to the blanks at their ends. */
        BYTES_BUT_LAST_BLANKS,
        /** If a collation says so. */
        COLLATION
    }

    /** What a text's length is counted in. */
    enum LengthUnit {
        CODE_POINTS,
        UTF16_UNITS,
        BYTES
    }
}
