package io.datasync.telemetry;

import io.datasync.error.ErrorCode;
import io.datasync.message.LoadCounts;
import io.datasync.message.Operation;
import io.datasync.message.OperationState;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;

/**
 * Every metric of DataSync itself, tagged by table and update type. Prometheus shows dots as underscores and adds
 * {@code _total} to counters.
 */
public final class SyncMetrics {
    /** Alert on a table that starts none for longer than its interval. */
    private static final String STARTED = "sync.operations.started";

    private static final String COMPLETED = "sync.operations.completed";
    /** Alert on any increase; the error code is a tag. */
    private static final String FAILED = "sync.operations.failed";
    /** From the log row to the end, of successes and failures. Alert on a high quantile near the table's interval. */
    private static final String DURATION = "sync.duration";

    private static final String RECORDS = "sync.records.processed";
    private static final String BATCHES_FETCHED = "sync.batches.fetched";
    private static final String BATCHES_LOADED = "sync.batches.loaded";
    /** Size of chunks before compression. */
    private static final String BYTES_FETCHED = "sync.bytes.fetched";

    private static final String ROWS_LOADED = "sync.rows.loaded";
    /** Alert on any increase. */
    private static final String REJECTS = "sync.rejects";
    /** Work that was tried again; a steady rise means a database or broker in trouble. */
    private static final String RETRIES = "sync.retries";

    private final MeterRegistry registry;

    public SyncMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    public MeterRegistry registry() {
        return registry;
    }

    public void operationStarted(Operation operation) {
        Counter.builder(STARTED).tags(tags(operation)).register(registry).increment();
    }

    /** Counts a final state; the caller sees to it that each operation is counted once. */
    public void operationEnded(OperationState state) {
        Tags tags = tags(state.operation());
        OperationState.OperationError error = state.error();
        if (error == null) {
            Counter.builder(COMPLETED).tags(tags).register(registry).increment();
        } else {
            Counter.builder(FAILED)
                    .tags(tags.and("code", error.code().name()))
                    .register(registry)
                    .increment();
        }
        Instant endedAt = state.endedAt() == null ? state.changedAt() : state.endedAt();
        Timer.builder(DURATION)
                .tags(tags)
                .serviceLevelObjectives(
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(30),
                        Duration.ofMinutes(2),
                        Duration.ofMinutes(10),
                        Duration.ofHours(1),
                        Duration.ofHours(4))
                .register(registry)
                .record(Duration.between(state.opened().at(), endedAt));
        DistributionSummary.builder(RECORDS)
                .tags(tags)
                .serviceLevelObjectives(1, 100, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000)
                .register(registry)
                .record((double) state.fetched());
    }

    public void batchFetched(Operation operation, long bytes) {
        Tags tags = tags(operation);
        Counter.builder(BATCHES_FETCHED).tags(tags).register(registry).increment();
        Counter.builder(BYTES_FETCHED)
                .tags(tags)
                .baseUnit("bytes")
                .register(registry)
                .increment((double) bytes);
    }

    public void batchLoaded(Operation operation, LoadCounts counts) {
        Tags tags = tags(operation);
        Counter.builder(BATCHES_LOADED).tags(tags).register(registry).increment();
        countRows(tags, "inserted", counts.inserted());
        countRows(tags, "updated", counts.updated());
        countRows(tags, "unchanged", counts.unchanged());
        countRows(tags, "duplicate", counts.duplicates());
        countRows(tags, "rejected", counts.rejected());
        rejected(operation, counts.rejected());
    }

    /** Counts rows that were deleted or marked, as the source no longer has them. */
    public void deleted(Operation operation, long rows) {
        countRows(tags(operation), "deleted", rows);
    }

    public void rejected(Operation operation, long rows) {
        Counter.builder(REJECTS).tags(tags(operation)).register(registry).increment((double) rows);
    }

    /**
     * Counts work that is tried again.
     *
     * @param what a fetch or a load
     * @param code why
     */
    public void retried(Operation operation, String what, ErrorCode code) {
        Counter.builder(RETRIES)
                .tags(tags(operation).and("what", what, "code", code.name()))
                .register(registry)
                .increment();
    }

    private void countRows(Tags tags, String outcome, long rows) {
        Counter.builder(ROWS_LOADED)
                .tags(tags.and("outcome", outcome))
                .register(registry)
                .increment((double) rows);
    }

    private static Tags tags(Operation operation) {
        return Tags.of(
                "table", operation.tableName(), "type", operation.updateType().name());
    }
}
