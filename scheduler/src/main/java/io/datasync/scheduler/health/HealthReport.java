package io.datasync.scheduler.health;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.datasync.config.DataSyncConfig;
import io.datasync.config.UpdateType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The health of the whole installation; {@code GET /health} shows it as JSON with these names, times in ISO-8601 UTC:
 *
 * <pre>{@code
 * {"status": "DEGRADED", "at": "2026-03-01T12:00:00Z", "tables": [
 *   {"tableName": "Item", "status": "DEGRADED", "reason": "overdue, an operation is under way",
 *    "dueType": "HOURLY", "dueIntervalSeconds": 3600,
 *    "lastSuccess": {"operationId": "…", "updateType": "DAILY", "startedAt": "…", "endedAt": "…", "rows": 120},
 *    "ageSeconds": 5400, "consecutiveFailures": 1, "nextTryAt": null,
 *    "lastError": {"operationId": "…", "at": "…", "code": "SOURCE_UNAVAILABLE", "message": "…", "step": "FetchSlice"},
 *    "live": {"operationId": "…", "updateType": "HOURLY", "startedAt": "…", "phase": "LOADING", "lastProgressAt": "…"}}]}
 * }</pre>
 *
 * @param status the worst status of an enabled table, {@code HEALTHY} if there is none
 * @param at when the report was made
 * @param tables in the order of the configuration
 */
public record HealthReport(Status status, Instant at, List<TableReport> tables) {

    /** From best to worst. */
    public enum Status {
        /** A table that is switched off; says nothing about the whole. */
        DISABLED,
        HEALTHY,
        DEGRADED,
        UNHEALTHY
    }

    /**
     * The health of one table.
     *
     * @param reason what the status rests on
     * @param dueType type of the enabled schedule with the shortest interval; null if none is enabled
     * @param dueIntervalSeconds that interval
     * @param lastSuccess the last success that counts as one of {@code dueType}, or of any type without one
     * @param nextTryAt when a table that failed lately is tried again; null if it is not held back
     * @param ageSeconds seconds since that success began: the destination holds the rows of then
     */
    public record TableReport(
            String tableName,
            Status status,
            String reason,
            @Nullable UpdateType dueType,
            @Nullable Long dueIntervalSeconds,
            TableHealth.@Nullable Success lastSuccess,
            @Nullable Long ageSeconds,
            int consecutiveFailures,
            @Nullable Instant nextTryAt,
            TableHealth.@Nullable Failure lastError,
            TableHealth.@Nullable Live live) {}

    public HealthReport {
        tables = List.copyOf(tables);
    }

    /**
     * Makes the report.
     *
     * @param health by table name; tables may be missing
     * @param nextTries when tables that are held back after failures are tried again, by table name
     * @param runningSince when this scheduler was started: until it has had time for two checks, nothing is unhealthy for
     *     being overdue
     */
    public static HealthReport of(
            DataSyncConfig config,
            Map<String, TableHealth> health,
            Map<String, Instant> nextTries,
            Instant runningSince,
            Instant now) {
        return new HealthRules(config, health, nextTries, runningSince, now).report();
    }

    /** True unless a table is unhealthy; what {@code GET /health} answers 200 or 503 by. */
    @JsonIgnore
    public boolean isServing() {
        return status != Status.UNHEALTHY;
    }
}
