package io.datasync.fetcher.jdbc;

import io.datasync.rows.RejectedRow;
import java.math.BigDecimal;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * The current row of a source, read without an object for each value where the way of reading allows it. Columns count from
 * 1, as in {@link SourceColumn#index}. Where a method returns a primitive value, {@link #wasNull} says whether it stands for
 * null. Failures with an SQLState of class 22 (data exception) are those of one value, such as NaN where a number is asked
 * for.
 */
public interface SourceRow {
    /** Whether the value that was read last is null. */
    boolean wasNull() throws SQLException;

    boolean bool(int column) throws SQLException;

    /** An integer, or a number declared without digits behind the point and with at most 18 before it. */
    long whole(int column) throws SQLException;

    float float32(int column) throws SQLException;

    double float64(int column) throws SQLException;

    /**
     * Puts a number times 10<sup>scale</sup> into {@code target} if that is quick: false says nothing about the value, which
     * {@link #decimal} then has. True means that it is exact, not null, and has at most {@code precision} digits.
     */
    boolean unscaled(int column, int precision, int scale, Int128 target) throws SQLException;

    @Nullable
    BigDecimal decimal(int column) throws SQLException;

    /**
     * Text in UTF-8; the bytes are valid until the next value is read.
     *
     * @param name of the column, for the message
     * @throws RejectedRow if the text is not Unicode
     */
    @Nullable
    Bytes text(int column, String name) throws SQLException, RejectedRow;

    /** Bytes, valid until the next value is read. */
    @Nullable
    Bytes binary(int column) throws SQLException;

    /** The 16 bytes of a UUID, valid until the next value is read. */
    @Nullable
    Bytes uuid(int column) throws SQLException;

    /** Days since 1970-01-01; infinity is beyond the year 9999 or before the year 1. */
    long epochDay(int column) throws SQLException;

    /** Nanoseconds since midnight; those of a whole day for 24:00:00. */
    long nanosOfDay(int column) throws SQLException;

    /**
     * Microseconds between 1970-01-01T00:00:00 and a date and time without zone, rounded down; {@link #nanosOfMicro} has the
     * rest. Infinity is beyond the year 9999 or before the year 1.
     */
    long timestamp(int column) throws SQLException;

    /** As {@link #timestamp}, of a point in time and in UTC. */
    long timestampWithZone(int column) throws SQLException;

    /** What the timestamp that was read last has beyond its microseconds, 0 to 999. */
    int nanosOfMicro();

    /** The value in text form, whatever its type. */
    @Nullable
    String string(int column) throws SQLException;
}
