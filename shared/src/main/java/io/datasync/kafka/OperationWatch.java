package io.datasync.kafka;

import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.lifecycle.RunUntilStopped;
import io.datasync.message.Json;
import io.datasync.message.OperationState;
import io.datasync.message.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the operations topic from its beginning and knows the latest state of every operation in it. It follows all
 * partitions by itself, so every process sees every operation.
 */
public final class OperationWatch implements RunUntilStopped.Step, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(OperationWatch.class);
    private static final Duration POLL = Duration.ofMillis(200);

    private final org.apache.kafka.clients.consumer.Consumer<String, byte[]> consumer;
    private final String topic;
    private final Consumer<OperationState> listener;
    private final Map<String, OperationState> states = new ConcurrentHashMap<>();

    /**
     * @param consumer without a group; closed with this watch
     * @param listener is told every state, old ones too, in order by operation, on the watch's thread
     */
    public OperationWatch(
            org.apache.kafka.clients.consumer.Consumer<String, byte[]> consumer,
            Topics topics,
            Consumer<OperationState> listener) {
        this.consumer = consumer;
        this.topic = topics.operations();
        this.listener = listener;
    }

    public OperationWatch(org.apache.kafka.clients.consumer.Consumer<String, byte[]> consumer, Topics topics) {
        this(consumer, topics, state -> {});
    }

    /** Reads what has come; looks for the topic's partitions until there are some. */
    @Override
    public void run() {
        if (consumer.assignment().isEmpty() && !assign()) {
            // Ends early if the thread is interrupted.
            LockSupport.parkNanos(POLL.toNanos());
            return;
        }
        for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
            accept(record);
        }
    }

    /** False if the topic is not there yet. */
    private boolean assign() {
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        return !partitions.isEmpty();
    }

    /** A record that fails must not take those behind it along. */
    private void accept(ConsumerRecord<String, byte[]> record) {
        try {
            if (record.key() == null) {
                throw new DataSyncException(ErrorCode.MALFORMED_MESSAGE, "A state without operation id");
            } else if (record.value() == null) {
                states.remove(record.key());
            } else {
                OperationState state = Json.read(record.value(), OperationState.class);
                states.put(record.key(), state);
                listener.accept(state);
            }
        } catch (DataSyncException malformed) {
            log.atWarn()
                    .addKeyValue("partition", record.partition())
                    .addKeyValue("offset", record.offset())
                    .addKeyValue("reason", malformed.getMessage())
                    .log("Passed over an operation state");
        } catch (RuntimeException failure) {
            log.atError()
                    .addKeyValue("operation", record.key())
                    .setCause(failure)
                    .log("A state was not dealt with");
        }
    }

    public Optional<OperationState> state(String operationId) {
        return Optional.ofNullable(states.get(operationId));
    }

    /** True if the operation is known to have succeeded or failed, so that no work for it is worth while. */
    public boolean hasEnded(String operationId) {
        OperationState state = states.get(operationId);
        return state != null && state.phase().isFinal();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
