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
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** The scheduler's health: of its own parts for the supervisor, of every table for people. */
final class SchedulerHealth implements Health {
    /** Alert where it exceeds the table's interval by far; not a number while the table was never synchronised. */
    private static final String TIME_SINCE_SUCCESS = "sync.time.since.success";

    private final DataSyncConfig config;
    private final OperationStreams streams;
    private final ComponentHealth components;
    private final InstantSource clock;
    private final Instant runningSince;

    SchedulerHealth(
            DataSyncConfig config,
            OperationStreams streams,
            Map<String, BooleanSupplier> loops,
            Map<String, ComponentHealth.Check> checks,
            InstantSource clock) {
        this.config = config;
        this.streams = streams;
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

    /** Adds a gauge a table: seconds since the start of its last success. */
    void bindTo(MeterRegistry registry) {
        for (TableConfig table : config.tables()) {
            Gauge.builder(TIME_SINCE_SUCCESS, () -> secondsSinceSuccess(table.tableName()))
                    .baseUnit("seconds")
                    .tag("table", table.tableName())
                    .register(registry);
        }
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
        return HealthReport.of(config, streams.tableHealth(), runningSince, clock.instant());
    }
}
