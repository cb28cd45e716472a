package io.datasync.config;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: {@code 90s}, {@code 1h30m}, {@code 2d}, {@code 250ms}, or ISO 8601 {@code PT15M}. */
final class Durations {
    static final String ALLOWED = "write for example 90s, 15m, 1h30m, 2d or PT15M";

    /** So that instants and look-backs reckoned from them stay inside the calendar of every database. */
    static final Duration LONGEST = Duration.ofDays(3_650);

    private static final Pattern SHORT =
            Pattern.compile("(?:(\\d{1,9})d)?(?:(\\d{1,9})h)?(?:(\\d{1,9})m)?(?:(\\d{1,9})s)?(?:(\\d{1,9})ms)?");

    private Durations() {}

    /**
     * The duration.
     *
     * @throws IllegalArgumentException with what is wrong, without repeating the text
     */
    static Duration parse(String text) {
        if (text.matches("[+-]?[\\d_.]+")) {
            throw new IllegalArgumentException("has no unit; " + ALLOWED);
        }
        Duration duration = text.startsWith("P") ? iso(text) : units(text);
        if (duration.isZero() || duration.isNegative()) {
            throw new IllegalArgumentException("must be longer than zero; " + ALLOWED);
        }
        if (duration.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("must not be longer than " + format(LONGEST));
        }
        return duration;
    }

    /** The shortest text that reads back as this duration. */
    static String format(Duration duration) {
        if (duration.toNanosPart() % 1_000_000 != 0) {
            return duration.toString();
        }
        StringBuilder text = new StringBuilder();
        append(text, duration.toDaysPart(), "d");
        append(text, duration.toHoursPart(), "h");
        append(text, duration.toMinutesPart(), "m");
        append(text, duration.toSecondsPart(), "s");
        append(text, duration.toMillisPart(), "ms");
        return text.toString();
    }

    private static void append(StringBuilder text, long number, String unit) {
        if (number != 0) {
            text.append(number).append(unit);
        }
    }

    private static Duration iso(String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException failure) {
            throw new IllegalArgumentException("is not a duration; " + ALLOWED, failure);
        }
    }

    private static Duration units(String text) {
        Matcher parts = SHORT.matcher(text);
        if (text.isEmpty() || !parts.matches()) {
            throw new IllegalArgumentException("is not a duration; " + ALLOWED);
        }
        return Duration.ofDays(number(parts, 1))
                .plusHours(number(parts, 2))
                .plusMinutes(number(parts, 3))
                .plusSeconds(number(parts, 4))
                .plusMillis(number(parts, 5));
    }

    private static long number(Matcher parts, int group) {
        String digits = parts.group(group);
        return digits == null ? 0 : Long.parseLong(digits);
    }
}
