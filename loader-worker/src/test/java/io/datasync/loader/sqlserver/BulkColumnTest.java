package io.datasync.loader.sqlserver;

import static io.datasync.loader.sqlserver.TestingColumns.column;
import static io.datasync.loader.sqlserver.TestingColumns.decimal;
import static io.datasync.loader.sqlserver.TestingColumns.nvarchar;
import static io.datasync.loader.sqlserver.TestingColumns.scaled;
import static io.datasync.loader.sqlserver.TestingColumns.text;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.datasync.loader.target.ColumnPair;
import io.datasync.loader.target.TargetColumn;
import io.datasync.rows.Chunk;
import io.datasync.rows.Column;
import io.datasync.rows.ColumnType;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Types;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.function.ObjIntConsumer;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.TimeNanoVector;
import org.apache.arrow.vector.TimeStampMicroTZVector;
import org.apache.arrow.vector.TimeStampMicroVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class BulkColumnTest {
    private final BufferAllocator allocator = new RootAllocator();

    @AfterEach
    void noMemoryIsLeft() {
        allocator.close();
    }

    @Test
    void decimalsAreSentExactlyWithTheColumnsScale() {
        assertEquals(
                new BigDecimal("12.3400"),
                sent(
                        new ColumnType.Decimal(9, 2),
                        decimal(15, 4),
                        (DecimalVector vector, int row) -> vector.setSafe(row, new BigDecimal("12.34"))));
        assertEquals(
                new BigDecimal("-99999999999999999999999999999999999.999"),
                sent(
                        new ColumnType.Decimal(38, 3),
                        decimal(38, 3),
                        (DecimalVector vector, int row) ->
                                vector.setSafe(row, new BigDecimal("-99999999999999999999999999999999999.999"))));
    }

    @Test
    void aDecimalThatWouldHaveToBeRoundedIsNotSent() {
        assertThrows(
                ArithmeticException.class,
                () -> sent(
                        new ColumnType.Decimal(9, 2),
                        decimal(9, 1),
                        (DecimalVector vector, int row) -> vector.setSafe(row, new BigDecimal("0.05"))));
    }

    @Test
    void numbersAreSentInTheColumnsOwnWidth() {
        assertEquals((short) 255, number("tinyint", 255));
        assertEquals((short) -1, number("smallint", -1));
        assertEquals(Integer.MIN_VALUE, number("int", Integer.MIN_VALUE));
        assertEquals(Long.MAX_VALUE, number("bigint", Long.MAX_VALUE));
        assertEquals(new BigDecimal("7.0000"), number("money", 7));
        assertEquals(
                42,
                sent(
                        new ColumnType.Decimal(9, 2),
                        SqlServerType.of("int"),
                        (DecimalVector vector, int row) -> vector.setSafe(row, new BigDecimal("42.00"))));
    }

    @Test
    void aTimeOfDayInADaylightSavingGapIsSentAsItIs() {
        LocalDateTime gap = LocalDateTime.of(2026, 3, 8, 2, 15);
        long micros = gap.toEpochSecond(ZoneOffset.UTC) * 1_000_000;
        assertEquals(
                "2026-03-08T02:15:00.000000",
                sent(
                        new ColumnType.Timestamp(6),
                        scaled("datetime2", 6),
                        (TimeStampMicroVector vector, int row) -> vector.setSafe(row, micros)));
    }

    @Test
    void timesBefore1970AreCountedBackwards() {
        long hundredsOfNanos = -1;
        assertEquals(
                "1969-12-31T23:59:59.9999999",
                sent(
                        new ColumnType.Timestamp(7),
                        scaled("datetime2", 7),
                        (BigIntVector vector, int row) -> vector.setSafe(row, hundredsOfNanos)));
    }

    @Test
    void aHundredNanosecondsAreKeptInTheFirstAndTheLastYear() {
        assertEquals("0001-01-01T00:00:00.0000001", sentFine(-621_355_968_000_000_000L + 1));
        assertEquals("9999-12-31T23:59:59.9999999", sentFine(2_534_023_008_000_000_000L - 1));
    }

    private String sentFine(long hundredsOfNanos) {
        return String.valueOf(sent(
                new ColumnType.Timestamp(7),
                scaled("datetime2", 7),
                (BigIntVector vector, int row) -> vector.setSafe(row, hundredsOfNanos)));
    }

    @Test
    void pointsInTimeAreSentInUtc() {
        assertEquals(
                "1970-01-01T00:00:01.500+00:00",
                sent(
                        new ColumnType.TimestampTz(3),
                        scaled("datetimeoffset", 3),
                        (TimeStampMicroTZVector vector, int row) -> vector.setSafe(row, 1_500_000L)));
    }

    @Test
    void datesAndTimesOfDayAreSentAsText() {
        assertEquals(
                "1582-10-10",
                sent(
                        new ColumnType.Date(),
                        SqlServerType.of("date"),
                        (DateDayVector vector, int row) -> vector.setSafe(
                                row, (int) java.time.LocalDate.of(1582, 10, 10).toEpochDay())));
        assertEquals(
                "1582-10-10T00:00:00.000",
                sent(
                        new ColumnType.Date(),
                        SqlServerType.of("datetime"),
                        (DateDayVector vector, int row) -> vector.setSafe(
                                row, (int) java.time.LocalDate.of(1582, 10, 10).toEpochDay())));
        assertEquals(
                "02:30:00.0000001",
                sent(
                        new ColumnType.Time(7),
                        scaled("time", 7),
                        (TimeNanoVector vector, int row) ->
                                vector.setSafe(row, LocalTime.of(2, 30).toNanoOfDay() + 100)));
    }

    @Test
    void textIsSentAsUnicodeWithItsRealLength() {
        BulkColumn column = bulk(new ColumnType.Text(30), text("varchar", 20));
        assertEquals(Types.NVARCHAR, column.jdbcType());
        assertEquals(20, column.precision());
        assertEquals(30, bulk(new ColumnType.Text(30), nvarchar(30)).precision());
        assertEquals(
                "Ärger \uD83D\uDE00",
                sent(
                        new ColumnType.Text(30),
                        nvarchar(30),
                        (VarCharVector vector, int row) ->
                                vector.setSafe(row, "Ärger \uD83D\uDE00".getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void bytesBooleansUuidsAndSinglesAreSentAsTheyAre() {
        byte[] bytes = {0, -1, 7};
        assertArrayEquals(bytes, (byte[]) sent(
                new ColumnType.Binary(3),
                new SqlServerType("varbinary", 3, 0, 0, null, 0),
                (VarBinaryVector vector, int row) -> vector.setSafe(row, bytes)));
        assertEquals(
                true,
                sent(
                        new ColumnType.Bool(),
                        SqlServerType.of("bit"),
                        (BitVector vector, int row) -> vector.setSafe(row, 1)));
        UUID uuid = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
        byte[] uuidBytes = ByteBuffer.allocate(16)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits())
                .array();
        assertEquals(
                uuid.toString(),
                sent(
                        new ColumnType.Uuid(),
                        SqlServerType.of("uniqueidentifier"),
                        (FixedSizeBinaryVector vector, int row) -> vector.setSafe(row, uuidBytes)));
        assertEquals(
                1.5f,
                sent(
                        new ColumnType.Float32(),
                        SqlServerType.of("real"),
                        (Float4Vector vector, int row) -> vector.setSafe(row, 1.5f)));
        assertEquals(
                1.5,
                sent(
                        new ColumnType.Float32(),
                        SqlServerType.of("float"),
                        (Float4Vector vector, int row) -> vector.setSafe(row, 1.5f)));
    }

    @Test
    void nullIsSentAsNull() {
        assertNull(sent(
                new ColumnType.Int32(), SqlServerType.of("int"), (IntVector vector, int row) -> vector.setNull(row)));
    }

    private @Nullable Object number(String type, long value) {
        return sent(
                new ColumnType.Int64(),
                SqlServerType.of(type),
                (BigIntVector vector, int row) -> vector.setSafe(row, value));
    }

    private <V extends FieldVector> @Nullable Object sent(
            ColumnType source, SqlServerType target, ObjIntConsumer<V> fill) {
        try (Chunk chunk = TestingVectors.chunk(allocator, "c", source, 1, fill)) {
            return bulk(source, target).at(chunk, 0);
        }
    }

    private static BulkColumn bulk(ColumnType source, SqlServerType type) {
        SqlServerColumn column = column("c", type);
        TargetColumn target = TestingColumns.table(column).target().columns().get(0);
        return BulkColumn.of(new ColumnPair(0, new Column("c", source, true), target, false), column);
    }
}
