package io.datasync.loader.postgresql;

import io.datasync.loader.target.Numbers;
import io.datasync.loader.target.TargetType;
import java.math.BigInteger;
import org.apache.arrow.vector.FieldVector;

/** Whole numbers, and decimals that are whole, as smallint, integer or bigint. */
final class IntegerEncoder implements ColumnEncoder {
    private final BigInteger divisor;
    private final boolean scaled;
    private final TargetType.Int range;

    IntegerEncoder(int scale, TargetType.Int range) {
        this.divisor = BigInteger.TEN.pow(scale);
        this.scaled = scale > 0;
        this.range = range;
    }

    @Override
    public void encode(FieldVector vector, int row, CopyBuffer out) {
        long value =
                scaled ? Numbers.unscaledAt(vector, row).divide(divisor).longValueExact() : Numbers.longAt(vector, row);
        if (range.equals(TargetType.Int.BITS_16)) {
            out.putInt(Short.BYTES);
            out.putShort((int) value);
        } else if (range.equals(TargetType.Int.BITS_32)) {
            out.putInt(Integer.BYTES);
            out.putInt((int) value);
        } else {
            out.putInt(Long.BYTES);
            out.putLong(value);
        }
    }
}
