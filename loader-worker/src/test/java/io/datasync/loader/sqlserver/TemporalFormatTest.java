package io.datasync.loader.sqlserver;

import static io.datasync.loader.sqlserver.TestingColumns.scaled;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import org.junit.jupiter.api.Test;

final class TemporalFormatTest {

    @Test
    void aTimeOfDayInADaylightSavingGapIsWrittenAsItIs() {
        // 02:00 to 03:00 does not exist on this day where the tests run, in St. John's.
        assertEquals("2026-03-08T02:15:00.000000", text("datetime2", 6, "2026-03-08T02:15:00"));
    }

    @Test
    void daysBeforeTheGregorianCalendarKeepTheirNumbers() {
        assertEquals("1582-10-10T00:00:00", text("datetime2", 0, "1582-10-10T00:00:00"));
        assertEquals("0001-01-01T00:00:00", text("datetime2", 0, "0001-01-01T00:00:00"));
        assertEquals("9999-12-31T23:59:59.9999999", text("datetime2", 7, "9999-12-31T23:59:59.9999999"));
    }

    @Test
    void eachTypeIsWrittenWithItsOwnDigits() {
        String time = "2026-11-23T07:08:09.123456700";
        assertEquals("2026-11-23", text("date", 0, time));
        assertEquals("07:08:09.123", text("time", 3, time));
        assertEquals("07:08:09", text("time", 0, time));
        assertEquals("2026-11-23T07:08:09.1234567", text("datetime2", 7, time));
        assertEquals("2026-11-23T07:08:09.123", text("datetime", 0, time));
        assertEquals("2026-11-23T07:08:09", text("smalldatetime", 0, time));
        assertEquals("2026-11-23T07:08:09.12+00:00", text("datetimeoffset", 2, time));
    }

    @Test
    void noTextIsLongerThanItsCarrier() {
        String longest = text("datetimeoffset", 7, "9999-12-31T23:59:59.999999999");
        assertTrue(longest.length() <= scaled("datetimeoffset", 7).carrier().length(), longest);
    }

    @Test
    void otherTypesHaveNoFormat() {
        assertThrows(IllegalArgumentException.class, () -> TemporalFormat.of(SqlServerType.of("int")));
    }

    private static String text(String type, int scale, String dateTime) {
        LocalDateTime time = LocalDateTime.parse(dateTime);
        LocalDate date = time.toLocalDate();
        LocalTime timeOfDay = time.toLocalTime();
        return TemporalFormat.of(scaled(type, scale)).text(date.toEpochDay(), timeOfDay.toNanoOfDay());
    }
}
