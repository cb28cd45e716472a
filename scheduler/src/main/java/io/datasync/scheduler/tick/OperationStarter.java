package io.datasync.scheduler.tick;

import io.datasync.config.Options;
import io.datasync.config.TableConfig;
import io.datasync.error.DataSyncException;
import io.datasync.kafka.Publisher;
import io.datasync.message.FetchTask;
import io.datasync.message.Operation;
import io.datasync.message.OperationEvent.OperationOpened;
import io.datasync.scheduler.log.OpenResult;
import io.datasync.scheduler.schedule.DueOperation;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** Starts an operation that fetches rows: log row, first event, fetch tasks. */
public final class OperationStarter {
    /** Tables are fetched in one piece so far. */
    private static final int SLICES = 1;

    private final OperationOpener opener;
    private final Publisher publisher;
    private final Options options;
    private final InstantSource clock;

    public OperationStarter(OperationOpener opener, Publisher publisher, Options options, InstantSource clock) {
        this.opener = opener;
        this.publisher = publisher;
        this.options = options;
        this.clock = clock;
    }

    /**
     * Starts a due or requested operation, unless its table is busy or a cap is reached.
     *
     * @throws DataSyncException if the log or Kafka fails; no operation is left open then that anything could work on
     */
    public Opened start(DueOperation due) {
        TableConfig table = due.table();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Operation operation = new Operation(
                UUID.randomUUID().toString(),
                table.tableName(),
                table.sourceSystem(),
                due.type(),
                due.minimumDT(),
                now);
        OperationOpened opened = new OperationOpened(
                operation,
                now,
                SLICES,
                options.maxRejects(),
                !table.keyColumns().isEmpty(),
                null);
        OpenResult result = opener.open(opened, () -> publishTasks(operation));
        return new Opened(result, operation);
    }

    private void publishTasks(Operation operation) {
        for (int slice = 0; slice < SLICES; slice++) {
            publisher.publish(new FetchTask(operation, slice, SLICES));
        }
    }
}
