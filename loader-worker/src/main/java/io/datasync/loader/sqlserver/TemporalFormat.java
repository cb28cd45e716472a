package io.datasync.loader.sqlserver;

import java.time.LocalDate;

/**
 * How a temporal value is written for the server to parse: ISO 8601 with a {@code T}, which every language and date format
 * setting reads alike, with as many digits as the column has.
 *
 * @param date whether the date is written
 * @param time whether the time of day is written
 * @param digits of the second's fraction
 * @param zone what ends the text
 */
record TemporalFormat(boolean date, boolean time, int digits, String zone) {
    private static final long NANOS_OF_SECOND = 1_000_000_000;

    static TemporalFormat of(SqlServerType type) {
        return switch (type.name()) {
            case "date" -> new TemporalFormat(true, false, 0, "");
            case "time" -> new TemporalFormat(false, true, type.scale(), "");
            case "datetime2" -> new TemporalFormat(true, true, type.scale(), "");
            case "datetime" -> new TemporalFormat(true, true, 3, "");
            case "smalldatetime" -> new TemporalFormat(true, true, 0, "");
            case "datetimeoffset" -> new TemporalFormat(true, true, type.scale(), "+00:00");
            default -> throw new IllegalArgumentException("Not a temporal type: " + type.name());
        };
    }

    /** The text of a day since 1970-01-01, years 1 to 9999, and a time of day. */
    String text(long epochDay, long nanoOfDay) {
        StringBuilder text = new StringBuilder(34);
        if (date) {
            LocalDate day = LocalDate.ofEpochDay(epochDay);
            append(text, day.getYear(), 4);
            append(text.append('-'), day.getMonthValue(), 2);
            append(text.append('-'), day.getDayOfMonth(), 2);
        }
        if (date && time) {
            text.append('T');
        }
        if (time) {
            long second = nanoOfDay / NANOS_OF_SECOND;
            append(text, second / 3600, 2);
            append(text.append(':'), second / 60 % 60, 2);
            append(text.append(':'), second % 60, 2);
            appendFraction(text, nanoOfDay % NANOS_OF_SECOND);
        }
        return text.append(zone).toString();
    }

    private void appendFraction(StringBuilder text, long nanos) {
        if (digits > 0) {
            append(text.append('.'), nanos, 9);
            text.setLength(text.length() - 9 + digits);
        }
    }

    private static void append(StringBuilder text, long number, int width) {
        String plain = Long.toString(number);
        text.append("000000000", 0, width - plain.length()).append(plain);
    }
}
