package io.datasync.fetcher.jdbc;

import java.math.BigDecimal;
import java.sql.SQLDataException;

/**
 * A number as PostgreSQL writes it: a minus or nothing, digits, and then perhaps a point and more digits; or {@code NaN},
 * {@code Infinity} or {@code -Infinity}.
 */
final class TextNumeric {
    private static final int BASE = 10;

    private TextNumeric() {}

    /**
     * Puts the value times 10<sup>scale</sup> into {@code target}, unless it has more than {@code precision} digits or digits
     * behind them, or is no number.
     *
     * @param scale not negative
     */
    static boolean unscaled(byte[] bytes, int start, int length, int precision, int scale, Int128 target) {
        int end = start + length;
        boolean isNegative = bytes[start] == '-';
        long value = 0;
        int digits = 0;
        int point = end;
        for (int at = isNegative ? start + 1 : start; at < end; at++) {
            int digit = bytes[at] - '0';
            if (digit < 0 || digit >= BASE) {
                if (bytes[at] != '.') {
                    return false;
                }
                point = at + 1;
            } else if (digits < DecimalReader.LONG_DIGITS) {
                value = value * BASE + digit;
                digits += value == 0 ? 0 : 1;
            } else {
                append(digits, value, digit, target);
                digits++;
            }
        }
        int zeros = scale - (end - point);
        if (zeros < 0) {
            return isZero(bytes, end + zeros, end) && unscaled(bytes, start, length + zeros, precision, scale, target);
        } else if (digits > 0 && digits + zeros > Math.min(precision, BinaryNumeric.INT128_DIGITS)) {
            return false;
        }
        if (digits <= DecimalReader.LONG_DIGITS) {
            target.set(value);
        }
        for (int left = digits == 0 ? 0 : zeros; left > 0; left--) {
            target.multiplyAdd(BASE, 0);
        }
        if (isNegative) {
            target.negate();
        }
        return true;
    }

    private static void append(int digits, long value, int digit, Int128 target) {
        if (digits == DecimalReader.LONG_DIGITS) {
            target.set(value);
        }
        target.multiplyAdd(BASE, digit);
    }

    private static boolean isZero(byte[] bytes, int from, int end) {
        for (int at = from; at < end; at++) {
            if (bytes[at] != '0') {
                return false;
            }
        }
        return true;
    }

    /**
     * The value, with the digits behind the point that are written.
     *
     * @throws SQLDataException if it is NaN or infinity
     */
    static BigDecimal decimal(byte[] bytes, int start, int length) throws SQLDataException {
        String text = CopyText.text(bytes, start, length);
        if (Character.isLetter(text.charAt(text.length() - 1))) {
            throw new SQLDataException(text + " is no number", "22003");
        }
        return new BigDecimal(text);
    }
}
