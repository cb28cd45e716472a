package io.datasync.demo;

import java.time.LocalDate;
import java.time.LocalTime;

/** Dates and times as JDE stores them. */
final class DemoStamp {
    private DemoStamp() {}

    /** CYYDDD: the century counted from 19, the year in it, the day of the year. */
    static int date(LocalDate date) {
        return (date.getYear() - 1900) * 1000 + date.getDayOfYear();
    }

    /** HHMMSS as a number, so without leading zeros. */
    static int time(LocalTime time) {
        return time.getHour() * 10_000 + time.getMinute() * 100 + time.getSecond();
    }
}
