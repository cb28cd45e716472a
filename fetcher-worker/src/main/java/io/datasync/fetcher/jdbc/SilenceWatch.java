package io.datasync.fetcher.jdbc;

import java.time.Duration;
import java.util.TimerTask;
import java.util.concurrent.atomic.AtomicLong;
import org.postgresql.core.BaseConnection;

/**
 * Cancels a COPY whose next row is waited for too long; the driver's own time-outs of a statement do not know COPY. Runs on
 * the driver's timer, as they do. Rows that nobody asks for yet are not waited for.
 */
final class SilenceWatch implements AutoCloseable {
    private static final int LOOKS = 4;

    private final BaseConnection connection;
    private final Runnable cancel;
    private final long intervalMillis;

    /** Odd while the server is waited for. */
    private final AtomicLong reads = new AtomicLong();

    private long seen;
    private int looks;
    private boolean closed;

    /**
     * Begins to watch.
     *
     * @param cancel cancels the running COPY
     */
    SilenceWatch(BaseConnection connection, Duration longest, Runnable cancel) {
        this.connection = connection;
        this.cancel = cancel;
        this.intervalMillis = Math.max(1, longest.toMillis() / LOOKS);
        lookLater();
    }

    /** To be called before and after each wait for the server, by one thread. */
    void count() {
        reads.lazySet(reads.getPlain() + 1);
    }

    /** Cancels the COPY now. */
    void cancel() {
        cancel.run();
    }

    private synchronized void lookLater() {
        if (closed) {
            return;
        }
        connection.addTimerTask(
                new TimerTask() {
                    @Override
                    public void run() {
                        look();
                    }
                },
                intervalMillis);
    }

    private void look() {
        long now = reads.get();
        looks = now == seen ? looks + 1 : 0;
        seen = now;
        if (now % 2 == 1 && looks >= LOOKS) {
            cancel.run();
            looks = 0;
        }
        lookLater();
    }

    @Override
    public synchronized void close() {
        closed = true;
    }
}
