package io.datasync.fetcher;

import io.datasync.config.TableConfig;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.kafka.Publisher;
import io.datasync.message.KeyRange;
import io.datasync.message.Operation;
import io.datasync.message.OperationEvent.SlicesPlanned;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Divides the rows of an operation, and says so, if that is worth it. */
final class PlanSlices {
    private static final Logger log = LoggerFactory.getLogger(PlanSlices.class);

    private final SliceReader reader;
    private final Publisher publisher;
    private final Predicate<String> hasEnded;
    private final InstantSource clock;

    PlanSlices(SliceReader reader, Publisher publisher, Predicate<String> hasEnded, InstantSource clock) {
        this.reader = reader;
        this.publisher = publisher;
        this.hasEnded = hasEnded;
        this.clock = clock;
    }

    /**
     * True if the rows are divided and tasks for the slices follow; false if they are to be read as they are.
     *
     * @throws DataSyncException if the source does not answer, or the number of slices is configured and cannot be had
     */
    boolean plan(Operation operation) {
        Optional<RowDivision> division = reader.divide(operation, clock.instant());
        return division.isPresent() && plan(operation, division.get());
    }

    private boolean plan(Operation operation, RowDivision division) {
        String operationId = operation.operationId();
        boolean isHeld = false;
        try (CancelOnStop watch = CancelOnStop.watch(division::cancel, () -> hasEnded.test(operationId))) {
            List<KeyRange> ranges = division.ranges();
            if (ranges.size() > 1) {
                String snapshot = snapshot(operation, division);
                publisher.publish(new SlicesPlanned(operationId, clock.instant(), ranges, snapshot));
                isHeld = snapshot != null;
            }
            return ranges.size() > 1;
        } catch (DataSyncException failure) {
            if (isFatal(reader.table(operation), failure)) {
                throw failure;
            }
            log.atInfo()
                    .addKeyValue("operation", operationId)
                    .addKeyValue("table", operation.tableName())
                    .addKeyValue("reason", failure.getMessage())
                    .log("The rows cannot be divided and are read as one slice");
            return false;
        } finally {
            if (isHeld) {
                reader.held().hold(operationId, division);
            } else {
                division.close();
            }
        }
    }

    private @Nullable String snapshot(Operation operation, RowDivision division) {
        String snapshot = reader.held().isFull() ? null : division.snapshot().orElse(null);
        log.atDebug()
                .addKeyValue("operation", operation.operationId())
                .addKeyValue("table", operation.tableName())
                .addKeyValue("snapshot", snapshot)
                .log("The rows are divided");
        return snapshot;
    }

    /** Where the number of slices is ours to choose, one will do, unless a better try may follow. */
    private static boolean isFatal(TableConfig table, DataSyncException failure) {
        return table.slices().isPresent() || failure.code().isRetryable() || failure.code() == ErrorCode.CANCELLED;
    }
}
