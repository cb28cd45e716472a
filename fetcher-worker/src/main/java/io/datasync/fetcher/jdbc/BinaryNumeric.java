package io.datasync.fetcher.jdbc;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.sql.SQLDataException;

/**
 * PostgreSQL's binary numeric: four numbers of 16 bits – how many groups, the exponent of the first one, sign, digits to
 * show behind the point – and then groups from 0 to 9,999, each worth 10,000 times the next. Groups of 0 at the end are
 * left out.
 *
 * @see <a href="https://github.com/postgres/postgres/blob/REL_18_STABLE/src/backend/utils/adt/numeric.c">numeric_send</a>
 */
final class BinaryNumeric {
    private static final VarHandle SHORTS = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final int HEADER = 8;
    private static final int NEGATIVE = 0x4000;
    private static final int NAN = 0xC000;
    private static final int INFINITY = 0xD000;
    private static final int NEGATIVE_INFINITY = 0xF000;
    private static final int BASE = 10_000;
    private static final int GROUP_DIGITS = 4;

    /** Any number of so many digits fits a long. */
    private static final int LONG_DIGITS = 18;

    /** Most digits of which any number fits 128 bits. */
    static final int INT128_DIGITS = 38;

    private static final int[] POWERS = {1, 10, 100, 1_000, BASE};

    private BinaryNumeric() {}

    /**
     * Puts the value times 10<sup>scale</sup> into {@code target}, unless it has more than {@code precision} digits or digits
     * behind them, or is no number.
     */
    static boolean unscaled(byte[] bytes, int start, int precision, int scale, Int128 target) {
        int groups = number(bytes, start);
        int sign = number(bytes, start + 4) & 0xFFFF;
        if (sign != 0 && sign != NEGATIVE) {
            return false;
        } else if (groups == 0) {
            target.set(0);
            return true;
        }
        int weight = number(bytes, start + 2);
        int digits = GROUP_DIGITS * weight + digits(number(bytes, start + HEADER)) + scale;
        int zeros = GROUP_DIGITS * (weight - groups + 1) + scale;
        if (digits > Math.min(precision, INT128_DIGITS) || zeros <= -GROUP_DIGITS) {
            return false;
        }
        int last = number(bytes, start + HEADER + 2 * (groups - 1));
        int lastFactor = BASE;
        if (zeros < 0) {
            int divisor = POWERS[-zeros];
            if (last % divisor != 0) {
                return false;
            }
            last /= divisor;
            lastFactor /= divisor;
        }
        if (digits <= LONG_DIGITS) {
            target.set(asLong(bytes, start, groups, lastFactor, last, zeros));
        } else {
            asInt128(bytes, start, groups, lastFactor, last, zeros, target);
        }
        if (sign == NEGATIVE) {
            target.negate();
        }
        return true;
    }

    private static long asLong(byte[] bytes, int start, int groups, int lastFactor, int last, int zeros) {
        long value = 0;
        for (int group = 0; group < groups - 1; group++) {
            value = value * BASE + number(bytes, start + HEADER + 2 * group);
        }
        value = value * lastFactor + last;
        for (int left = zeros; left > 0; left -= GROUP_DIGITS) {
            value *= POWERS[Math.min(left, GROUP_DIGITS)];
        }
        return value;
    }

    private static void asInt128(
            byte[] bytes, int start, int groups, int lastFactor, int last, int zeros, Int128 target) {
        target.set(0);
        for (int group = 0; group < groups - 1; group++) {
            target.multiplyAdd(BASE, number(bytes, start + HEADER + 2 * group));
        }
        target.multiplyAdd(lastFactor, last);
        for (int left = zeros; left > 0; left -= GROUP_DIGITS) {
            target.multiplyAdd(POWERS[Math.min(left, GROUP_DIGITS)], 0);
        }
    }

    /**
     * The value, with the digits behind the point that the server shows.
     *
     * @throws SQLDataException if it is NaN or infinity
     */
    static BigDecimal decimal(byte[] bytes, int start) throws SQLDataException {
        int sign = number(bytes, start + 4) & 0xFFFF;
        if (sign != 0 && sign != NEGATIVE) {
            throw new SQLDataException(special(sign) + " is no number", "22003");
        }
        int groups = number(bytes, start);
        BigInteger value = BigInteger.ZERO;
        for (int group = 0; group < groups; group++) {
            value = value.multiply(BigInteger.valueOf(BASE))
                    .add(BigInteger.valueOf(number(bytes, start + HEADER + 2 * group)));
        }
        int exponent = GROUP_DIGITS * (number(bytes, start + 2) - groups + 1);
        BigDecimal exact = new BigDecimal(sign == NEGATIVE ? value.negate() : value, -exponent);
        // The last group may have zeros that are not shown; no digit is lost.
        return exact.setScale(number(bytes, start + 6));
    }

    /** The value as PostgreSQL writes it. */
    static String text(byte[] bytes, int start) throws SQLDataException {
        int sign = number(bytes, start + 4) & 0xFFFF;
        return sign == 0 || sign == NEGATIVE ? decimal(bytes, start).toPlainString() : special(sign);
    }

    private static String special(int sign) {
        return switch (sign) {
            case NAN -> "NaN";
            case INFINITY -> "Infinity";
            case NEGATIVE_INFINITY -> "-Infinity";
            default -> throw new IllegalStateException("A numeric of an unknown sign: " + sign);
        };
    }

    private static int digits(int group) {
        return group < 100 ? (group < 10 ? 1 : 2) : (group < 1_000 ? 3 : 4);
    }

    private static int number(byte[] bytes, int at) {
        return (short) SHORTS.get(bytes, at);
    }
}
