package io.datasync.fetcher;

import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.opentelemetry.context.Context;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends full chunks on a thread of its own while its user fills the next one. There are {@value #MOST_CHUNKS} chunks at
 * most: whoever is faster waits for the other. What is thrown while sending is thrown to the user by the next call.
 */
final class ChunkSender implements AutoCloseable {
    private static final int MOST_CHUNKS = 3;

    private final Supplier<ChunkBuilder> newChunk;
    private final Sending sending;
    private final Runnable onFailure;
    private final Thread thread;
    private final List<ChunkBuilder> chunks = new ArrayList<>();
    private final Deque<ChunkBuilder> empty = new ArrayDeque<>();
    private final Deque<Full> full = new ArrayDeque<>();
    private @Nullable RuntimeException failure;
    private boolean ended;
    private boolean done;

    /** What is done with a full chunk. */
    @FunctionalInterface
    interface Sending {
        void send(ChunkBuilder chunk, boolean endsBatch) throws InterruptedException;
    }

    private record Full(ChunkBuilder chunk, boolean endsBatch) {}

    /**
     * A sender, whose thread has the trace of the current one.
     *
     * @param newChunk makes a chunk, which is closed here
     * @param onFailure is run by the sending thread when sending fails, so that a user who waits for rows stops to
     */
    ChunkSender(Supplier<ChunkBuilder> newChunk, Sending sending, Runnable onFailure) {
        this.newChunk = newChunk;
        this.sending = sending;
        this.onFailure = onFailure;
        this.thread = new Thread(
                Context.current().wrap(this::run), Thread.currentThread().getName() + "-send");
        thread.setDaemon(true);
        thread.start();
    }

    /** A chunk without rows; waits for one if all are being sent. */
    synchronized ChunkBuilder take() throws InterruptedException {
        if (empty.isEmpty() && chunks.size() < MOST_CHUNKS) {
            ChunkBuilder made = newChunk.get();
            chunks.add(made);
            empty.add(made);
        }
        while (empty.isEmpty() && failure == null) {
            wait();
        }
        throwFailure();
        return empty.remove();
    }

    /**
     * Sends the chunk after those before it.
     *
     * @param endsBatch is passed on
     */
    synchronized void send(ChunkBuilder chunk, boolean endsBatch) {
        throwFailure();
        full.add(new Full(chunk, endsBatch));
        notifyAll();
    }

    /** Waits until all chunks are sent. */
    synchronized void finish() throws InterruptedException {
        ended = true;
        notifyAll();
        while (!done) {
            wait();
        }
        throwFailure();
    }

    private void throwFailure() {
        if (failure != null) {
            throw failure;
        }
    }

    private void run() {
        RuntimeException thrown = null;
        try {
            for (Full next = next(); next != null; next = next()) {
                sending.send(next.chunk(), next.endsBatch());
                next.chunk().clear();
                giveBack(next.chunk());
            }
        } catch (InterruptedException stopped) {
            // By close(), after which nobody asks.
            thrown = new DataSyncException(ErrorCode.CANCELLED, "Sending was stopped", stopped);
        } catch (RuntimeException failed) {
            thrown = failed;
        } catch (Error failed) {
            thrown = DataSyncException.of(new IllegalStateException("Sending a chunk failed: " + failed, failed));
        }
        end(thrown);
        if (thrown != null) {
            onFailure.run();
        }
    }

    private synchronized @Nullable Full next() throws InterruptedException {
        while (full.isEmpty() && !ended) {
            wait();
        }
        return full.poll();
    }

    private synchronized void giveBack(ChunkBuilder chunk) {
        empty.add(chunk);
        notifyAll();
    }

    private synchronized void end(@Nullable RuntimeException thrown) {
        failure = thrown;
        done = true;
        notifyAll();
    }

    /** Stops sending, unless it was finished, and waits for the thread: nothing is sent afterwards. */
    @Override
    public void close() {
        boolean stillSends;
        synchronized (this) {
            stillSends = !done;
        }
        if (stillSends) {
            thread.interrupt();
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException again) {
                interrupted = true;
                thread.interrupt();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        chunks.forEach(ChunkBuilder::close);
    }
}
