package io.datasync.lifecycle;

import io.datasync.error.DataSyncException;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits at start-up for a server that is not there yet, as containers start in no order. */
public final class Await {
    private static final Logger log = LoggerFactory.getLogger(Await.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

    private Await() {}

    /**
     * Runs {@code attempt} until it succeeds, with growing pauses.
     *
     * @throws DataSyncException at once if trying again cannot help, such as for a wrong password
     */
    public static void server(String name, Runnable attempt) {
        Retry retry = Retry.of(
                name,
                RetryConfig.custom()
                        .maxAttempts(Integer.MAX_VALUE)
                        .intervalFunction(IntervalFunction.ofExponentialBackoff(FIRST_PAUSE, 2, LONGEST_PAUSE))
                        .retryOnException(
                                failure -> DataSyncException.of(failure).code().isRetryable())
                        .build());
        retry.getEventPublisher()
                .onRetry(event -> log.atWarn()
                        .addKeyValue("server", name)
                        .addKeyValue("attempt", event.getNumberOfRetryAttempts())
                        .addKeyValue(
                                "reason",
                                String.valueOf(event.getLastThrowable().getMessage()))
                        .log("Not there yet; trying again"));
        retry.executeRunnable(attempt);
    }
}
