package io.datasync.scheduler.topology;

import io.datasync.config.RejectLimit;
import io.datasync.config.UpdateType;
import io.datasync.error.ErrorCode;
import io.datasync.message.BatchRef;
import io.datasync.message.KeyRange;
import io.datasync.message.LoadCounts;
import io.datasync.message.Operation;
import io.datasync.message.OperationEvent;
import io.datasync.message.OperationEvent.BatchFetched;
import io.datasync.message.OperationEvent.BatchLoaded;
import io.datasync.message.OperationEvent.LoadFailed;
import io.datasync.message.OperationEvent.LoadProgressed;
import io.datasync.message.OperationEvent.OperationAbandoned;
import io.datasync.message.OperationEvent.OperationOpened;
import io.datasync.message.OperationEvent.SliceFailed;
import io.datasync.message.OperationEvent.SliceFetched;
import io.datasync.message.OperationEvent.SliceProgressed;
import io.datasync.message.OperationEvent.SliceStarted;
import io.datasync.message.OperationEvent.SlicesPlanned;
import io.datasync.message.OperationEvent.TargetChecked;
import io.datasync.message.OperationEvent.TargetFinished;
import io.datasync.message.OperationEvent.TargetPrepared;
import io.datasync.rows.Column;
import io.datasync.rows.ColumnType;
import io.datasync.rows.RowSchema;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** An operation and the events it can have; each event is a second later than the one before. */
final class TestingOperation {
    static final Instant START = Instant.parse("2026-03-29T00:30:00Z");
    static final RowSchema SCHEMA = new RowSchema(List.of(
            new Column("Id", new ColumnType.Int64(), false), new Column("Name", new ColumnType.Text(40), true)));

    private final Operation operation;
    private Instant now = START;
    private int slices = 1;

    private TestingOperation(Operation operation) {
        this.operation = operation;
    }

    static TestingOperation daily(String operationId) {
        return of(operationId, "Item", UpdateType.DAILY);
    }

    static TestingOperation mass(String operationId) {
        return of(operationId, "Item", UpdateType.MASS);
    }

    static TestingOperation of(String operationId, String tableName, UpdateType type) {
        return startedAt(operationId, tableName, type, START);
    }

    static TestingOperation startedAt(String operationId, String tableName, UpdateType type, Instant startedAt) {
        TestingOperation testing =
                new TestingOperation(new Operation(operationId, tableName, "erp", type, null, startedAt));
        testing.now = startedAt;
        return testing;
    }

    Operation operation() {
        return operation;
    }

    OperationOpened opened(int number) {
        return opened(number, 0, true);
    }

    OperationOpened opened(int number, long maxRejects, boolean mergeable) {
        return opened(number, RejectLimit.ofRows(maxRejects), mergeable);
    }

    OperationOpened opened(int number, RejectLimit maxRejects, boolean mergeable) {
        slices = number;
        return OperationOpened.of(operation, next(), number, maxRejects, mergeable, null);
    }

    SliceStarted started(int slice, String attempt) {
        return started(slice, attempt, SCHEMA);
    }

    SliceStarted started(int slice, String attempt, RowSchema schema) {
        return new SliceStarted(id(), next(), slice, slices, attempt, schema);
    }

    /** As a fetcher says it that knows of so many slices. */
    SliceStarted startedOf(int number, int slice, String attempt) {
        return new SliceStarted(id(), next(), slice, number, attempt, SCHEMA);
    }

    /** From now on, fetchers know of so many slices. */
    SlicesPlanned planned(int number) {
        slices = number;
        return new SlicesPlanned(id(), next(), ranges(number), "snapshot-" + number);
    }

    static List<KeyRange> ranges(int number) {
        List<List<String>> ends = new ArrayList<>();
        for (int slice = 1; slice < number; slice++) {
            ends.add(List.of(Integer.toString(slice * 100)));
        }
        return KeyRange.between(List.of(new KeyRange.KeyColumn("Id", "int8")), ends);
    }

    SliceProgressed progressed(int slice, String attempt, long rows) {
        return new SliceProgressed(id(), next(), slice, attempt, rows);
    }

    BatchFetched fetched(int slice, String attempt, int batch, long rows) {
        return new BatchFetched(id(), next(), slice, attempt, batch(slice, batch, rows));
    }

    BatchRef batch(int slice, int batch, long rows) {
        return new BatchRef(
                batch, "t.batches." + id(), slice, batch * 10L, batch * 10L + 9, rows, rows * 100, batch + 7);
    }

    SliceFetched sliceFetched(int slice, String attempt, int batches, long rows, long rejected) {
        return new SliceFetched(id(), next(), slice, attempt, batches, rows, rejected, null);
    }

    /** A slice without rows whose cursor has that largest number. */
    SliceFetched sliceFetched(int slice, String attempt, long highWaterMark) {
        return new SliceFetched(id(), next(), slice, attempt, 0, 0, 0, highWaterMark);
    }

    SliceFailed sliceFailed(int slice, String attempt) {
        return sliceFailedOf(slices, slice, attempt);
    }

    SliceFailed sliceFailedOf(int number, int slice, String attempt) {
        return new SliceFailed(
                id(), next(), slice, number, attempt, ErrorCode.SOURCE_UNAVAILABLE, "connection refused");
    }

    TargetChecked checked() {
        return new TargetChecked(id(), next());
    }

    TargetPrepared prepared() {
        return new TargetPrepared(id(), next());
    }

    LoadProgressed loadProgressed(int slice, String attempt, int batch, long rows) {
        return new LoadProgressed(id(), next(), slice, attempt, batch, rows);
    }

    BatchLoaded loaded(int slice, String attempt, int batch, long inserted) {
        return loaded(slice, attempt, batch, new LoadCounts(inserted, 0, 0, 0, 0));
    }

    BatchLoaded loaded(int slice, String attempt, int batch, LoadCounts counts) {
        return new BatchLoaded(id(), next(), slice, attempt, batch, counts);
    }

    TargetFinished finished() {
        return new TargetFinished(id(), next());
    }

    LoadFailed loadFailed(String step) {
        return new LoadFailed(id(), next(), step, ErrorCode.DESTINATION_STATEMENT, "no such column");
    }

    OperationAbandoned abandoned() {
        return new OperationAbandoned(id(), next(), ErrorCode.STALE, "no sign of life");
    }

    /** The events of an operation of one slice that loads one batch and succeeds, without a Mass's preparation. */
    List<OperationEvent> success(long rows) {
        return List.of(
                opened(1),
                started(0, "a"),
                checked(),
                fetched(0, "a", 0, rows),
                sliceFetched(0, "a", 1, rows, 0),
                loaded(0, "a", 0, rows),
                finished());
    }

    private String id() {
        return operation.operationId();
    }

    private Instant next() {
        Instant at = now;
        now = now.plusSeconds(1);
        return at;
    }
}
