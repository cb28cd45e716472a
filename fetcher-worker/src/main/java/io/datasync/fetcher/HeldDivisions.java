package io.datasync.fetcher;

import io.datasync.message.OperationState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps divisions open, and with them their snapshots, until all slices have begun to be read. Whoever divided the rows goes on
 * with its next task meanwhile: slices wait for workers.
 */
public final class HeldDivisions implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(HeldDivisions.class);
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);

    /** A transaction that is open for long keeps a source from cleaning up. */
    private static final Duration LONGEST = Duration.ofMinutes(30);

    private final int most;
    private final Function<String, Optional<OperationState>> states;
    private final InstantSource clock;
    private final Map<String, Held> byOperation = new ConcurrentHashMap<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "held-divisions");
        thread.setDaemon(true);
        return thread;
    });

    private final ScheduledFuture<?> looks;

    private record Held(RowDivision division, Instant since) {}

    /**
     * Starts without one.
     *
     * @param most divisions held at a time, as each has a connection
     * @param states what is known of an operation; asked often, so it should answer from memory
     */
    HeldDivisions(int most, Function<String, Optional<OperationState>> states, InstantSource clock) {
        this.most = most;
        this.states = states;
        this.clock = clock;
        looks = timer.scheduleWithFixedDelay(
                this::closeDone, LOOK_EVERY.toMillis(), LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    boolean isFull() {
        return byOperation.size() >= most;
    }

    /** Takes a division over, to be closed here. */
    void hold(String operationId, RowDivision division) {
        Held former = byOperation.put(operationId, new Held(division, clock.instant()));
        if (former != null) {
            close(operationId, former);
        }
    }

    private void closeDone() {
        byOperation.forEach((operationId, held) -> {
            boolean isOld = held.since().plus(LONGEST).isBefore(clock.instant());
            if ((isOld
                            || states.apply(operationId)
                                    .filter(HeldDivisions::isDone)
                                    .isPresent())
                    && byOperation.remove(operationId, held)) {
                close(operationId, held);
            }
        });
    }

    private static boolean isDone(OperationState state) {
        boolean allBegun =
                !state.slices().isEmpty() && state.slices().stream().allMatch(slice -> slice.attempt() != null);
        return allBegun || state.phase().isFinal();
    }

    /** A snapshot that ends in any other way is as well at its end. */
    private static void close(String operationId, Held held) {
        try {
            held.division().close();
        } catch (RuntimeException failure) {
            log.atWarn()
                    .addKeyValue("operation", operationId)
                    .setCause(failure)
                    .log("The transaction of a snapshot could not be closed");
        }
    }

    @Override
    public void close() {
        looks.cancel(false);
        timer.shutdown();
        byOperation.forEach((operationId, held) -> {
            if (byOperation.remove(operationId, held)) {
                close(operationId, held);
            }
        });
    }
}
