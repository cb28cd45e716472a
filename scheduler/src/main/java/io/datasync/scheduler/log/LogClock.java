package io.datasync.scheduler.log;

import io.datasync.lifecycle.RunUntilStopped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The time of the log's database, so that all schedulers and commands agree on it however wrong the clocks of their machines are.
 * Between two readings it goes on with the time that has passed here.
 *
 * <p>With clocks of their own, a scheduler whose clock was an hour ahead had the next fetches count from too late, closed live
 * operations as stale, and left tables alone that were due.
 */
public final class LogClock implements InstantSource, RunUntilStopped.Step {
    /** Machines drift, and virtual ones are stopped and go on. */
    public static final Duration BETWEEN_READINGS = Duration.ofMinutes(1);

    private final Supplier<Instant> database;
    private volatile @Nullable Reading reading;

    private record Reading(Instant instant, long nanoTime) {}

    /**
     * A clock that {@link #run()} sets.
     *
     * @param database the database's time, {@link DataUpdateLog#now}
     */
    public LogClock(Supplier<Instant> database) {
        this.database = database;
    }

    @Override
    public void run() {
        Instant instant = database.get();
        reading = new Reading(instant, System.nanoTime());
    }

    /** @throws IllegalStateException if it was never set */
    @Override
    public Instant instant() {
        Reading last = reading;
        if (last == null) {
            throw new IllegalStateException("The clock was not set yet");
        }
        return last.instant().plusNanos(System.nanoTime() - last.nanoTime());
    }
}
