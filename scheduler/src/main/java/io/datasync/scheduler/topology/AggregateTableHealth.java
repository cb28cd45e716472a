package io.datasync.scheduler.topology;

import io.datasync.error.DataSyncException;
import io.datasync.message.Json;
import io.datasync.message.OperationState;
import io.datasync.scheduler.health.TableHealth;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/** Sums up the states of a table's operations. */
final class AggregateTableHealth implements Processor<String, byte[], String, byte[]> {
    @SuppressWarnings("NullAway.Init") // set by init, which Kafka Streams calls first
    private ProcessorContext<String, byte[]> context;

    @SuppressWarnings("NullAway.Init") // set by init, which Kafka Streams calls first
    private KeyValueStore<String, byte[]> tables;

    @Override
    public void init(ProcessorContext<String, byte[]> processorContext) {
        context = processorContext;
        tables = processorContext.getStateStore(OperationTopology.HEALTH_STORE);
    }

    @Override
    public void process(Record<String, byte[]> record) {
        if (record.value() == null) {
            return;
        }
        String table;
        TableHealth before;
        TableHealth after;
        try {
            OperationState state = Json.read(record.value(), OperationState.class);
            table = state.operation().tableName();
            before = known(record, table);
            after = before.after(state);
        } catch (RuntimeException failure) {
            Rejection.of(record, context, failure).forward(context, OperationTopology.REJECTS);
            return;
        }
        if (!after.equals(before)) {
            byte[] json = Json.write(after);
            tables.put(table, json);
            context.forward(record.withKey(table).withValue(json), OperationTopology.TABLE_HEALTH);
        }
    }

    /** What is known of the table; nothing if another release has written it: that goes to the rejects, and what comes counts. */
    private TableHealth known(Record<String, byte[]> record, String table) {
        byte[] known = tables.get(table);
        if (known == null) {
            return TableHealth.unknown(table);
        }
        try {
            return Json.read(known, TableHealth.class);
        } catch (DataSyncException notUnderstood) {
            Rejection.of(record.withKey(table).withValue(known), context, notUnderstood)
                    .forward(context, OperationTopology.REJECTS);
            return TableHealth.unknown(table);
        }
    }
}
