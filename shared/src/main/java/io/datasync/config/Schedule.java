package io.datasync.config;

import java.time.Duration;

/** When a kind of synchronisation is due: once {@code interval} has passed since its last success. */
public record Schedule(boolean enabled, Duration interval) {

    public static final Schedule DAILY_OFF = new Schedule(false, Duration.ofDays(1));
    public static final Schedule HOURLY_OFF = new Schedule(false, Duration.ofHours(1));

    public static Schedule every(Duration interval) {
        return new Schedule(true, interval);
    }
}
