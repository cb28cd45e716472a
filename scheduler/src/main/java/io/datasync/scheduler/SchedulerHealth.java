package io.datasync.scheduler;

import io.datasync.config.DataSyncConfig;
import io.datasync.config.TableConfig;
import io.datasync.error.DataSyncException;
import io.datasync.http.ComponentHealth;
import io.datasync.http.Health;
import io.datasync.scheduler.health.HealthReport;
import io.datasync.scheduler.topology.OperationStreams;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** The scheduler's health: of its own parts for the supervisor, of every table for people. */
final class SchedulerHealth implements Health {
    /** Alert where it exceeds the table's interval by far; not a number while the table was never synchronised. */
    private static final String TIME_SINCE_SUCCESS = "sync.time.since.success";

    /** Alert where it stays above 0: the table keeps failing. */
    private static final String HELD_BACK = "sync.held.back";

    private final DataSyncConfig config;
    private final OperationStreams streams;
    private final Supplier<Map<String, Instant>> nextTries;
    private final ComponentHealth components;
    private final InstantSource clock;
    private final Instant runningSince;

    /** @param nextTries when tables that are held back after failures are tried again, by table name */
    SchedulerHealth(
            DataSyncConfig config,
            OperationStreams streams,
            Supplier<Map<String, Instant>> nextTries,
            Map<String, BooleanSupplier> loops,
            Map<String, ComponentHealth.Check> checks,
            InstantSource clock) {
        this.config = config;
        this.streams = streams;
        this.nextTries = nextTries;
        Map<String, BooleanSupplier> allLoops = new LinkedHashMap<>(loops);
        allLoops.put("topology", () -> !streams.hasFailed());
        Map<String, ComponentHealth.Check> allChecks = new LinkedHashMap<>(checks);
        allChecks.put("topology", streams::tableHealth);
        this.components = new ComponentHealth(allLoops, allChecks);
        this.clock = clock;
        this.runningSince = clock.instant();
    }

    /** The tables' report; the components' one while the topology cannot tell of tables. */
    @Override
    public Answer health() {
        try {
            HealthReport report = report();
            return new Answer(report.isServing(), report);
        } catch (DataSyncException notRunning) {
            return components.health();
        }
    }

    @Override
    public Answer live() {
        return components.live();
    }

    @Override
    public Answer ready() {
        return components.ready();
    }

    /** Adds gauges a table: seconds since the start of its last success, and until it is tried again after failures. */
    void bindTo(MeterRegistry registry) {
        for (TableConfig table : config.tables()) {
            Gauge.builder(TIME_SINCE_SUCCESS, () -> secondsSinceSuccess(table.tableName()))
                    .baseUnit("seconds")
                    .tag("table", table.tableName())
                    .register(registry);
            Gauge.builder(HELD_BACK, () -> secondsHeldBack(table.tableName()))
                    .baseUnit("seconds")
                    .tag("table", table.tableName())
                    .register(registry);
        }
    }

    /** 0 for a table that is not held back. */
    private double secondsHeldBack(String tableName) {
        Instant now = clock.instant();
        Instant nextTry = nextTries.get().getOrDefault(tableName, now);
        return Math.max(0, Duration.between(now, nextTry).toMillis() / 1_000.0);
    }

    private double secondsSinceSuccess(String tableName) {
        try {
            return report().tables().stream()
                    .filter(table -> table.tableName().equals(tableName) && table.ageSeconds() != null)
                    .mapToDouble(table -> (double) table.ageSeconds())
                    .findFirst()
                    .orElse(Double.NaN);
        } catch (DataSyncException notRunning) {
            return Double.NaN;
        }
    }

    private HealthReport report() {
        return HealthReport.of(config, streams.tableHealth(), nextTries.get(), runningSince, clock.instant());
    }
}
