package io.datasync.scheduler.tick;

import io.datasync.config.Options;
import io.datasync.config.TableConfig;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.kafka.Publisher;
import io.datasync.message.BatchRef;
import io.datasync.message.Operation;
import io.datasync.message.OperationEvent.BatchFetched;
import io.datasync.message.OperationEvent.OperationOpened;
import io.datasync.message.OperationEvent.SliceFetched;
import io.datasync.message.OperationEvent.SliceStarted;
import io.datasync.message.OperationState;
import io.datasync.message.SliceState;
import io.datasync.message.SliceState.BatchState;
import io.datasync.rows.RowSchema;
import io.datasync.scheduler.log.OpenResult;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;

/**
 * Loads the batches of an operation that ended once more, without reading its source again: it opens a new operation and
 * publishes what a fetcher would have, with the old batches.
 *
 * <p>The new operation has the old one's start, in the log too. Its rows are no newer than that, and counted from a later
 * moment the next Daily or Hourly would leave out what changed in between.
 */
public final class OperationReplayer {
    private final OperationOpener opener;
    private final Publisher publisher;
    private final OldBatches oldBatches;
    private final Options options;
    private final InstantSource clock;

    public OperationReplayer(
            OperationOpener opener, Publisher publisher, Admin admin, Options options, InstantSource clock) {
        this.opener = opener;
        this.publisher = publisher;
        this.oldBatches = new OldBatches(admin);
        this.options = options;
        this.clock = clock;
    }

    /**
     * Starts a replay, unless the table is busy or a cap is reached.
     *
     * @param table the table as it is configured now; what it says of rejects and keys goes for the replay
     * @throws DataSyncException with {@link ErrorCode#BATCH_DAMAGED} if the old operation is open, was not fetched to its
     *     end, brought no rows or its batches are gone; otherwise as {@link OperationStarter#start}
     */
    public Opened replay(OperationState old, TableConfig table) {
        RowSchema schema = schemaOfReplayable(old);
        oldBatches.require(batches(old));
        Operation before = old.operation();
        Operation operation = new Operation(
                UUID.randomUUID().toString(),
                before.tableName(),
                before.sourceSystem(),
                before.updateType(),
                before.minimumDT(),
                before.startedAt(),
                before.highWaterMark());
        OperationOpened opened = OperationOpened.of(
                operation,
                clock.instant(),
                old.slices().size(),
                options.maxRejects(),
                !table.keyColumns().isEmpty(),
                fetchedBy(old));
        OpenResult result = opener.open(opened, () -> publishSlices(operation.operationId(), old, schema));
        return new Opened(result, operation);
    }

    private void publishSlices(String operationId, OperationState old, RowSchema schema) {
        int slices = old.slices().size();
        for (int number = 0; number < slices; number++) {
            publishSlice(operationId, number, slices, old.slices().get(number), schema);
        }
    }

    private void publishSlice(String operationId, int number, int slices, SliceState slice, RowSchema schema) {
        String attempt = UUID.randomUUID().toString();
        Instant now = clock.instant();
        publisher.publish(new SliceStarted(operationId, now, number, slices, attempt, schema));
        for (BatchState batch : slice.batches()) {
            publisher.publish(new BatchFetched(operationId, now, number, attempt, batch.ref()));
        }
        int batches = slice.batches().size();
        publisher.publish(new SliceFetched(
                operationId,
                now,
                number,
                attempt,
                batches,
                slice.fetchedRows(),
                slice.rejectedRows(),
                slice.highWaterMark()));
    }

    /** The operation whose batch topic is read: a replay of a replay reads the first one's. */
    private static String fetchedBy(OperationState old) {
        String replayOf = old.opened().replayOf();
        return replayOf == null ? old.operation().operationId() : replayOf;
    }

    private static RowSchema schemaOfReplayable(OperationState old) {
        if (!old.phase().isFinal()) {
            throw notReplayable(old, "is not at its end");
        }
        if (!old.operation().updateType().bringsRows()) {
            throw notReplayable(
                    old,
                    "compared the keys of then, and rows that are new since would count as gone; run the table again");
        }
        RowSchema schema = old.schema();
        if (schema == null || !old.slices().stream().allMatch(SliceState::complete)) {
            throw notReplayable(old, "was not fetched to its end; run the table instead");
        }
        return schema;
    }

    private static List<BatchRef> batches(OperationState old) {
        return old.slices().stream()
                .flatMap(slice -> slice.batches().stream())
                .map(BatchState::ref)
                .toList();
    }

    private static DataSyncException notReplayable(OperationState old, String why) {
        return new DataSyncException(
                ErrorCode.BATCH_DAMAGED, "Operation " + old.operation().operationId() + " " + why);
    }
}
