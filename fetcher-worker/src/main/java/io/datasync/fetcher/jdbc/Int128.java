package io.datasync.fetcher.jdbc;

/** A whole number of 128 bits, two's complement, that is changed in place; results beyond its range are undefined. */
public final class Int128 {
    private long high;
    private long low;

    public long high() {
        return high;
    }

    public long low() {
        return low;
    }

    /** Whether the number is a long, which {@link #low} then is. */
    public boolean isLong() {
        return high == low >> 63;
    }

    void set(long value) {
        low = value;
        high = value >> 63;
    }

    /** Replaces this by this × {@code factor} + {@code summand}; both from 0 to 10,000 and this not negative. */
    void multiplyAdd(long factor, long summand) {
        long lowProductHigh = Math.multiplyHigh(low, factor) + (low < 0 ? factor : 0);
        long lowProduct = low * factor;
        low = lowProduct + summand;
        long carry = Long.compareUnsigned(low, lowProduct) < 0 ? 1 : 0;
        high = high * factor + lowProductHigh + carry;
    }

    void negate() {
        low = -low;
        high = ~high + (low == 0 ? 1 : 0);
    }
}
