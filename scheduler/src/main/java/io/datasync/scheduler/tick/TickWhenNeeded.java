package io.datasync.scheduler.tick;

import io.datasync.lifecycle.RunUntilStopped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Ticks each checkInterval, and starts what is due in between: when the next table falls due, and when an operation has ended,
 * so that one that a cap held back need not wait. {@link #operationEnded} may be called by any thread.
 */
public final class TickWhenNeeded implements RunUntilStopped.Step {
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(10);

    private final SchedulerTick tick;
    private final Duration checkInterval;
    private final InstantSource clock;
    private final Semaphore wake = new Semaphore(0);
    private long tickAt = System.nanoTime();
    private Duration pause = Duration.ZERO;

    public TickWhenNeeded(SchedulerTick tick, Duration checkInterval, InstantSource clock) {
        this.tick = tick;
        this.checkInterval = checkInterval;
        this.clock = clock;
    }

    /** Says that the log's row of an operation was closed; the due tables are looked at soon. */
    public void operationEnded() {
        wake.release();
    }

    /** Waits until something is to be done, and does it; waits for the next checkInterval if it fails. */
    @Override
    public void run() throws InterruptedException {
        // Looking takes half of the time at most, however many operations end and however large the log is.
        TimeUnit.NANOSECONDS.sleep(pause.toNanos());
        if (wake.tryAcquire(untilNeeded().toNanos(), TimeUnit.NANOSECONDS)) {
            wake.drainPermits();
        }
        long begun = System.nanoTime();
        try {
            if (begun - tickAt >= 0) {
                tickAt = begun + checkInterval.toNanos();
                tick.run();
            } else {
                tick.startDue();
            }
        } finally {
            Duration took = Duration.ofNanos(System.nanoTime() - begun);
            pause = took.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : took;
        }
    }

    private Duration untilNeeded() {
        Duration untilTick = Duration.ofNanos(tickAt - System.nanoTime());
        Instant now = clock.instant();
        return tick.nextDue()
                .map(due -> Duration.between(now, due))
                .filter(untilDue -> untilDue.compareTo(untilTick) < 0)
                .orElse(untilTick);
    }

    /** Starts no further operation. */
    @Override
    public void stop() {
        tick.stop();
        wake.release();
    }
}
