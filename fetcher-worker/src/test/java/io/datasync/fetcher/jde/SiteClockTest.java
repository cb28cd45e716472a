package io.datasync.fetcher.jde;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SiteClockTest {
    /** In steps over every change of the clocks, and in leaps from one to another. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "UTC",
                "+05:30",
                "America/Chicago",
                "America/St_Johns",
                "Europe/Dublin",
                "Australia/Lord_Howe",
                "Africa/Casablanca",
                "Pacific/Apia"
            })
    void everyLocalTimeIsThePointInTimeThatTheZoneSays(String id) {
        ZoneId zone = ZoneId.of(id);
        SiteClock steady = new SiteClock(zone);
        long end = LocalDateTime.parse("2030-01-01T00:00:00").toEpochSecond(ZoneOffset.UTC);
        for (long local = LocalDateTime.parse("1995-01-01T00:00:00").toEpochSecond(ZoneOffset.UTC);
                local < end;
                local += 1_800) {
            assertEquals(expected(local, zone), steady.toUtc(local));
        }
        SiteClock jumping = new SiteClock(zone);
        Random random = new Random(7);
        for (int round = 0; round < 20_000; round++) {
            long local = random.nextLong(-2_000_000_000L, 3_000_000_000L) / 900 * 900 - random.nextInt(2);
            assertEquals(expected(local, zone), jumping.toUtc(local));
        }
    }

    private static long expected(long local, ZoneId zone) {
        return LocalDateTime.ofEpochSecond(local, 0, ZoneOffset.UTC)
                .atZone(zone)
                .toEpochSecond();
    }
}
