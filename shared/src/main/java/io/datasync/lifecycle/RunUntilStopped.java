package io.datasync.lifecycle;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A thread that runs a step over and over; a failing step is logged and does not end it. */
public final class RunUntilStopped implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RunUntilStopped.class);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

    /** What is run. */
    @FunctionalInterface
    public interface Step {
        void run() throws InterruptedException;

        /** Asks a running step to end soon; called once, from another thread. */
        default void stop() {}
    }

    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Step step;
    private final Duration pause;
    private final Duration stopTimeout;
    private final Thread thread;

    private RunUntilStopped(String name, Step step, Duration pause, Duration stopTimeout) {
        this.step = step;
        this.pause = pause;
        this.stopTimeout = stopTimeout;
        this.thread = new Thread(this::loop, name);
    }

    /**
     * Starts the thread.
     *
     * @param pause time between the end of a step and the next; zero if the step waits by itself
     * @param stopTimeout how long {@link #close()} waits before it interrupts the step
     */
    public static RunUntilStopped start(String name, Step step, Duration pause, Duration stopTimeout) {
        RunUntilStopped loop = new RunUntilStopped(name, step, pause, stopTimeout);
        loop.thread.start();
        return loop;
    }

    /** True until the loop has ended, for liveness checks. */
    public boolean isAlive() {
        return thread.isAlive();
    }

    private void loop() {
        boolean go = true;
        while (go) {
            Duration wait = pause;
            try {
                step.run();
            } catch (InterruptedException interrupted) {
                log.atInfo().addKeyValue("loop", thread.getName()).log("Interrupted");
                return;
            } catch (RuntimeException failure) {
                if (Thread.currentThread().isInterrupted()) {
                    log.atInfo()
                            .addKeyValue("loop", thread.getName())
                            .addKeyValue("reason", failure.toString())
                            .log("Interrupted");
                    return;
                }
                log.atError()
                        .addKeyValue("loop", thread.getName())
                        .setCause(failure)
                        .log("A step failed; going on");
                wait = pause.compareTo(PAUSE_AFTER_FAILURE) > 0 ? pause : PAUSE_AFTER_FAILURE;
            }
            go = !isStoppedAfter(wait);
        }
    }

    private boolean isStoppedAfter(Duration wait) {
        try {
            return stopped.await(wait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Lets no further step begin and asks the running one to end, without waiting for it; {@link #close()} does. */
    public synchronized void stop() {
        if (stopped.getCount() > 0) {
            stopped.countDown();
            step.stop();
        }
    }

    /** Lets the running step end, interrupts it when it takes longer than the stop time-out, and waits for the thread. */
    @Override
    public void close() {
        stop();
        try {
            thread.join(stopTimeout.toMillis() + 1);
            if (thread.isAlive()) {
                log.atWarn().addKeyValue("loop", thread.getName()).log("Does not stop by itself; interrupted");
                thread.interrupt();
                thread.join(stopTimeout.toMillis() + 1);
            }
        } catch (InterruptedException interrupted) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }
}
