package io.datasync.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Interrupts the thread that made it when the JVM is told to end, by Ctrl-C or SIGTERM, and gives it time to clean up until it
 * closes this.
 */
final class InterruptOnShutdown implements AutoCloseable {
    private static final long MOST_SECONDS = 60;

    private final CountDownLatch cleanedUp = new CountDownLatch(1);
    private final Thread hook;

    /** @param first runs before the interrupt, such as what clears the screen */
    InterruptOnShutdown(Runnable first) {
        Thread interrupted = Thread.currentThread();
        hook = new Thread(() -> interrupt(interrupted, first), "interrupt");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private void interrupt(Thread thread, Runnable first) {
        first.run();
        System.err.println("Stopping ...");
        thread.interrupt();
        try {
            cleanedUp.await(MOST_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        cleanedUp.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            // Then it runs already, and ends now.
            return;
        }
    }
}
