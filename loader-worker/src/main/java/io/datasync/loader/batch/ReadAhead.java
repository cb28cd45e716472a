package io.datasync.loader.batch;

import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.loader.Chunks;
import io.datasync.rows.Chunk;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Reads a batch on a thread of its own, so that the next chunks are polled, decompressed, checked and decoded while the
 * database takes the current one. At most four chunks are in memory: two that wait, the one before them, and the current one.
 */
final class ReadAhead implements Chunks.Reader {
    private static final int AHEAD = 2;

    private final KafkaChunks source;
    private final BlockingQueue<Result> results = new ArrayBlockingQueue<>(AHEAD);
    private final Thread thread = new Thread(this::read, "read-ahead");
    private volatile boolean closed;
    private @Nullable Chunk current;
    private @Nullable Result last;

    private ReadAhead(KafkaChunks source) {
        this.source = source;
    }

    /** What reading gave: a chunk, the end where that is null, or a failure. */
    private record Result(@Nullable Chunk chunk, @Nullable Throwable failure) {}

    /** Begins to read; {@code source} is closed with the reader. */
    static ReadAhead of(KafkaChunks source) {
        ReadAhead reader = new ReadAhead(source);
        reader.thread.setDaemon(true);
        reader.thread.start();
        return reader;
    }

    @Override
    public @Nullable Chunk next() {
        closeCurrent();
        if (last == null) {
            Result result = take();
            current = result.chunk();
            if (current != null) {
                return current;
            }
            last = result;
        }
        if (last.failure() instanceof RuntimeException failure) {
            throw failure;
        } else if (last.failure() instanceof Error failure) {
            throw failure;
        }
        return null;
    }

    /** Ends the reading wherever it is, and waits for that even if the caller is interrupted. */
    @Override
    public void close() {
        closeCurrent();
        closed = true;
        thread.interrupt();
        boolean interrupted = Thread.interrupted();
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        for (Result left = results.poll(); left != null; left = results.poll()) {
            close(left);
        }
        try {
            source.close();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Result take() {
        try {
            return results.take();
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            throw new DataSyncException(ErrorCode.KAFKA_UNAVAILABLE, "Interrupted while a batch was read", interrupt);
        }
    }

    private void read() {
        boolean goesOn = true;
        while (goesOn && !closed) {
            Result result = result();
            goesOn = result.chunk() != null;
            try {
                results.put(result);
            } catch (InterruptedException closing) {
                // Only close() interrupts this thread, and nobody asks for what was read any more.
                close(result);
                return;
            }
        }
    }

    /** Whatever stops the reading is thrown where the chunk is asked for. */
    private Result result() {
        try {
            return new Result(source.read(), null);
        } catch (RuntimeException | Error failure) {
            return new Result(null, failure);
        }
    }

    private static void close(Result result) {
        if (result.chunk() != null) {
            result.chunk().close();
        }
    }

    private void closeCurrent() {
        if (current != null) {
            current.close();
            current = null;
        }
    }
}
