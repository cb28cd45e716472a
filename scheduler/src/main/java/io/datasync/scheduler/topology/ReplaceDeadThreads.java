package io.datasync.scheduler.topology;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts a new thread in place of one that died, as a lost broker or a lost transaction passes; but not for an error of the
 * JVM, and not for ever: when threads keep dying, the client is shut down, so that the process is seen to be ill.
 */
final class ReplaceDeadThreads implements StreamsUncaughtExceptionHandler {
    private static final Logger log = LoggerFactory.getLogger(ReplaceDeadThreads.class);
    private static final int MOST_DEATHS = 10;
    private static final Duration WINDOW = Duration.ofMinutes(10);

    private final InstantSource clock;
    private final Deque<Instant> deaths = new ArrayDeque<>();

    ReplaceDeadThreads(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public synchronized StreamThreadExceptionResponse handle(Throwable failure) {
        Instant now = clock.instant();
        deaths.addLast(now);
        while (deaths.getFirst().isBefore(now.minus(WINDOW))) {
            deaths.removeFirst();
        }
        boolean replace = failure instanceof Exception && deaths.size() <= MOST_DEATHS;
        log.atError()
                .addKeyValue("deaths", deaths.size())
                .addKeyValue("window", WINDOW)
                .setCause(failure)
                .log(replace ? "A stream thread died and is replaced" : "A stream thread died, the topology gives up");
        return replace ? StreamThreadExceptionResponse.REPLACE_THREAD : StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }
}
