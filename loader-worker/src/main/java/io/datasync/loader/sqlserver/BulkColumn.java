package io.datasync.loader.sqlserver;

import io.datasync.loader.target.ColumnPair;
import io.datasync.loader.target.Numbers;
import io.datasync.loader.target.TemporalUnits;
import io.datasync.rows.Chunk;
import io.datasync.rows.ColumnType;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Types;
import java.util.UUID;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.TimeNanoVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.jspecify.annotations.Nullable;

/**
 * One column on its way from Arrow into bulk copy: the type that is sent, and the objects that the driver wants for it. It
 * takes values that have passed the checks; whatever would still have to be rounded throws.
 *
 * @param name of the column that takes it
 * @param index of the source column in the chunk
 * @param jdbcType of {@link Types}
 * @param precision digits, characters or bytes
 * @param scale digits behind the point
 * @param values how values are read
 */
record BulkColumn(String name, int index, int jdbcType, int precision, int scale, Values values) {
    /** Beyond what fits on a page the driver streams, and does not ask how far beyond. */
    private static final int UNLIMITED = 1 << 30;

    private static final long NANOS_OF_DAY = 86_400_000_000_000L;

    /** Reads values that are not NULL. */
    @FunctionalInterface
    interface Values {
        Object at(FieldVector vector, int row);
    }

    /** This column under the name that it has in a staging table. */
    BulkColumn named(String other) {
        return new BulkColumn(other, index, jdbcType, precision, scale, values);
    }

    static BulkColumn of(ColumnPair pair, SqlServerColumn column) {
        SqlServerType type = column.type();
        ColumnType source = pair.source().type();
        int sourceScale = Numbers.scale(source);
        int length = type.isUnlimited() ? UNLIMITED : type.length();
        return switch (type.name()) {
            case "bit" -> of(pair, column, Types.BIT, 1, 0, (vector, row) -> ((BitVector) vector).get(row) != 0);
            case "tinyint" ->
                of(pair, column, Types.TINYINT, 3, 0, (vector, row) -> (short) whole(vector, row, sourceScale));
            case "smallint" ->
                of(pair, column, Types.SMALLINT, 5, 0, (vector, row) -> (short) whole(vector, row, sourceScale));
            case "int" ->
                of(pair, column, Types.INTEGER, 10, 0, (vector, row) -> (int) whole(vector, row, sourceScale));
            case "bigint" -> of(pair, column, Types.BIGINT, 19, 0, (vector, row) -> whole(vector, row, sourceScale));
            case "decimal", "numeric" -> decimal(pair, column, type.precision(), type.scale());
            case "money" -> decimal(pair, column, 19, 4);
            case "smallmoney" -> decimal(pair, column, 10, 4);
            case "real" -> of(pair, column, Types.REAL, 7, 0, (vector, row) -> (float) number(vector, row));
            case "float" -> of(pair, column, Types.DOUBLE, 15, 0, BulkColumn::number);
            case "char", "varchar", "nchar", "nvarchar" ->
                of(pair, column, Types.NVARCHAR, length, 0, BulkColumn::text);
            case "binary", "varbinary" ->
                of(pair, column, Types.VARBINARY, length, 0, (vector, row) -> ((VarBinaryVector) vector).get(row));
            case "uniqueidentifier" ->
                of(pair, column, Types.VARCHAR, type.carrier().length(), 0, BulkColumn::uuid);
            default -> temporal(pair, column, source);
        };
    }

    /** The value to send, null for NULL. */
    @Nullable
    Object at(Chunk chunk, int row) {
        FieldVector vector = chunk.vector(index);
        return vector.isNull(row) ? null : values.at(vector, row);
    }

    private static BulkColumn of(
            ColumnPair pair, SqlServerColumn column, int jdbcType, int precision, int scale, Values values) {
        return new BulkColumn(column.name(), pair.index(), jdbcType, precision, scale, values);
    }

    private static BulkColumn decimal(ColumnPair pair, SqlServerColumn column, int precision, int scale) {
        int sourceScale = Numbers.scale(pair.source().type());
        return of(
                pair,
                column,
                Types.DECIMAL,
                precision,
                scale,
                (vector, row) -> new BigDecimal(Numbers.unscaledAt(vector, row), sourceScale).setScale(scale));
    }

    private static BulkColumn temporal(ColumnPair pair, SqlServerColumn column, ColumnType source) {
        TemporalFormat format = TemporalFormat.of(column.type());
        int length = column.type().carrier().length();
        long unitsPerDay = TemporalUnits.perSecond(source) * 86_400;
        return of(pair, column, Types.VARCHAR, length, 0, (vector, row) -> temporal(vector, row, format, unitsPerDay));
    }

    private static String temporal(FieldVector vector, int row, TemporalFormat format, long unitsPerDay) {
        if (vector instanceof DateDayVector days) {
            return format.text(days.get(row), 0);
        } else if (vector instanceof TimeNanoVector times) {
            return format.text(0, times.get(row));
        }
        long units = TemporalUnits.at(vector, row);
        return format.text(
                Math.floorDiv(units, unitsPerDay), Math.floorMod(units, unitsPerDay) * (NANOS_OF_DAY / unitsPerDay));
    }

    private static long whole(FieldVector vector, int row, int sourceScale) {
        return sourceScale == 0 && Numbers.isLong(vector, row)
                ? Numbers.longAt(vector, row)
                : new BigDecimal(Numbers.unscaledAt(vector, row), sourceScale).longValueExact();
    }

    private static double number(FieldVector vector, int row) {
        return vector instanceof Float4Vector floats ? floats.get(row) : ((Float8Vector) vector).get(row);
    }

    private static String text(FieldVector vector, int row) {
        return new String(((VarCharVector) vector).get(row), StandardCharsets.UTF_8);
    }

    private static String uuid(FieldVector vector, int row) {
        ByteBuffer bytes = ByteBuffer.wrap(((FixedSizeBinaryVector) vector).get(row));
        return new UUID(bytes.getLong(), bytes.getLong()).toString();
    }
}
