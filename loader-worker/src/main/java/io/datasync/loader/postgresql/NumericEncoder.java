package io.datasync.loader.postgresql;

import io.datasync.loader.target.Numbers;
import java.math.BigInteger;
import org.apache.arrow.vector.FieldVector;

/**
 * Whole numbers and decimals as numeric: a count of digits to the base of 10,000, the weight of the first one, the sign, the
 * digits behind the decimal point, and the digits from the most significant one. As PostgreSQL itself does, without digits
 * that are 0 at either end, so that the same number always has the same bytes.
 *
 * @see <a href="https://github.com/postgres/postgres/blob/master/src/backend/utils/adt/numeric.c">numeric_recv in
 *     numeric.c</a>
 */
final class NumericEncoder implements ColumnEncoder {
    private static final int BASE = 10_000;
    private static final int DIGITS_PER_GROUP = 4;
    private static final BigInteger BIG_BASE = BigInteger.valueOf(BASE);
    /** 38 digits, up to 3 zeros that fill the last group up. */
    private static final int MAX_GROUPS = 12;

    private static final int NEGATIVE = 0x4000;

    private final int scale;
    private final int fractionGroups;
    /** 10 to the number of decimal digits in the last group, 1 to 4. */
    private final int lastGroupBase;

    private final short[] groups = new short[MAX_GROUPS];
    private int count;

    NumericEncoder(int scale) {
        this.scale = scale;
        this.fractionGroups = (scale + DIGITS_PER_GROUP - 1) / DIGITS_PER_GROUP;
        int lastDigits = scale - (fractionGroups - 1) * DIGITS_PER_GROUP;
        this.lastGroupBase = scale == 0 ? BASE : BigInteger.TEN.pow(lastDigits).intValue();
    }

    @Override
    public void encode(FieldVector vector, int row, CopyBuffer out) {
        count = 0;
        boolean negative;
        long value = Numbers.isLong(vector, row) ? Numbers.longAt(vector, row) : Long.MIN_VALUE;
        if (value != Long.MIN_VALUE) {
            negative = value < 0;
            split(Math.abs(value));
        } else {
            BigInteger large = Numbers.unscaledAt(vector, row);
            negative = large.signum() < 0;
            split(large.abs());
        }
        int last = 0;
        while (last < count && groups[last] == 0) {
            last++;
        }
        out.putInt(Short.BYTES * (4 + count - last));
        out.putShort(count - last);
        out.putShort(count == 0 ? 0 : count - fractionGroups - 1);
        out.putShort(negative ? NEGATIVE : 0);
        out.putShort(scale);
        for (int index = count - 1; index >= last; index--) {
            out.putShort(groups[index]);
        }
    }

    /** Splits from the least significant group, which is filled up with zeros. */
    private void split(long absolute) {
        long rest = absolute;
        if (rest != 0) {
            groups[count++] = (short) (rest % lastGroupBase * (BASE / lastGroupBase));
            rest /= lastGroupBase;
        }
        while (rest != 0) {
            groups[count++] = (short) (rest % BASE);
            rest /= BASE;
        }
    }

    private void split(BigInteger absolute) {
        BigInteger[] parts = absolute.divideAndRemainder(BigInteger.valueOf(lastGroupBase));
        groups[count++] = (short) (parts[1].intValue() * (BASE / lastGroupBase));
        while (parts[0].signum() != 0) {
            parts = parts[0].divideAndRemainder(BIG_BASE);
            groups[count++] = parts[1].shortValue();
        }
    }
}
