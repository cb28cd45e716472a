package io.datasync.scheduler.tick;

import io.datasync.config.DeletesSchedule;
import io.datasync.config.Options;
import io.datasync.config.RejectLimit;
import io.datasync.config.TableConfig;
import io.datasync.config.UpdateType;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
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

/** Starts an operation that fetches rows: log row, first event, fetch task. */
public final class OperationStarter {
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
     * @throws DataSyncException if the log or Kafka fails; no operation is left open then that anything could work on. With {@link
     *     ErrorCode#CONFIGURATION} if rows that are gone are to be looked for, and the table's configuration has them stay
     */
    public Opened start(DueOperation due) {
        TableConfig table = due.table();
        requireDeletes(due);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Operation operation = new Operation(
                UUID.randomUUID().toString(),
                table.tableName(),
                table.sourceSystem(),
                due.type(),
                due.minimumDT(),
                now,
                due.highWaterMark());
        FetchTask task = isDivided(due) ? FetchTask.undivided(operation) : FetchTask.whole(operation);
        OperationOpened opened = OperationOpened.of(
                operation,
                now,
                task.slices(),
                // A row whose key is not known may be the one that is missed.
                due.type().bringsRows() ? options.maxRejects() : RejectLimit.ofRows(0),
                !table.keyColumns().isEmpty(),
                null);
        OpenResult result = opener.open(opened, () -> publisher.publish(task));
        return new Opened(result, operation);
    }

    private static void requireDeletes(DueOperation due) {
        TableConfig table = due.table();
        if (due.type() == UpdateType.DELETES && table.deletes().mode() == DeletesSchedule.Mode.IGNORE) {
            throw new DataSyncException(
                    ErrorCode.CONFIGURATION,
                    "Table " + table.tableName()
                            + " keeps rows that the source no longer has; set deletes.mode to remove or mark");
        }
    }

    /** What changed lately is little, most times: to divide it would only take time. */
    private static boolean isDivided(DueOperation due) {
        return due.minimumDT() == null
                && !due.table().keyColumns().isEmpty()
                && due.table().slices().orElse(TableConfig.MOST_SLICES) > 1;
    }
}
