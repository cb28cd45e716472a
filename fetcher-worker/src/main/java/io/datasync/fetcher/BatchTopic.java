package io.datasync.fetcher;

import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * A batch topic that is being created, while the source prepares its first rows.
 *
 * @param led asks the leaders of its partitions something that they answer only once they lead: a broker names a new
 *     partition's leader a moment before that takes records, and refuses those that come in between
 */
record BatchTopic(String name, KafkaFuture<Void> created, Supplier<KafkaFuture<?>> led) {

    /** Waits until it takes records; it may have been there before. */
    void await() throws InterruptedException {
        try {
            try {
                created.get();
            } catch (ExecutionException failure) {
                if (!(failure.getCause() instanceof TopicExistsException)) {
                    throw failure;
                }
            }
            led.get().get();
        } catch (ExecutionException failure) {
            throw new DataSyncException(
                    ErrorCode.KAFKA_UNAVAILABLE,
                    "Kafka did not create the topic " + name + ": " + failure.getCause(),
                    failure.getCause());
        }
    }
}
