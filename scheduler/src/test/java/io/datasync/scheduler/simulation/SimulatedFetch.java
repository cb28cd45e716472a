package io.datasync.scheduler.simulation;

import io.datasync.error.ErrorCode;
import io.datasync.message.BatchRef;
import io.datasync.message.FetchTask;
import io.datasync.message.KeyRange;
import io.datasync.message.Operation;
import io.datasync.message.OperationEvent;
import io.datasync.message.OperationEvent.BatchFetched;
import io.datasync.message.OperationEvent.SliceFailed;
import io.datasync.message.OperationEvent.SliceFetched;
import io.datasync.message.OperationEvent.SliceProgressed;
import io.datasync.message.OperationEvent.SliceStarted;
import io.datasync.message.OperationEvent.SlicesPlanned;
import io.datasync.rows.Column;
import io.datasync.rows.ColumnType;
import io.datasync.rows.RowSchema;
import io.datasync.scheduler.simulation.SimulatedSource.Read;
import java.util.ArrayList;
import java.util.List;

/** What a fetcher does for a task: divide the rows, or read them and write them batch by batch; three attempts. */
final class SimulatedFetch implements SimulatedWorker.Work {
    private static final RowSchema SCHEMA = new RowSchema(List.of(new Column("Id", new ColumnType.Int64(), false)));
    private static final int ATTEMPTS = 3;
    private static final int BATCH = 4;
    private static final int MOST_SLICES = 4;

    private final SimulatedCluster cluster;
    private final SimulatedTable table;
    private final FetchTask task;
    private FetchTask slice;
    private int tries = 1;
    private String attempt;
    private boolean opened;
    private boolean started;
    private List<List<Read>> batches = List.of();
    private int published;
    private long rows;
    private long rejected;

    SimulatedFetch(SimulatedCluster cluster, FetchTask task) {
        this.cluster = cluster;
        this.table = cluster.table(task.operation());
        this.task = task;
        this.slice = task.isUndivided() ? FetchTask.whole(task.operation()) : task;
        this.attempt = cluster.nextAttempt();
    }

    @Override
    public boolean step() {
        if (cluster.topology().hasEnded(operation().operationId())
                && cluster.chance().onceIn(2)) {
            return true;
        } else if (cluster.chance().fault(400)) {
            return sourceFails();
        } else if (!opened) {
            return open();
        } else if (!started) {
            started = true;
            publish(new SliceStarted(
                    operation().operationId(), cluster.now(), slice.slice(), slice.slices(), attempt, SCHEMA));
            return false;
        } else if (cluster.chance().onceIn(4)) {
            publish(new SliceProgressed(
                    operation().operationId(), cluster.now(), slice.slice(), attempt, published * (long) BATCH));
            return false;
        } else if (published < batches.size()) {
            publishBatch();
            return false;
        }
        publish(new SliceFetched(
                operation().operationId(), cluster.now(), slice.slice(), attempt, published, rows, rejected, null));
        return true;
    }

    private boolean open() {
        int slices = 1 + cluster.chance().upTo(MOST_SLICES - 1);
        if (task.isUndivided() && slices > 1) {
            publish(new SlicesPlanned(operation().operationId(), cluster.now(), ranges(slices), null));
            return true;
        }
        List<Read> read =
                new ArrayList<>(table.source().read(slice.range(), operation().minimumDT()));
        rows = read.size();
        // Keys alone can always be read.
        read.removeIf(
                row -> operation().updateType().bringsRows() && table.source().isUnreadable(row.version()));
        rejected = rows - read.size();
        batches = new ArrayList<>();
        for (int first = 0; first < read.size(); first += BATCH) {
            batches.add(List.copyOf(read.subList(first, Math.min(first + BATCH, read.size()))));
        }
        opened = true;
        return rejected > cluster.maxRejects(operation()) && fail(ErrorCode.TOO_MANY_REJECTS);
    }

    private void publishBatch() {
        int number = published++;
        List<Read> batch = batches.get(number);
        cluster.writeBatch(attempt, number, batch);
        BatchRef reference = new BatchRef(
                number, "batches." + operation().operationId(), slice.slice(), number, number, batch.size(), 1, 1);
        publish(new BatchFetched(operation().operationId(), cluster.now(), slice.slice(), attempt, reference));
    }

    /** Another attempt, unless rows may be in the destination that cannot be merged with. */
    private boolean sourceFails() {
        boolean repeatable = published == 0 || table.hasKeys();
        if (!repeatable || tries == ATTEMPTS) {
            return fail(ErrorCode.SOURCE_UNAVAILABLE);
        }
        tries++;
        attempt = cluster.nextAttempt();
        opened = false;
        started = false;
        published = 0;
        return false;
    }

    private boolean fail(ErrorCode code) {
        cluster.excuse(code);
        publish(new SliceFailed(
                operation().operationId(),
                cluster.now(),
                task.slice(),
                task.slices(),
                attempt,
                code,
                "the source fails"));
        return true;
    }

    static List<KeyRange> ranges(int slices) {
        List<List<String>> ends = new ArrayList<>();
        for (int end = 1; end < slices; end++) {
            ends.add(List.of(Integer.toString(end * SimulatedSource.KEYS / slices)));
        }
        return KeyRange.between(List.of(new KeyRange.KeyColumn("Id", "int8")), ends);
    }

    private Operation operation() {
        return task.operation();
    }

    private void publish(OperationEvent event) {
        cluster.topology().publish(event);
    }
}
