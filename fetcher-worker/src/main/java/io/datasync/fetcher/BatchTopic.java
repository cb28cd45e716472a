package io.datasync.fetcher;

import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.kafka.KafkaFailure;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * A batch topic that is being created, while the source prepares its first rows.
 *
 * @param led asks the leaders of its partitions something that they answer only once they lead: a broker names a new
 *     partition's leader a moment before that takes records, and refuses those that come in between
 */
record BatchTopic(String name, KafkaFuture<Void> created, Supplier<KafkaFuture<?>> led) {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(5);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);
    /** About half a minute. */
    private static final int ATTEMPTS = 65;

    /**
     * Waits until it takes records; it may have been there before.
     *
     * @throws DataSyncException with {@link ErrorCode#KAFKA_UNAVAILABLE} if it does not for half a minute, with
     *     {@link ErrorCode#KAFKA_REFUSED} if this login may not create it
     */
    void await() throws InterruptedException {
        try {
            awaitCreation();
            awaitLeaders();
        } catch (ExecutionException failure) {
            throw KafkaFailure.of("Kafka did not create the topic " + name, failure);
        }
    }

    private void awaitCreation() throws ExecutionException, InterruptedException {
        try {
            created.get();
        } catch (ExecutionException failure) {
            if (!(failure.getCause() instanceof TopicExistsException)) {
                throw failure;
            }
        }
    }

    /** The admin client gives up at once as long as a broker does not know of the topic yet. */
    private void awaitLeaders() throws ExecutionException, InterruptedException {
        RetryConfig config = RetryConfig.custom()
                .maxAttempts(ATTEMPTS)
                .intervalFunction(IntervalFunction.ofExponentialBackoff(FIRST_PAUSE, 2, LONGEST_PAUSE))
                .retryOnException(failure -> failure.getCause() instanceof RetriableException)
                .build();
        try {
            Retry.of("leaders", config).executeCheckedSupplier(() -> led.get().get());
        } catch (ExecutionException | InterruptedException | RuntimeException failure) {
            throw failure;
        } catch (Throwable unexpected) {
            throw new IllegalStateException(unexpected);
        }
    }
}
