package io.datasync.scheduler.tick;

import io.datasync.config.Options;
import io.datasync.config.SourceConfig;
import io.datasync.error.DataSyncException;
import io.datasync.kafka.Publisher;
import io.datasync.lifecycle.Failpoint;
import io.datasync.message.Operation;
import io.datasync.message.OperationEvent.OperationAbandoned;
import io.datasync.message.OperationEvent.OperationOpened;
import io.datasync.message.OperationState.OperationError;
import io.datasync.scheduler.log.Caps;
import io.datasync.scheduler.log.DataUpdateLog;
import io.datasync.scheduler.log.OpenResult;
import io.datasync.telemetry.Tracing;
import io.opentelemetry.api.trace.SpanKind;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Opens operations: first the log row, then the events in the operation's root span. An operation whose events can't be
 * published is closed as failed at once; where even that fails, the reaper closes it.
 */
public final class OperationOpener {
    private static final Logger log = LoggerFactory.getLogger(OperationOpener.class);
    private static final String STEP = "OpenOperation";

    private final DataUpdateLog dataUpdates;
    private final Publisher publisher;
    private final Tracing tracing;
    private final Options options;
    private final Map<String, SourceConfig> sources;
    private final InstantSource clock;

    public OperationOpener(
            DataUpdateLog dataUpdates,
            Publisher publisher,
            Tracing tracing,
            Options options,
            Map<String, SourceConfig> sources,
            InstantSource clock) {
        this.dataUpdates = dataUpdates;
        this.publisher = publisher;
        this.tracing = tracing;
        this.options = options;
        this.sources = Map.copyOf(sources);
        this.clock = clock;
    }

    /**
     * Opens an operation if the log allows it, and publishes its first event.
     *
     * @param then publishes what follows that event
     * @throws DataSyncException if the log fails, or if Kafka does and the operation is failed therefore
     */
    OpenResult open(OperationOpened opened, Runnable then) {
        Operation operation = opened.operation();
        OpenResult result = dataUpdates.open(operation, opened.replayOf(), caps(operation), clock.instant());
        log.atLevel(result == OpenResult.OPENED ? Level.INFO : Level.DEBUG)
                .addKeyValue("table", operation.tableName())
                .addKeyValue("updateType", operation.updateType())
                .addKeyValue("operation", operation.operationId())
                .addKeyValue("minimumDT", operation.minimumDT())
                .addKeyValue("result", result)
                .log(result == OpenResult.OPENED ? "Operation opened" : "Operation not opened");
        if (result == OpenResult.OPENED) {
            Failpoint.LOG_ROW_WRITTEN.pass();
            publishOrFail(opened, then);
        }
        return result;
    }

    private void publishOrFail(OperationOpened opened, Runnable then) {
        try {
            tracing.inSpan(
                    "open operation",
                    SpanKind.PRODUCER,
                    opened.operation(),
                    new RecordHeaders(),
                    () -> {
                        publisher.publish(opened);
                        Failpoint.OPENING_PUBLISHED.pass();
                        then.run();
                        Failpoint.TASK_PUBLISHED.pass();
                        return opened;
                    },
                    nothing -> 0);
        } catch (RuntimeException failure) {
            failAfter(failure, opened.operation().operationId());
            throw failure;
        }
    }

    /** Kafka may have taken the first event: then the topology learns of the end by the second one. */
    private void failAfter(RuntimeException failure, String operationId) {
        DataSyncException why = DataSyncException.of(failure);
        String message = String.valueOf(why.getMessage());
        Instant now = clock.instant();
        try {
            dataUpdates.fail(operationId, new OperationError(why.code(), message, STEP), now);
            publisher.publish(new OperationAbandoned(operationId, now, why.code(), message));
        } catch (RuntimeException second) {
            failure.addSuppressed(second);
        }
    }

    private Caps caps(Operation operation) {
        SourceConfig source = sources.get(operation.sourceSystem());
        return new Caps(
                options.maxDegreeOfParallelism(),
                source == null ? SourceConfig.DEFAULT_MAX_OPEN_OPERATIONS : source.maxOpenOperations());
    }
}
