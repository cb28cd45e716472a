package io.datasync.scheduler.tick;

import io.datasync.error.ErrorCode;
import io.datasync.kafka.Publisher;
import io.datasync.message.OperationEvent.OperationAbandoned;
import io.datasync.message.OperationState.OperationError;
import io.datasync.scheduler.log.DataUpdateLog;
import io.datasync.scheduler.log.LogEntry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes open operations that nobody works on any more. A row is closed only together with its event, so that the
 * topology ends the operation too; if Kafka does not take the event, the next run tries again.
 */
public final class Reaper {
    private static final Logger log = LoggerFactory.getLogger(Reaper.class);
    private static final String STEP = "Reaper";

    private final DataUpdateLog dataUpdates;
    private final Publisher publisher;
    private final Duration staleAfter;
    private final InstantSource clock;

    /** @param staleAfter an operation without a sign of life for so long is closed */
    public Reaper(DataUpdateLog dataUpdates, Publisher publisher, Duration staleAfter, InstantSource clock) {
        this.dataUpdates = dataUpdates;
        this.publisher = publisher;
        this.staleAfter = staleAfter;
        this.clock = clock;
    }

    /** Closes the operations without a sign of life; those of live processes are left alone. */
    public List<LogEntry> closeStale() {
        Instant now = clock.instant();
        OperationError error =
                new OperationError(ErrorCode.STALE, "No sign of life for longer than staleAfter, " + staleAfter, STEP);
        return dataUpdates.closeStale(now.minus(staleAfter), error, now, entry -> announce(entry, error, now));
    }

    /** Closes every open operation: at the start of a set-up in which no other process can have a live one. */
    public List<LogEntry> closeAllOpen() {
        Instant now = clock.instant();
        OperationError error =
                new OperationError(ErrorCode.STALE, "Left open by a process that is gone; closed at start-up", STEP);
        return dataUpdates.closeAllOpen(error, now, entry -> announce(entry, error, now));
    }

    private void announce(LogEntry entry, OperationError error, Instant now) {
        String operationId = entry.operation().operationId();
        publisher.publish(new OperationAbandoned(operationId, now, error.code(), error.message()));
        log.atWarn()
                .addKeyValue("table", entry.operation().tableName())
                .addKeyValue("operation", operationId)
                .addKeyValue("heartbeat", entry.heartbeatAt())
                .log("Operation closed as failed: " + error.message());
    }
}
