package io.datasync.fetcher.jde;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.datasync.rows.RejectedRow;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JdeStampTest {
    @ParameterizedTest
    @CsvSource({
        "99001, 1999-01-01",
        "99666, 2000-10-27",
        "1, 1900-01-01",
        "100001, 2000-01-01",
        "100366, 2000-12-31",
        "101366, 2002-01-01",
        "126064, 2026-03-05",
        "124731, 2025-12-31",
        "999365, 2899-12-31"
    })
    void aDateCountsDaysFromTheFirstOfJanuary(long number, LocalDate date) throws RejectedRow {
        assertEquals(date, date("D", number));
    }

    private static LocalDate date(String column, long number) throws RejectedRow {
        return LocalDate.ofEpochDay(JdeStamp.epochDay(column, number));
    }

    private static LocalTime time(String column, long number) throws RejectedRow {
        return LocalTime.ofSecondOfDay(JdeStamp.secondOfDay(column, number));
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, 100000, 126732, 126999, 1000001, 20260305, Long.MAX_VALUE})
    void whatIsNoDateIsRejectedByName(long number) {
        RejectedRow rejected = assertThrows(RejectedRow.class, () -> date("OrderDate", number));
        assertEquals("OrderDate", rejected.column());
    }

    @ParameterizedTest
    @CsvSource({"0, 00:00:00", "7, 00:00:07", "10509, 01:05:09", "235959, 23:59:59", "120000, 12:00:00"})
    void aTimeHasNoLeadingZeros(long number, LocalTime time) throws RejectedRow {
        assertEquals(time, time("T", number));
        assertEquals(number, JdeStamp.number(time));
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 60, 6000, 240000, 999999, 1235959, Long.MAX_VALUE})
    void whatIsNoTimeIsRejected(long number) {
        assertThrows(RejectedRow.class, () -> time("T", number));
    }

    @Test
    void everyDateAndSecondComesBackAsItWas() throws RejectedRow {
        for (LocalDate date = LocalDate.of(1900, 1, 1); date.getYear() < 2900; date = date.plusDays(1)) {
            assertEquals(date, date("D", JdeStamp.number(date)));
        }
        for (int second = 0; second < 86_400; second++) {
            LocalTime time = LocalTime.ofSecondOfDay(second);
            assertEquals(time, time("T", JdeStamp.number(time)));
        }
    }

    @Test
    void anyNumberIsADateOrRejected() throws RejectedRow {
        for (long number = -10; number < 1_100_000; number++) {
            long day = number % 1000;
            boolean valid = number >= 0 && number <= 999_999 && day >= 1 && day <= 731;
            if (valid) {
                LocalDate expected =
                        LocalDate.of(1900 + (int) (number / 1000), 1, 1).plusDays(day - 1);
                assertEquals(expected, date("D", number));
            } else {
                long wrong = number;
                assertThrows(RejectedRow.class, () -> date("D", wrong));
            }
        }
    }

    @Test
    void datesBeforeTheFirstAndAfterTheLastHaveNumbersToCompareWith() {
        assertEquals(0, JdeStamp.number(LocalDate.of(1, 1, 1)));
        assertEquals(0, JdeStamp.number(LocalDate.of(1899, 12, 31)));
        assertEquals(999_999, JdeStamp.number(LocalDate.of(9999, 12, 31)));
    }

    @Test
    void theLowerBoundStepsBackBeforeARepeatedHour() {
        ZoneId chicago = ZoneId.of("America/Chicago");
        assertEquals(
                LocalDateTime.parse("2025-11-02T01:00:00"),
                JdeStamp.lowerBound(Instant.parse("2025-11-02T06:50:00Z"), chicago));
        assertEquals(
                LocalDateTime.parse("2025-11-02T01:50:00"),
                JdeStamp.lowerBound(Instant.parse("2025-11-02T07:50:00Z"), chicago));
        assertEquals(
                LocalDateTime.parse("2025-11-02T00:50:00"),
                JdeStamp.lowerBound(Instant.parse("2025-11-02T05:50:00Z"), chicago));
    }

    /** Whatever is written at or after the bound, by the site's clock, is not before the bound's local time. */
    @Test
    void noLaterRowIsBelowTheLowerBound() {
        Random random = new Random(42);
        for (String id :
                new String[] {"America/Chicago", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kolkata", "UTC"}) {
            ZoneId zone = ZoneId.of(id);
            for (int round = 0; round < 20_000; round++) {
                Instant minimum = Instant.ofEpochSecond(1_700_000_000L + random.nextInt(2 * 365 * 86_400));
                Instant later = minimum.plusSeconds(random.nextInt(3 * 3_600));
                assertFalse(LocalDateTime.ofInstant(later, zone).isBefore(JdeStamp.lowerBound(minimum, zone)));
            }
        }
    }
}
