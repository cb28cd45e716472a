package io.datasync.fetcher.jdbc;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.HexFormat;
import java.util.Locale;
import java.util.UUID;

/** Values of a COPY as people read them, for rejected rows: as PostgreSQL writes them, but for years before the first. */
final class CopyText {
    private static final long NANOS_PER_DAY = 86_400_000_000_000L;
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final int NANOS_PER_MICRO = 1_000;

    /** Beyond any date of PostgreSQL, which reach from -4713 to 294276 (timestamps) and 5874897 (dates). */
    private static final long MOST_DAYS = 2_147_483_647;

    private static final long MOST_MICROS = Long.MAX_VALUE;

    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder()
            .appendPattern("HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 6, true)
            .toFormatter(Locale.ROOT);

    private CopyText() {}

    static String text(byte[] bytes, int start, int length) {
        return new String(bytes, start, length, StandardCharsets.UTF_8);
    }

    static String hex(byte[] bytes, int start, int length) {
        return "\\x" + HexFormat.of().formatHex(bytes, start, start + length);
    }

    static String uuid(long high, long low) {
        return new UUID(high, low).toString();
    }

    static String date(long epochDay) {
        if (Math.abs(epochDay) >= MOST_DAYS - 20_000) {
            return infinity(epochDay);
        }
        return LocalDate.ofEpochDay(epochDay).toString();
    }

    static String time(long nanosOfDay) {
        return nanosOfDay >= NANOS_PER_DAY ? "24:00:00" : TIME.format(LocalTime.ofNanoOfDay(nanosOfDay));
    }

    static String timestamp(long micros, String zone) {
        if (micros == MOST_MICROS || micros < -MOST_MICROS / 2) {
            return infinity(micros);
        }
        LocalDateTime time = LocalDateTime.ofEpochSecond(
                Math.floorDiv(micros, MICROS_PER_SECOND),
                (int) Math.floorMod(micros, MICROS_PER_SECOND) * NANOS_PER_MICRO,
                ZoneOffset.UTC);
        return time.toLocalDate() + " " + TIME.format(time) + zone;
    }

    private static String infinity(long sign) {
        return sign > 0 ? "infinity" : "-infinity";
    }
}
