package io.datasync.fetcher.jdbc;

import io.datasync.rows.RejectedRow;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rows of a JDBC result, for every driver. Dates and times are read as objects of java.time, which have no hidden zone. */
final class ResultSetCursor implements SourceCursor {
    private static final int UUID_BYTES = 16;
    private static final int NANOS_PER_MICRO = 1_000;
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final long MOST_SECONDS = Long.MAX_VALUE / MICROS_PER_SECOND - 1;
    private static final long NANOS_PER_DAY = 86_400_000_000_000L;

    /** PostgreSQL's driver hands out the bytes of these types as the server sent them, always in UTF-8. */
    private static final Set<String> SENT_AS_UTF8 = Set.of("text", "varchar", "bpchar");

    private final ResultSet rows;
    private final List<SourceColumn> columns;
    private final boolean[] sentAsUtf8;
    private final Runnable cancel;
    private final Bytes bytes = new Bytes();
    private boolean wasNull;
    private int nanosOfMicro;

    /**
     * The rows of a result that is before its first row.
     *
     * @param cancel cancels its statement; does nothing where the driver ends a result at once when it is closed
     */
    ResultSetCursor(ResultSet rows, SourceProduct product, Runnable cancel) throws SQLException {
        this.rows = rows;
        this.columns = SourceColumn.of(rows.getMetaData());
        this.cancel = cancel;
        this.sentAsUtf8 = new boolean[columns.size() + 1];
        for (SourceColumn column : columns) {
            sentAsUtf8[column.index()] =
                    product == SourceProduct.POSTGRESQL && SENT_AS_UTF8.contains(column.typeName());
        }
    }

    @Override
    public List<SourceColumn> columns() {
        return columns;
    }

    @Override
    public boolean next() throws SQLException {
        return rows.next();
    }

    @Override
    public void abandon() {
        cancel.run();
    }

    @Override
    public boolean wasNull() {
        return wasNull;
    }

    @Override
    public boolean bool(int column) throws SQLException {
        boolean value = rows.getBoolean(column);
        wasNull = rows.wasNull();
        return value;
    }

    @Override
    public long whole(int column) throws SQLException {
        long value = rows.getLong(column);
        wasNull = rows.wasNull();
        return value;
    }

    @Override
    public float float32(int column) throws SQLException {
        float value = rows.getFloat(column);
        wasNull = rows.wasNull();
        return value;
    }

    @Override
    public double float64(int column) throws SQLException {
        double value = rows.getDouble(column);
        wasNull = rows.wasNull();
        return value;
    }

    @Override
    public boolean unscaled(int column, int precision, int scale, Int128 target) {
        return false;
    }

    @Override
    public @Nullable BigDecimal decimal(int column) throws SQLException {
        return noting(rows.getBigDecimal(column));
    }

    @Override
    public @Nullable Bytes text(int column, String name) throws SQLException, RejectedRow {
        if (sentAsUtf8[column]) {
            return whole(rows.getBytes(column));
        }
        String text = string(column);
        return whole(text == null ? null : Utf8.encode(name, text));
    }

    @Override
    public @Nullable Bytes binary(int column) throws SQLException {
        return whole(rows.getBytes(column));
    }

    private @Nullable Bytes whole(byte @Nullable [] value) {
        wasNull = value == null;
        return value == null ? null : bytes.set(value, 0, value.length);
    }

    /** PostgreSQL's uuid is the driver's object, SQL Server's uniqueidentifier text. */
    @Override
    public @Nullable Bytes uuid(int column) throws SQLException {
        Object value = noting(rows.getObject(column));
        if (value == null) {
            return null;
        }
        UUID uuid = value instanceof UUID known
                ? known
                : UUID.fromString(value.toString().toLowerCase(Locale.ROOT));
        return whole(ByteBuffer.allocate(UUID_BYTES)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits())
                .array());
    }

    @Override
    public long epochDay(int column) throws SQLException {
        LocalDate value = noting(rows.getObject(column, LocalDate.class));
        return value == null ? 0 : value.toEpochDay();
    }

    /** The largest time is the stand-in of PostgreSQL's driver for 24:00:00. */
    @Override
    public long nanosOfDay(int column) throws SQLException {
        LocalTime value = noting(rows.getObject(column, LocalTime.class));
        if (value == null) {
            return 0;
        }
        return value.equals(LocalTime.MAX) ? NANOS_PER_DAY : value.toNanoOfDay();
    }

    @Override
    public long timestamp(int column) throws SQLException {
        LocalDateTime value = noting(rows.getObject(column, LocalDateTime.class));
        return value == null ? 0 : micros(value.toInstant(ZoneOffset.UTC));
    }

    @Override
    public long timestampWithZone(int column) throws SQLException {
        OffsetDateTime value = noting(rows.getObject(column, OffsetDateTime.class));
        return value == null ? 0 : micros(value.toInstant());
    }

    /** PostgreSQL's infinity, which its driver turns into the extremes of java.time, stays far beyond any date. */
    private long micros(Instant value) {
        nanosOfMicro = value.getNano() % NANOS_PER_MICRO;
        long seconds = Math.max(-MOST_SECONDS, Math.min(MOST_SECONDS, value.getEpochSecond()));
        return seconds * MICROS_PER_SECOND + value.getNano() / NANOS_PER_MICRO;
    }

    @Override
    public int nanosOfMicro() {
        return nanosOfMicro;
    }

    @Override
    public @Nullable String string(int column) throws SQLException {
        return noting(rows.getString(column));
    }

    private <T extends @Nullable Object> T noting(T value) {
        wasNull = value == null;
        return value;
    }
}
