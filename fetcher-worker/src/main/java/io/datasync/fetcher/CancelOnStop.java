package io.datasync.fetcher;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Cancels what a thread reads when it is interrupted or its operation has ended. A thread that waits for a database does not
 * notice an interrupt by itself.
 */
final class CancelOnStop implements AutoCloseable {
    private static final Duration INTERVAL = Duration.ofMillis(250);

    private final Runnable cancel;
    private final Thread reader;
    private final BooleanSupplier hasEnded;
    private final CountDownLatch closed = new CountDownLatch(1);

    private CancelOnStop(Runnable cancel, Thread reader, BooleanSupplier hasEnded) {
        this.cancel = cancel;
        this.reader = reader;
        this.hasEnded = hasEnded;
    }

    /** Watches over the current thread until closed. */
    static CancelOnStop watch(Runnable cancel, BooleanSupplier hasEnded) {
        CancelOnStop watch = new CancelOnStop(cancel, Thread.currentThread(), hasEnded);
        Thread thread = new Thread(watch::run, Thread.currentThread().getName() + "-watch");
        thread.setDaemon(true);
        thread.start();
        return watch;
    }

    private void run() {
        try {
            while (!closed.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
                if (reader.isInterrupted() || hasEnded.getAsBoolean()) {
                    cancel.run();
                    return;
                }
            }
        } catch (InterruptedException nobodyDoes) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
