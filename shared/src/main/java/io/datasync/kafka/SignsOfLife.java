package io.datasync.kafka;

import io.datasync.error.DataSyncException;
import io.datasync.message.OperationEvent.TaskRunning;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes that a task is still being worked on, at regular times while it is. A query that takes long to give its first row,
 * a large MERGE or the rebuild of an index tell nothing by themselves, and an operation without a sign of life is closed.
 */
public final class SignsOfLife implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SignsOfLife.class);
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(10);

    private final Publisher publisher;
    private final Duration every;
    private final InstantSource clock;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "signs-of-life");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * Starts without a task.
     *
     * @param staleAfter the silence after which operations are closed; signs come three times as often, every 10 s at least
     */
    public SignsOfLife(Publisher publisher, Duration staleAfter, InstantSource clock) {
        this.publisher = publisher;
        Duration third = staleAfter.dividedBy(3);
        this.every = third.compareTo(LONGEST_SILENCE) < 0 ? third : LONGEST_SILENCE;
        this.clock = clock;
    }

    /** What is done while signs of life are given. */
    @FunctionalInterface
    public interface Work {
        void run() throws InterruptedException;
    }

    /** Does the work of a task of that operation. */
    public void during(String operationId, Work work) throws InterruptedException {
        ScheduledFuture<?> signs = timer.scheduleAtFixedRate(
                () -> publish(operationId), every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
        try {
            work.run();
        } finally {
            signs.cancel(false);
        }
    }

    /** A sign that cannot be given is no reason to stop: if the broker is away for long, the task's lock is lost too. */
    private void publish(String operationId) {
        try {
            publisher.publish(new TaskRunning(operationId, clock.instant()));
        } catch (DataSyncException failure) {
            log.atWarn()
                    .addKeyValue("operation", operationId)
                    .addKeyValue("reason", failure.getMessage())
                    .log("Could not give a sign of life");
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
