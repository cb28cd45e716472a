package io.datasync.verify;

import io.datasync.error.DataSyncException;
import io.datasync.lifecycle.Lifecycle;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;

/**
 * Source and destination of a table, about to be read once.
 *
 * @param parts what is closed with them
 */
record Sides(ComparedColumns columns, Side source, Side destination, Lifecycle parts) implements AutoCloseable {

    /**
     * Reads both at the same time; when one fails, the other is cancelled.
     *
     * @param progress is told of rows of both, by two threads
     * @throws DataSyncException if a database does not answer or refuses
     */
    void read(RowSink sourceRows, RowSink destinationRows, LongConsumer progress) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(2, Sides::thread);
        try {
            ExecutorCompletionService<Boolean> both = new ExecutorCompletionService<>(threads);
            both.submit(() -> source.read(sourceRows, progress), true);
            both.submit(() -> destination.read(destinationRows, progress), true);
            awaitBoth(both);
        } finally {
            threads.shutdown();
        }
    }

    private void awaitBoth(ExecutorCompletionService<Boolean> both) throws InterruptedException {
        try {
            Optional<DataSyncException> first = failure(both.take());
            first.ifPresent(failed -> cancel());
            // What fails after a cancel fails for it.
            Optional<DataSyncException> second = failure(both.take());
            Optional<DataSyncException> failure = first.or(() -> second);
            if (failure.isPresent()) {
                throw failure.get();
            }
        } catch (InterruptedException stop) {
            cancel();
            throw stop;
        }
    }

    private static Optional<DataSyncException> failure(Future<Boolean> ended) throws InterruptedException {
        try {
            ended.get();
            return Optional.empty();
        } catch (ExecutionException failure) {
            return Optional.of(DataSyncException.of(Objects.requireNonNullElse(failure.getCause(), failure)));
        }
    }

    private void cancel() {
        source.cancel();
        destination.cancel();
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "verify");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void close() {
        parts.close();
    }
}
