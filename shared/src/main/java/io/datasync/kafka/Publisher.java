package io.datasync.kafka;

import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.message.FetchTask;
import io.datasync.message.Json;
import io.datasync.message.OperationEvent;
import io.datasync.message.Reject;
import io.datasync.message.Topics;
import io.datasync.telemetry.Tracing;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;

/**
 * Writes messages, with the current trace context in their headers. Every method returns only once the message is
 * durable.
 *
 * @see Topics
 */
public final class Publisher {
    private static final int MOST_CHARACTERS = 4_000;

    private final Producer<String, byte[]> producer;
    private final Topics topics;

    public Publisher(Producer<String, byte[]> producer, Topics topics) {
        this.producer = producer;
        this.topics = topics;
    }

    /**
     * Publishes an event.
     *
     * @throws DataSyncException with {@link ErrorCode#KAFKA_UNAVAILABLE} if the broker did not take it, with
     *     {@link ErrorCode#KAFKA_REFUSED} if this login may not write, with {@link ErrorCode#ROW_TOO_LARGE} if it never will
     */
    public void publish(OperationEvent event) {
        send(topics.events(), event.operationId(), event);
    }

    /**
     * Publishes a fetch task.
     *
     * @throws DataSyncException as {@link #publish(OperationEvent)}
     */
    public void publish(FetchTask task) {
        send(topics.tasks(), task.operation().tableName(), task);
    }

    /**
     * Publishes a reject; values of more than 4,000 characters are cut, as a large value may be why the row was rejected.
     *
     * @throws DataSyncException as {@link #publish(OperationEvent)}
     */
    public void publish(Reject reject) {
        String operationId = reject.operationId();
        Map<String, @Nullable String> key = reject.key();
        send(
                topics.rejects(),
                operationId == null ? "" : operationId,
                new Reject(
                        operationId,
                        reject.at(),
                        reject.tableName(),
                        reject.column(),
                        reject.reason(),
                        cut(reject.row()),
                        key == null ? null : cut(key)));
    }

    private static Map<String, @Nullable String> cut(Map<String, @Nullable String> row) {
        Map<String, @Nullable String> cut = new LinkedHashMap<>(row);
        cut.replaceAll((column, value) -> value == null ? null : cut(value));
        return cut;
    }

    private static String cut(String value) {
        return value.length() <= MOST_CHARACTERS
                ? value
                : value.substring(0, MOST_CHARACTERS) + "… (" + value.length() + " characters)";
    }

    private void send(String topic, String key, Object message) {
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(topic, key, Json.write(message));
        Tracing.inject(record.headers());
        try {
            producer.send(record).get();
        } catch (ExecutionException failure) {
            throw refused(topic, failure.getCause() == null ? failure : failure.getCause());
        } catch (KafkaException failure) {
            throw refused(topic, failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw refused(topic, interrupted);
        }
    }

    private static DataSyncException refused(String topic, Throwable failure) {
        String doing = "Kafka did not take a message for topic " + topic;
        return failure instanceof RecordTooLargeException
                ? new DataSyncException(ErrorCode.ROW_TOO_LARGE, doing + ": " + failure.getMessage(), failure)
                : KafkaFailure.of(doing, failure);
    }
}
