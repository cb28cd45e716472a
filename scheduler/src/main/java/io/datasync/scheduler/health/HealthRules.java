package io.datasync.scheduler.health;

import io.datasync.config.DataSyncConfig;
import io.datasync.config.Options;
import io.datasync.config.SourceConfig;
import io.datasync.config.TableConfig;
import io.datasync.config.UpdateType;
import io.datasync.scheduler.health.HealthReport.Status;
import io.datasync.scheduler.health.HealthReport.TableReport;
import io.datasync.scheduler.health.TableHealth.Live;
import io.datasync.scheduler.health.TableHealth.Success;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The rules of the health report.
 *
 * <ul>
 *   <li>A table is overdue when its last success began longer ago than its shortest enabled interval plus a grace of two
 *       check intervals and twice the time that success took: a sync begins with the next check and takes about as long as
 *       the last. A table that was never synced is overdue at once.
 *   <li>It is progressing while it has an operation with a sign of life within {@code staleAfter}, or waits for its turn
 *       because as many operations are open as may be.
 *   <li>{@code UNHEALTHY}: {@code unhealthyAfter} failures in a row; or overdue without progress, once the scheduler has been
 *       running for two check intervals.
 *   <li>{@code DEGRADED}: overdue otherwise. {@code HEALTHY}: not overdue.
 * </ul>
 */
final class HealthRules {
    private final DataSyncConfig config;
    private final Map<String, TableHealth> health = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Map<String, Instant> nextTries;
    private final Instant runningSince;
    private final Instant now;

    HealthRules(
            DataSyncConfig config,
            Map<String, TableHealth> health,
            Map<String, Instant> nextTries,
            Instant runningSince,
            Instant now) {
        this.config = config;
        this.nextTries = nextTries;
        this.health.putAll(health);
        this.runningSince = runningSince;
        this.now = now;
    }

    HealthReport report() {
        List<TableReport> tables = config.tables().stream().map(this::table).toList();
        Status worst = tables.stream()
                .map(TableReport::status)
                .filter(status -> status != Status.DISABLED)
                .max(Comparator.naturalOrder())
                .orElse(Status.HEALTHY);
        return new HealthReport(worst, now, tables);
    }

    private TableReport table(TableConfig table) {
        TableHealth known = healthOf(table);
        UpdateType dueType = dueType(table).orElse(null);
        Duration interval = dueType == null ? null : table.schedule(dueType).interval();
        Success success = lastSuccess(known, dueType);
        Verdict verdict = verdict(table, known, interval, success);
        return new TableReport(
                table.tableName(),
                verdict.status(),
                verdict.reason(),
                dueType,
                interval == null ? null : interval.toSeconds(),
                success,
                success == null
                        ? null
                        : Math.max(0, Duration.between(success.startedAt(), now).toSeconds()),
                known.consecutiveFailures(),
                nextTries.get(table.tableName()),
                known.lastError(),
                known.live());
    }

    private record Verdict(Status status, String reason) {}

    private Verdict verdict(
            TableConfig table, TableHealth known, @Nullable Duration interval, @Nullable Success success) {
        if (!table.enabled()) {
            return new Verdict(Status.DISABLED, "switched off");
        }
        if (known.consecutiveFailures() >= options().unhealthyAfter()) {
            return new Verdict(Status.UNHEALTHY, known.consecutiveFailures() + " failures in a row");
        }
        if (interval == null) {
            return new Verdict(Status.HEALTHY, "no schedule is enabled");
        }
        if (success != null && !now.isAfter(success.startedAt().plus(interval).plus(grace(success)))) {
            return new Verdict(Status.HEALTHY, "synced within its interval");
        }
        String overdue = success == null ? "never synced" : "overdue";
        if (isProgressing(known)) {
            return new Verdict(Status.DEGRADED, overdue + ", an operation is under way");
        }
        if (isWaiting(table)) {
            return new Verdict(Status.DEGRADED, overdue + ", waits for other operations to end");
        }
        if (now.isBefore(runningSince.plus(twoChecks()))) {
            return new Verdict(Status.DEGRADED, overdue + ", the scheduler has just started");
        }
        return new Verdict(Status.UNHEALTHY, overdue + ", and no operation is making progress");
    }

    /** The type of the shortest enabled interval; of several alike the least thorough, as any success counts as that. */
    private static Optional<UpdateType> dueType(TableConfig table) {
        return Arrays.stream(UpdateType.values())
                .filter(type -> type.bringsRows() && table.schedule(type).enabled())
                .min(Comparator.comparing(
                                (UpdateType type) -> table.schedule(type).interval())
                        .thenComparing(Comparator.reverseOrder()));
    }

    private static @Nullable Success lastSuccess(TableHealth known, @Nullable UpdateType dueType) {
        return known.lastSuccess().values().stream()
                .filter(success -> success.updateType().countsAs(dueType == null ? UpdateType.HOURLY : dueType))
                .max(Comparator.comparing(Success::startedAt))
                .orElse(null);
    }

    private Duration grace(Success success) {
        Duration taken = Duration.between(success.startedAt(), success.endedAt());
        return taken.isNegative() ? twoChecks() : twoChecks().plus(taken.multipliedBy(2));
    }

    private Duration twoChecks() {
        return options().checkInterval().multipliedBy(2);
    }

    private boolean isProgressing(TableHealth known) {
        Live live = known.live();
        return live != null
                && !live.lastProgressAt().plus(options().staleAfter()).isBefore(now);
    }

    private boolean isWaiting(TableConfig table) {
        List<TableConfig> busy = config.tables().stream()
                .filter(other -> isProgressing(healthOf(other)))
                .toList();
        long sameSource = busy.stream()
                .filter(other -> other.sourceSystem().equals(table.sourceSystem()))
                .count();
        SourceConfig source = config.sources().get(table.sourceSystem());
        return busy.size() >= options().maxDegreeOfParallelism()
                || (source != null && sameSource >= source.maxOpenOperations());
    }

    private TableHealth healthOf(TableConfig table) {
        return health.getOrDefault(table.tableName(), TableHealth.unknown(table.tableName()));
    }

    private Options options() {
        return config.options();
    }
}
