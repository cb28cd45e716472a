package io.datasync.loader.target;

import io.datasync.rows.ColumnType;
import java.math.BigInteger;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.SmallIntVector;

/** Whole numbers and exact fractions in vectors, as unscaled values, without an object for each where a long will do. */
public final class Numbers {
    private Numbers() {}

    /** Digits behind the point of the type's values. */
    public static int scale(ColumnType type) {
        return type instanceof ColumnType.Decimal decimal ? decimal.scale() : 0;
    }

    /** True if {@link #longAt} tells the value; false only for decimals of more than 64 bits. */
    public static boolean isLong(FieldVector vector, int row) {
        if (vector instanceof DecimalVector decimals) {
            ArrowBuf buffer = decimals.getDataBuffer();
            long position = (long) row * DecimalVector.TYPE_WIDTH;
            return buffer.getLong(position + Long.BYTES) == buffer.getLong(position) >> (Long.SIZE - 1);
        }
        return true;
    }

    /** The unscaled value of a whole number or decimal for which {@link #isLong} is true. */
    public static long longAt(FieldVector vector, int row) {
        if (vector instanceof DecimalVector decimals) {
            return decimals.getDataBuffer().getLong((long) row * DecimalVector.TYPE_WIDTH);
        } else if (vector instanceof IntVector ints) {
            return ints.get(row);
        } else if (vector instanceof BigIntVector longs) {
            return longs.get(row);
        }
        return ((SmallIntVector) vector).get(row);
    }

    /** The unscaled value, whatever its size. */
    public static BigInteger unscaledAt(FieldVector vector, int row) {
        return isLong(vector, row)
                ? BigInteger.valueOf(longAt(vector, row))
                : ((DecimalVector) vector).getObjectNotNull(row).unscaledValue();
    }

    static BigInteger min(ColumnType type) {
        if (type instanceof ColumnType.Int16) {
            return BigInteger.valueOf(Short.MIN_VALUE);
        } else if (type instanceof ColumnType.Int32) {
            return BigInteger.valueOf(Integer.MIN_VALUE);
        } else if (type instanceof ColumnType.Decimal) {
            return max(type).negate();
        }
        return BigInteger.valueOf(Long.MIN_VALUE);
    }

    static BigInteger max(ColumnType type) {
        if (type instanceof ColumnType.Int16) {
            return BigInteger.valueOf(Short.MAX_VALUE);
        } else if (type instanceof ColumnType.Int32) {
            return BigInteger.valueOf(Integer.MAX_VALUE);
        } else if (type instanceof ColumnType.Decimal decimal) {
            return BigInteger.TEN.pow(decimal.precision()).subtract(BigInteger.ONE);
        }
        return BigInteger.valueOf(Long.MAX_VALUE);
    }
}
