package io.datasync.loader.postgresql;

import io.datasync.loader.target.ColumnPair;
import io.datasync.loader.target.Numbers;
import io.datasync.loader.target.TargetType;
import io.datasync.rows.ColumnType;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;

/**
 * Picks the encoder of a pair of columns.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-copy.html">COPY, binary format</a>; the forms are those of the
 *     types' send and receive functions
 */
final class ColumnEncoders {
    private static final int UUID_LENGTH = 16;

    private ColumnEncoders() {}

    /** The encoder of a pair that goes together, for values as they are stored. */
    static ColumnEncoder of(ColumnPair pair) {
        return of(pair, false);
    }

    /** As {@link #of}, for values that go to the server, without what it adds by itself. */
    static ColumnEncoder toStore(ColumnPair pair) {
        return of(pair, TextEncoder.isFilledUp(pair.target().type()));
    }

    private static ColumnEncoder of(ColumnPair pair, boolean withoutLastBlanks) {
        ColumnType source = pair.source().type();
        TargetType target = pair.target().type();
        if (target instanceof TargetType.Bool) {
            return ColumnEncoders::bool;
        } else if (target instanceof TargetType.Int range) {
            return new IntegerEncoder(Numbers.scale(source), range);
        } else if (target instanceof TargetType.Decimal) {
            return new NumericEncoder(Numbers.scale(source));
        } else if (target instanceof TargetType.FloatingPoint number) {
            return number.doublePrecision() ? ColumnEncoders::float8 : ColumnEncoders::float4;
        } else if (target instanceof TargetType.Text || target instanceof TargetType.Binary) {
            return new TextEncoder(withoutLastBlanks);
        } else if (target instanceof TargetType.Uuid) {
            return ColumnEncoders::uuid;
        }
        return TemporalEncoders.of(source, target);
    }

    private static void bool(FieldVector vector, int row, CopyBuffer out) {
        out.putInt(Byte.BYTES);
        out.putByte(((BitVector) vector).get(row));
    }

    private static void float4(FieldVector vector, int row, CopyBuffer out) {
        out.putInt(Float.BYTES);
        out.putInt(Float.floatToIntBits((float) floatingPoint(vector, row)));
    }

    private static void float8(FieldVector vector, int row, CopyBuffer out) {
        out.putInt(Double.BYTES);
        out.putLong(Double.doubleToLongBits(floatingPoint(vector, row)));
    }

    private static double floatingPoint(FieldVector vector, int row) {
        return vector instanceof Float4Vector floats ? floats.get(row) : ((Float8Vector) vector).get(row);
    }

    private static void uuid(FieldVector vector, int row, CopyBuffer out) {
        out.putInt(UUID_LENGTH);
        out.putBytes(((FixedSizeBinaryVector) vector).get(row));
    }
}
