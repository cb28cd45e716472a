package io.datasync.scheduler.tick;

import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.kafka.KafkaFailure;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaFuture;

/** Waits for what the admin client was asked. */
final class AdminCall {
    private AdminCall() {}

    /**
     * Waits as long as the client's own time-outs let it.
     *
     * @param doing what the message of a failure begins with
     * @throws DataSyncException with {@link ErrorCode#KAFKA_UNAVAILABLE} or
     *     {@link ErrorCode#KAFKA_REFUSED} and the client's exception as its cause
     */
    static <T> T await(KafkaFuture<T> result, String doing) {
        try {
            return result.get();
        } catch (ExecutionException failure) {
            throw KafkaFailure.of(doing, failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw KafkaFailure.of(doing, interrupted);
        }
    }
}
