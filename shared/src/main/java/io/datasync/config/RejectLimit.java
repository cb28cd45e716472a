package io.datasync.config;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How many rows an operation may reject and still succeed: a number of them, or a percentage of the rows it fetches.
 *
 * <p>What a percentage allows is known for certain once all rows are fetched. Before that it is reckoned of the rows so far,
 * and {@value #EARLY_ROWS} more are let pass: bad rows that happen to come first do not fail an operation that is good as a
 * whole, and one that is bad as a whole ends early.
 *
 * @param rows the number; 0 if there is a percentage
 * @param percent more than 0, up to 100; null if there is a number
 */
public record RejectLimit(long rows, @Nullable BigDecimal percent) {
    /** Rows beyond a percentage that may be rejected while further rows are fetched. */
    public static final long EARLY_ROWS = 10_000;

    private static final Pattern NUMBER = Pattern.compile("\\d{1,3}(_?\\d{1,3})*");
    private static final Pattern PERCENT = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,9})?)\\s*%");
    private static final int MOST_DIGITS = 9;
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    public RejectLimit {
        require(rows, percent);
    }

    /**
     * Returns if these make a limit.
     *
     * @throws IllegalArgumentException if not
     */
    public static void require(long rows, @Nullable BigDecimal percent) {
        if (rows < 0 || (percent != null && (rows != 0 || !isPercentage(percent)))) {
            throw new IllegalArgumentException(
                    "A limit is a number of rows, or a percentage of more than 0 and up to 100");
        }
    }

    /** A number that stands in a message may have any exponent, and then take any time to reckon with. */
    private static boolean isPercentage(BigDecimal percent) {
        return Math.abs((long) percent.scale()) <= MOST_DIGITS
                && percent.signum() > 0
                && percent.compareTo(HUNDRED) <= 0;
    }

    /** A number of rows. */
    public static RejectLimit ofRows(long rows) {
        return new RejectLimit(rows, null);
    }

    /**
     * Reads {@code 100} or {@code 0.1%}.
     *
     * @throws IllegalArgumentException that says what is wrong, to follow the quoted text
     */
    public static RejectLimit parse(String text) {
        Matcher percent = PERCENT.matcher(text);
        if (percent.matches()) {
            BigDecimal number = new BigDecimal(percent.group(1)).stripTrailingZeros();
            if (number.signum() == 0) {
                return ofRows(0);
            } else if (number.compareTo(HUNDRED) <= 0) {
                return new RejectLimit(0, number);
            }
        } else if (NUMBER.matcher(text).matches()) {
            try {
                return ofRows(Long.parseLong(text.replace("_", "")));
            } catch (NumberFormatException tooLarge) {
                throw new IllegalArgumentException(outOfRange(), tooLarge);
            }
        } else if (!text.matches("-?[\\d_.]+\\s*%?")) {
            throw new IllegalArgumentException("is neither a number of rows nor a percentage such as 0.1%");
        }
        throw new IllegalArgumentException(outOfRange());
    }

    private static String outOfRange() {
        return "is out of range; allowed: 0 to " + Long.MAX_VALUE + ", or 0% to 100%";
    }

    /**
     * Most rows that may be rejected, as things stand.
     *
     * @param fetched rows fetched so far, the rejected ones among them
     * @param complete whether these are all
     */
    public long allowed(long fetched, boolean complete) {
        if (percent == null) {
            return rows;
        }
        long share = percent.multiply(BigDecimal.valueOf(fetched))
                .divide(HUNDRED, 0, RoundingMode.DOWN)
                .longValueExact();
        return complete ? share : share + EARLY_ROWS;
    }

    /** As it stands in a configuration. */
    @Override
    public String toString() {
        return percent == null ? Long.toString(rows) : percent.toPlainString() + "%";
    }
}
