package io.datasync.fetcher;

import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicExistsException;

/** A batch topic that is being created, while the source prepares its first rows. */
record BatchTopic(String name, KafkaFuture<Void> created) {

    /** Waits until it is there; it may have been before. */
    void await() throws InterruptedException {
        try {
            created.get();
        } catch (ExecutionException failure) {
            if (!(failure.getCause() instanceof TopicExistsException)) {
                throw new DataSyncException(
                        ErrorCode.KAFKA_UNAVAILABLE,
                        "Kafka did not create the topic " + name + ": " + failure.getCause(),
                        failure.getCause());
            }
        }
    }
}
