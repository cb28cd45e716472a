package io.datasync.fetcher.jde;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/**
 * Local times of a site as points in time. In the hour that is repeated when clocks are set back, the earlier of the two
 * instants; a time that clocks skipped counts from the offset before. Remembers the offset and the local times between two
 * changes of the clocks for which it holds, so that neighbouring rows need no object.
 */
final class SiteClock {
    private final ZoneRules rules;
    private final ZoneId zone;

    /** Local seconds since 1970 that are {@code offset} seconds ahead of UTC; none at first. */
    private long from;

    private long to;
    private long offset;

    SiteClock(ZoneId zone) {
        this.zone = zone;
        this.rules = zone.getRules();
    }

    /** Seconds since 1970 in UTC of seconds since 1970-01-01T00:00:00 local time. */
    long toUtc(long local) {
        if (local >= from && local < to) {
            return local - offset;
        }
        ZonedDateTime time =
                LocalDateTime.ofEpochSecond(local, 0, ZoneOffset.UTC).atZone(zone);
        remember(time.toInstant());
        return time.toEpochSecond();
    }

    /** The times from after the last change, once any repeated hour is over, to before the next one. */
    private void remember(Instant instant) {
        // The change itself may be what the instant is at.
        ZoneOffsetTransition last = rules.previousTransition(instant.plusNanos(1));
        ZoneOffsetTransition next = rules.nextTransition(instant);
        offset = rules.getOffset(instant).getTotalSeconds();
        from = last == null
                ? Long.MIN_VALUE
                : Math.max(local(last.getDateTimeBefore()), local(last.getDateTimeAfter()));
        to = next == null ? Long.MAX_VALUE : Math.min(local(next.getDateTimeBefore()), local(next.getDateTimeAfter()));
    }

    private static long local(LocalDateTime time) {
        return time.toEpochSecond(ZoneOffset.UTC);
    }
}
