package io.datasync.benchmarks;

import io.datasync.config.DataSyncConfig;
import io.datasync.config.TableConfig;
import io.datasync.config.UpdateType;
import io.datasync.lifecycle.Await;
import io.datasync.lifecycle.Lifecycle;
import io.datasync.scheduler.OperationControl;
import io.datasync.scheduler.log.OpenResult;
import io.datasync.scheduler.tick.Opened;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** DataSync, in separate processes or in one, asked to copy as a person or its own schedule does. */
final class DataSyncCompetitor implements Competitor {
    /** Operations of J6 that are not counted. */
    private static final int LATENCY_WARM_UP = 10;

    private final DataSyncProcesses processes;
    private final Lifecycle parts;
    private final OperationControl control;
    private final OperationLog log;

    private DataSyncCompetitor(
            BenchSettings settings,
            BenchDatabase database,
            Entry entry,
            List<Workload> workloads,
            Path directory,
            Lifecycle parts)
            throws SQLException {
        this.parts = parts;
        String controlSchema = "control_" + directory.getFileName().toString().replace('-', '_');
        BenchConfiguration yaml = new BenchConfiguration(database, controlSchema);
        processes = parts.add("processes", DataSyncProcesses.start(settings, yaml, entry, workloads, directory));
        control = parts.add("control", connect(processes.config()));
        log = parts.add(
                "log", new OperationLog(database.connect(), controlSchema, pause(workloads), processes::requireAlive));
    }

    static DataSyncCompetitor start(
            BenchSettings settings, BenchDatabase database, Entry entry, List<Workload> workloads, Path directory) {
        return Lifecycle.starting(parts -> {
            try {
                return new DataSyncCompetitor(settings, database, entry, workloads, directory, parts);
            } catch (SQLException failure) {
                throw new IllegalStateException("The database cannot be reached", failure);
            }
        });
    }

    private static Duration pause(List<Workload> workloads) {
        boolean latency = workloads.stream().anyMatch(workload -> workload.job() == Job.J6);
        return Duration.ofMillis(latency ? 8 : 20);
    }

    /** A broker on a busy machine may not answer at once. */
    private static OperationControl connect(DataSyncConfig config) {
        AtomicReference<@Nullable OperationControl> connected = new AtomicReference<>();
        Await.server("kafka", () -> connected.set(OperationControl.connect(config)));
        return Objects.requireNonNull(connected.get());
    }

    @Override
    public void warmUp(Workload workload) throws SQLException, InterruptedException {
        switch (workload.job()) {
            case J5 -> log.awaitAllAfter(0, workload.tables().size());
            case J6 -> log.awaitAfter(0, LATENCY_WARM_UP);
            case J1, J2, J3, J4, J7 -> copy(workload.warmUp());
        }
    }

    @Override
    public Outcome run(Workload workload) throws SQLException, InterruptedException {
        return switch (workload.job()) {
            case J5 -> many(workload);
            case J6 -> latency();
            case J1, J2, J3, J4, J7 -> copy(workload.table());
        };
    }

    /** From just before the request until the operation's row is seen closed. */
    private Outcome copy(TablePair pair) throws SQLException, InterruptedException {
        DataSyncConfig config = processes.config();
        TableConfig table = config.table(pair.destination()).orElseThrow();
        Instant wanted = Instant.now();
        long started = System.nanoTime();
        Opened opened = control.run(table, UpdateType.MASS);
        if (opened.result() != OpenResult.OPENED) {
            throw new IllegalStateException("Operation of " + pair.destination() + " not opened: " + opened.result());
        }
        String id = opened.operation().operationId();
        OperationLog.Closed closed = log.await(id);
        double seconds = (System.nanoTime() - started) / 1e9;
        List<Hop> hops = OperationHops.of(
                OperationHops.events(config, List.of(id)).getOrDefault(id, List.of()), wanted, closed.seenAt());
        return new Outcome(seconds, hops, Map.of());
    }

    /** From the first operation's start to the last one's end, as the log has them. */
    private Outcome many(Workload workload) throws SQLException, InterruptedException {
        long last = log.lastId();
        log.forget();
        List<OperationLog.Closed> closed =
                log.awaitAllAfter(last, workload.tables().size());
        Instant first = closed.stream()
                .map(OperationLog.Closed::startedAt)
                .min(Instant::compareTo)
                .orElseThrow();
        Instant end = closed.stream()
                .map(OperationLog.Closed::endedAt)
                .max(Instant::compareTo)
                .orElseThrow();
        double seconds = seconds(first, end);
        return new Outcome(seconds, List.of(), Map.of("operationsPerSecond", closed.size() / seconds));
    }

    /** From an interval after the start of the one before until the operation's row is seen closed. */
    private Outcome latency() throws SQLException, InterruptedException {
        List<OperationLog.Closed> closed = log.awaitAfter(log.lastId(), Job.LATENCY_OPERATIONS + 1);
        Map<String, Instant> due = new HashMap<>();
        List<Double> latencies = new ArrayList<>();
        for (int number = 1; number < closed.size(); number++) {
            Instant dueAt = closed.get(number - 1).startedAt().plusSeconds(BenchConfiguration.LATENCY_INTERVAL_SECONDS);
            due.put(closed.get(number).operationId(), dueAt);
            latencies.add(seconds(dueAt, closed.get(number).seenAt()));
        }
        var events = OperationHops.events(processes.config(), List.copyOf(due.keySet()));
        List<List<Hop>> hops = closed.stream()
                .skip(1)
                .map(each -> OperationHops.of(
                        events.getOrDefault(each.operationId(), List.of()),
                        due.getOrDefault(each.operationId(), each.startedAt()),
                        each.seenAt()))
                .toList();
        double median = Statistics.percentile(latencies, 50);
        return new Outcome(
                median,
                Statistics.medianHops(hops),
                Map.of("p50Seconds", median, "p95Seconds", Statistics.percentile(latencies, 95)));
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toNanos() / 1e9;
    }

    @Override
    public List<MeasuredProcess> processes() {
        return processes.measured();
    }

    @Override
    public void close() {
        parts.close();
    }
}
