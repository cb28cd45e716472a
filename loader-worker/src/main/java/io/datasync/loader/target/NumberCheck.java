package io.datasync.loader.target;

import io.datasync.rows.ColumnType;
import java.math.BigInteger;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/**
 * A whole number or exact fraction within the destination's range, with no digit that the destination would round away.
 * Works on unscaled values: one of scale {@code s} fits if {@code divisor} divides it and it lies between the bounds.
 */
final class NumberCheck implements ValueCheck {
    private final int scale;
    private final BigInteger divisor;
    private final BigInteger min;
    private final BigInteger max;
    private final boolean smallBounds;
    private final long smallDivisor;
    private final long smallMin;
    private final long smallMax;

    private NumberCheck(int scale, BigInteger divisor, BigInteger min, BigInteger max) {
        this.scale = scale;
        this.divisor = divisor;
        this.min = min;
        this.max = max;
        smallBounds = divisor.bitLength() < Long.SIZE;
        smallDivisor = divisor.longValue();
        smallMin = min.max(BigInteger.valueOf(Long.MIN_VALUE)).longValue();
        smallMax = max.min(BigInteger.valueOf(Long.MAX_VALUE)).longValue();
    }

    /** The check of a number; null if every value of the source's type fits. */
    static @Nullable ValueCheck of(ColumnType source, TargetType target) {
        int scale = Numbers.scale(source);
        if (target instanceof TargetType.Int range) {
            return of(source, scale, 0, range);
        } else if (target instanceof TargetType.Decimal decimal && decimal.unscaled() != null) {
            return of(source, scale, decimal.scale(), decimal.unscaled());
        } else if (target instanceof TargetType.Decimal decimal && decimal.precision() > 0) {
            int digits = decimal.precision() - decimal.scale();
            // A value of scale s is below 10^digits if its unscaled value is below 10^(digits + s).
            BigInteger bound = digits + scale <= 0 ? BigInteger.ONE : BigInteger.TEN.pow(digits + scale);
            BigInteger max = bound.subtract(BigInteger.ONE);
            NumberCheck check = new NumberCheck(scale, power(scale - decimal.scale()), max.negate(), max);
            return check.takesAllOf(source) ? null : check;
        }
        return null;
    }

    /** The check of a number that is within {@code range} once it is unscaled as the destination's. */
    private static @Nullable ValueCheck of(ColumnType source, int scale, int targetScale, TargetType.Int range) {
        BigInteger divisor = power(scale - targetScale);
        BigInteger factor = power(targetScale - scale);
        BigInteger min = BigInteger.valueOf(range.min()).multiply(divisor).divide(factor);
        BigInteger max = BigInteger.valueOf(range.max()).multiply(divisor).divide(factor);
        NumberCheck check = new NumberCheck(scale, divisor, min, max);
        return check.takesAllOf(source) ? null : check;
    }

    private static BigInteger power(int exponent) {
        return exponent <= 0 ? BigInteger.ONE : BigInteger.TEN.pow(exponent);
    }

    private boolean takesAllOf(ColumnType source) {
        return divisor.equals(BigInteger.ONE)
                && Numbers.min(source).compareTo(min) >= 0
                && Numbers.max(source).compareTo(max) <= 0;
    }

    @Override
    public boolean fits(FieldVector vector, int row) {
        if (smallBounds && Numbers.isLong(vector, row)) {
            long value = Numbers.longAt(vector, row);
            return value >= smallMin && value <= smallMax && value % smallDivisor == 0;
        }
        return inRange(Numbers.unscaledAt(vector, row)) && isWhole(Numbers.unscaledAt(vector, row));
    }

    @Override
    public String reason(FieldVector vector, int row) {
        BigInteger value = Numbers.unscaledAt(vector, row);
        int digits = value.abs().toString().length();
        if (!isWhole(value)) {
            return "a number of " + digits + " digits with more digits behind the point than fit";
        }
        return "a number of " + digits + " digits" + (scale == 0 ? "" : ", " + scale + " behind the point,")
                + " is out of range";
    }

    private boolean inRange(BigInteger value) {
        return value.compareTo(min) >= 0 && value.compareTo(max) <= 0;
    }

    private boolean isWhole(BigInteger value) {
        return value.mod(divisor).signum() == 0;
    }
}
