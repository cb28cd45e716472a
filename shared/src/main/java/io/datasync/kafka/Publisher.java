package io.datasync.kafka;

import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.message.FetchTask;
import io.datasync.message.Json;
import io.datasync.message.OperationEvent;
import io.datasync.message.Reject;
import io.datasync.message.Topics;
import io.datasync.telemetry.Tracing;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;

/**
 * Writes messages, with the current trace context in their headers. Every method returns only once the message is
 * durable.
 *
 * @see Topics
 */
public final class Publisher {
    private final Producer<String, byte[]> producer;
    private final Topics topics;

    public Publisher(Producer<String, byte[]> producer, Topics topics) {
        this.producer = producer;
        this.topics = topics;
    }

    /**
     * Publishes an event.
     *
     * @throws DataSyncException with {@link ErrorCode#KAFKA_UNAVAILABLE} if the broker did not take it
     */
    public void publish(OperationEvent event) {
        await(send(topics.events(), event.operationId(), event));
    }

    /**
     * Publishes a fetch task.
     *
     * @throws DataSyncException as {@link #publish(OperationEvent)}
     */
    public void publish(FetchTask task) {
        await(send(topics.tasks(), task.operation().tableName(), task));
    }

    /**
     * Publishes a reject.
     *
     * @throws DataSyncException as {@link #publish(OperationEvent)}
     */
    public void publish(Reject reject) {
        String operationId = reject.operationId();
        await(send(topics.rejects(), operationId == null ? "" : operationId, reject));
    }

    private Future<RecordMetadata> send(String topic, String key, Object message) {
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(topic, key, Json.write(message));
        Tracing.inject(record.headers());
        try {
            return producer.send(record);
        } catch (KafkaException failure) {
            throw unavailable(topic, failure);
        }
    }

    private static void await(Future<RecordMetadata> sent) {
        try {
            sent.get();
        } catch (ExecutionException failure) {
            throw unavailable("the broker", failure.getCause() == null ? failure : failure.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw unavailable("the broker", interrupted);
        }
    }

    private static DataSyncException unavailable(String where, Throwable failure) {
        return new DataSyncException(
                ErrorCode.KAFKA_UNAVAILABLE,
                "Kafka did not take a message for " + where + ": " + failure.getMessage(),
                failure);
    }
}
