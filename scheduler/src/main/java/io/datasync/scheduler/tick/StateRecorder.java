package io.datasync.scheduler.tick;

import io.datasync.error.DataSyncException;
import io.datasync.lifecycle.Failpoint;
import io.datasync.message.Operation;
import io.datasync.message.OperationState;
import io.datasync.scheduler.log.DataUpdateLog;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what the topology decided into the DataUpdate log: a sign of life while an operation runs, its outcome at the
 * end. The same state may come twice. For one thread.
 */
public final class StateRecorder {
    private static final Logger log = LoggerFactory.getLogger(StateRecorder.class);

    /** Each state is a sign of life; the log needs fewer. */
    private static final Duration BETWEEN_HEARTBEATS = Duration.ofSeconds(5);

    private static final int MOST_REMEMBERED = 1_000;

    private final DataUpdateLog dataUpdates;
    private final InstantSource clock;
    private final Map<String, Instant> heartbeats = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };

    public StateRecorder(DataUpdateLog dataUpdates, InstantSource clock) {
        this.dataUpdates = dataUpdates;
        this.clock = clock;
    }

    /**
     * Records a state; once this returns, what the log needs of it is committed.
     *
     * @return whether this closed the operation's row, which happens once
     * @throws DataSyncException if the database fails; the state should be given again then
     */
    public boolean record(OperationState state) {
        String operationId = state.operation().operationId();
        if (state.phase().isFinal()) {
            Failpoint.OUTCOME_KNOWN.pass();
            boolean wasOpen = dataUpdates.complete(state);
            heartbeats.remove(operationId);
            logEnd(state, wasOpen);
            return wasOpen;
        }
        if (isHeartbeatDue(state)) {
            Instant now = clock.instant();
            dataUpdates.heartbeat(operationId, now);
            heartbeats.put(operationId, now);
        }
        return false;
    }

    /** Opening the operation was its first sign of life. */
    private boolean isHeartbeatDue(OperationState state) {
        Instant last = heartbeats.getOrDefault(
                state.operation().operationId(), state.opened().at());
        return Duration.between(last, clock.instant()).abs().compareTo(BETWEEN_HEARTBEATS) >= 0;
    }

    private static void logEnd(OperationState state, boolean wasOpen) {
        Operation operation = state.operation();
        (state.phase() == OperationState.Phase.SUCCEEDED ? log.atInfo() : log.atWarn())
                .addKeyValue("table", operation.tableName())
                .addKeyValue("updateType", operation.updateType())
                .addKeyValue("operation", operation.operationId())
                .addKeyValue("phase", state.phase())
                .addKeyValue("records", state.fetched())
                .addKeyValue("error", state.error())
                .addKeyValue("wasOpen", wasOpen)
                .log(wasOpen ? "Operation ended" : "Operation ended that was closed before");
    }
}
