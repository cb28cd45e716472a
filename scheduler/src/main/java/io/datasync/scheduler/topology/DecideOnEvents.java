package io.datasync.scheduler.topology;

import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.kafka.KafkaClients;
import io.datasync.lifecycle.Failpoint;
import io.datasync.message.FetchTask;
import io.datasync.message.Json;
import io.datasync.message.LoadTask;
import io.datasync.message.OperationEvent;
import io.datasync.message.OperationEvent.OperationAbandoned;
import io.datasync.message.OperationState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the state machine on each event. What it emits carries the event's headers, and so its trace. An event that cannot
 * be understood, or that the state machine chokes on, goes to the rejects; the next one is not held up. If it is one of another
 * release, its operation fails.
 *
 * <p>The state of an ended operation is kept for a while, so that late events are known as such, and then forgotten; an event
 * that comes still later is one of an unknown operation.
 */
final class DecideOnEvents implements Processor<String, byte[], String, byte[]> {
    private static final Logger log = LoggerFactory.getLogger(DecideOnEvents.class);
    private static final Duration SWEEP = Duration.ofMinutes(1);

    /** Less than what Kafka takes, by more than headers and the frame of a record. */
    private static final int MOST_BYTES = KafkaClients.MAX_RECORD_BYTES - (64 << 10);

    private final Duration keepEnded;

    @SuppressWarnings("NullAway.Init") // set by init, which Kafka Streams calls first
    private ProcessorContext<String, byte[]> context;

    @SuppressWarnings("NullAway.Init") // set by init, which Kafka Streams calls first
    private KeyValueStore<String, byte[]> operations;

    DecideOnEvents(Duration keepEnded) {
        this.keepEnded = keepEnded;
    }

    @Override
    public void init(ProcessorContext<String, byte[]> processorContext) {
        context = processorContext;
        operations = processorContext.getStateStore(OperationTopology.OPERATIONS_STORE);
        processorContext.schedule(SWEEP, PunctuationType.WALL_CLOCK_TIME, this::forgetEnded);
    }

    @Override
    public void process(Record<String, byte[]> record) {
        OperationEvent event;
        OperationState before;
        Decision decision;
        try {
            event = event(record);
            before = state(event.operationId());
            decision = OperationStateMachine.apply(before, event);
        } catch (RuntimeException failure) {
            Rejection.of(record, context, failure).forward(context, OperationTopology.REJECTS);
            abandonIfOfOtherVersion(record, failure);
            return;
        }
        decided(record, event, before, decision);
    }

    /** What an operation's event of another release says is lost on this process, so it could never end; it is failed at once. */
    private void abandonIfOfOtherVersion(Record<String, byte[]> record, RuntimeException failure) {
        String operationId = record.key();
        if (operationId == null
                || !(failure instanceof DataSyncException known)
                || known.code() != ErrorCode.MESSAGE_VERSION) {
            return;
        }
        OperationState before = readable(operationId);
        OperationEvent event = new OperationAbandoned(
                operationId,
                Instant.ofEpochMilli(context.currentSystemTimeMs()),
                known.code(),
                String.valueOf(known.getMessage()));
        decided(record, event, before, OperationStateMachine.apply(before, event));
    }

    private void decided(
            Record<String, byte[]> record, OperationEvent event, @Nullable OperationState before, Decision decision) {
        OperationState after = decision.state();
        if (after == null || after.equals(before)) {
            log.atDebug()
                    .addKeyValue("operation", event.operationId())
                    .addKeyValue("event", event.getClass().getSimpleName())
                    .log(after == null ? "Event of an unknown operation passed over" : "Event changes nothing");
            return;
        }
        enter(record, after, decision);
    }

    private void enter(Record<String, byte[]> record, OperationState after, Decision decision) {
        String operationId = after.opened().operationId();
        byte[] json = Json.write(after);
        if (json.length > MOST_BYTES) {
            // Kafka would not take it, which ends the topology. The operation goes on without this event, and so may
            // become stale.
            DataSyncException tooLarge = new DataSyncException(
                    ErrorCode.MALFORMED_MESSAGE, "The event makes its operation's state larger than Kafka takes");
            Rejection.of(record, context, tooLarge).forward(context, OperationTopology.REJECTS);
            return;
        }
        operations.put(operationId, json);
        context.forward(record.withKey(operationId).withValue(json), OperationTopology.OPERATIONS);
        for (FetchTask fetch : decision.fetches()) {
            context.forward(
                    record.withKey(fetch.operation().tableName()).withValue(Json.write(fetch)),
                    OperationTopology.TASKS);
        }
        for (LoadTask load : decision.loads()) {
            context.forward(
                    record.withKey(load.operation().tableName()).withValue(Json.write(load)), OperationTopology.LOADS);
        }
        if (decision.isAwaited()) {
            context.commit();
        }
        Failpoint.EVENT_DECIDED.pass();
        if (after.phase().isFinal()) {
            log.atInfo()
                    .addKeyValue("operation", operationId)
                    .addKeyValue("table", after.operation().tableName())
                    .addKeyValue("phase", after.phase())
                    .addKeyValue("error", after.error())
                    .log("Operation ended");
        }
    }

    private static OperationEvent event(Record<String, byte[]> record) {
        byte[] json = record.value();
        if (json == null) {
            throw new DataSyncException(ErrorCode.MALFORMED_MESSAGE, "Not an OperationEvent: no value");
        }
        OperationEvent event = Json.read(json, OperationEvent.class);
        if (!event.operationId().equals(record.key())) {
            throw new DataSyncException(
                    ErrorCode.MALFORMED_MESSAGE, "An event's key is its operation id, " + event.operationId());
        }
        return event;
    }

    private @Nullable OperationState state(String operationId) {
        byte[] json = operations.get(operationId);
        return json == null ? null : Json.read(json, OperationState.class);
    }

    /** Null for a state that another release has written, too: nothing can be done for its operation here. */
    private @Nullable OperationState readable(String operationId) {
        try {
            return state(operationId);
        } catch (DataSyncException notUnderstood) {
            return null;
        }
    }

    private void forgetEnded(long timestamp) {
        Instant oldest = Instant.ofEpochMilli(timestamp).minus(keepEnded);
        List<String> forgotten = new ArrayList<>();
        try (KeyValueIterator<String, byte[]> all = operations.all()) {
            while (all.hasNext()) {
                KeyValue<String, byte[]> entry = all.next();
                OperationState state = readable(entry.key);
                Instant endedAt = state == null ? null : state.endedAt();
                if (endedAt != null && endedAt.isBefore(oldest)) {
                    forgotten.add(entry.key);
                }
            }
        }
        forgotten.forEach(operations::delete);
    }
}
