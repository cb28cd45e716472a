package io.datasync.fetcher.jde;

import io.datasync.rows.RejectedRow;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;

/**
 * JDE's dates and times as numbers. A date is CYYDDD: C is 0 for 19xx and 1 for 20xx, DDD counts days from 1 January and
 * may run past the year's end in JDE World (099666 is 2000-10-27). A time is HHMMSS without leading zeros.
 *
 * @see <a href="https://docs.oracle.com/cd/E64610_01/EOTJC/toc.htm">JD Edwards documentation: Julian dates</a>
 */
final class JdeStamp {
    /** The number that stands for no date. */
    static final long NO_DATE = 0;

    private static final int FIRST_YEAR = 1900;
    private static final int LAST_DATE = 999_999;
    private static final int MOST_DAYS = 731;
    private static final int DAYS = 1_000;
    private static final int HUNDRED = 100;
    private static final int SIXTY = 60;
    private static final int LEAP = 4;
    private static final int DAYS_OF_YEAR = 365;

    /** From 0001-01-01 on. */
    private static final int DAYS_BEFORE_1970 = 719_162;

    private JdeStamp() {}

    /** The date that a number stands for, in days since 1970-01-01; the number is not {@link #NO_DATE}. */
    static int epochDay(String column, long cyyddd) throws RejectedRow {
        int day = (int) (cyyddd % DAYS);
        if (cyyddd < 0 || cyyddd > LAST_DATE || day < 1 || day > MOST_DAYS) {
            throw new RejectedRow(column, "Column " + column + ": not a date of the form CYYDDD, DDD from 1 to 731");
        }
        int before = FIRST_YEAR - 1 + (int) (cyyddd / DAYS);
        int leapDays = before / LEAP - before / HUNDRED + before / (LEAP * HUNDRED);
        return before * DAYS_OF_YEAR + leapDays - DAYS_BEFORE_1970 + day - 1;
    }

    static int secondOfDay(String column, long hhmmss) throws RejectedRow {
        long seconds = hhmmss % HUNDRED;
        long minutes = hhmmss / HUNDRED % HUNDRED;
        long hours = hhmmss / HUNDRED / HUNDRED;
        if (hhmmss < 0 || hours > 23 || minutes > 59 || seconds > 59) {
            throw new RejectedRow(column, "Column " + column + ": not a time of the form HHMMSS");
        }
        return (int) ((hours * SIXTY + minutes) * SIXTY + seconds);
    }

    /** The number of a date from 1900 to 2899; earlier ones become 0, later ones the last there is. */
    static int number(LocalDate date) {
        if (date.getYear() < FIRST_YEAR) {
            return 0;
        }
        return Math.min(LAST_DATE, (date.getYear() - FIRST_YEAR) * DAYS + date.getDayOfYear());
    }

    static int number(LocalTime time) {
        return (time.getHour() * HUNDRED + time.getMinute()) * HUNDRED + time.getSecond();
    }

    /**
     * The earliest local time that a row changed at {@code minimum} or later may carry. That is not always the local time
     * of {@code minimum}: when clocks are set back soon after it, later rows carry earlier times.
     */
    static LocalDateTime lowerBound(Instant minimum, ZoneId zone) {
        LocalDateTime local = LocalDateTime.ofInstant(minimum, zone);
        ZoneOffsetTransition next = zone.getRules().nextTransition(minimum);
        return next != null && next.isOverlap() && next.getDateTimeAfter().isBefore(local)
                ? next.getDateTimeAfter()
                : local;
    }
}
