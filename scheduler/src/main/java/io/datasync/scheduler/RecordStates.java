package io.datasync.scheduler;

import io.datasync.error.DataSyncException;
import io.datasync.lifecycle.RunUntilStopped;
import io.datasync.message.Json;
import io.datasync.message.OperationState;
import io.datasync.message.Topics;
import io.datasync.scheduler.tick.StateRecorder;
import io.datasync.telemetry.SyncMetrics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries operation states from their topic into the DataUpdate log; commits its position only after the log. When the
 * log cannot be written, it reads on from the same state again.
 */
final class RecordStates implements RunUntilStopped.Step, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RecordStates.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

    private final Consumer<String, byte[]> consumer;
    private final StateRecorder recorder;
    private final SyncMetrics metrics;
    private final Runnable whenEnded;

    /**
     * Takes the consumer over: member of the recorders' group, closed with this.
     *
     * @param whenEnded is run each time an operation's row was closed
     */
    RecordStates(
            Consumer<String, byte[]> consumer,
            Topics topics,
            StateRecorder recorder,
            SyncMetrics metrics,
            Runnable whenEnded) {
        this.consumer = consumer;
        this.recorder = recorder;
        this.metrics = metrics;
        this.whenEnded = whenEnded;
        consumer.subscribe(List.of(topics.operations()));
    }

    @Override
    public void run() {
        ConsumerRecords<String, byte[]> records = consumer.poll(POLL);
        Map<TopicPartition, OffsetAndMetadata> next = starts(records);
        try {
            for (ConsumerRecord<String, byte[]> record : records) {
                record(record);
                next.put(
                        new TopicPartition(record.topic(), record.partition()),
                        new OffsetAndMetadata(record.offset() + 1));
            }
        } catch (DataSyncException failure) {
            next.forEach(consumer::seek);
            throw failure;
        }
        if (!records.isEmpty()) {
            consumer.commitSync();
        }
    }

    private static Map<TopicPartition, OffsetAndMetadata> starts(ConsumerRecords<String, byte[]> records) {
        Map<TopicPartition, OffsetAndMetadata> starts = new HashMap<>();
        for (TopicPartition partition : records.partitions()) {
            long first = records.records(partition).get(0).offset();
            starts.put(partition, new OffsetAndMetadata(first));
        }
        return starts;
    }

    private void record(ConsumerRecord<String, byte[]> record) {
        if (record.value() == null) {
            return;
        }
        OperationState state;
        try {
            state = Json.read(record.value(), OperationState.class);
        } catch (DataSyncException malformed) {
            log.atError()
                    .addKeyValue("offset", record.offset())
                    .addKeyValue("reason", malformed.getMessage())
                    .log("Passed over an operation state");
            return;
        }
        boolean ended = recorder.record(state);
        // Only now: a state that could not be recorded comes again.
        if (isFirst(state)) {
            metrics.operationStarted(state.operation());
        }
        if (ended) {
            metrics.operationEnded(state);
            whenEnded.run();
        }
    }

    /** The state that the opening event made, whichever process opened the operation. */
    private static boolean isFirst(OperationState state) {
        return state.phase() == OperationState.Phase.OPEN
                && state.changedAt().equals(state.opened().at());
    }

    /** Does not wait for a rebalance that waits for a dead member. */
    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(CLOSE_TIMEOUT));
    }
}
