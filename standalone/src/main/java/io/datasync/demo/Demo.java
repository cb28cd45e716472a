package io.datasync.demo;

import io.datasync.config.ConfigCheck;
import io.datasync.config.DataSyncConfig;
import io.datasync.config.TableConfig;
import io.datasync.config.UpdateType;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.kafka.KafkaClients;
import io.datasync.kafka.OperationWatch;
import io.datasync.lifecycle.Lifecycle;
import io.datasync.lifecycle.RunUntilStopped;
import io.datasync.message.OperationState;
import io.datasync.message.Topics;
import io.datasync.scheduler.OperationControl;
import io.datasync.scheduler.log.OpenResult;
import io.datasync.standalone.StandaloneApp;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * All of DataSync in this JVM, on an ERP database of its own making: the schedule's first Mass of every table, a working day
 * that changes the source, an Hourly of every table, and after each a comparison of every value.
 */
public final class Demo implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);
    private static final long PAUSE_MILLIS = 50;

    private final DemoSettings settings;
    private final DemoPhases phases;
    private final Lifecycle parts;
    private final DemoOptions sourceOptions;
    private final DemoServers servers;
    private final DataSyncConfig config;
    private final DemoOperations operations = new DemoOperations(PATIENCE);
    private final StandaloneApp app;
    private final List<DemoResult> results = new ArrayList<>();
    private final List<DemoResult> totals = new ArrayList<>();

    private Demo(
            DemoSettings settings,
            List<ConfigCheck> checks,
            DemoPhases phases,
            Consumer<OperationState> progress,
            Lifecycle parts)
            throws SQLException, InterruptedException {
        this.settings = settings;
        this.phases = phases;
        this.parts = parts;
        sourceOptions = new DemoOptions(settings.seed(), settings.scale(), Instant.now(), ZoneOffset.UTC);
        servers = phases.run(
                "Starting Kafka and PostgreSQL",
                () -> parts.add("servers", DemoServers.start(settings.parentDirectory())),
                started -> "in " + started.directory());
        config = servers.configuration(settings.configuration(), checks);
        phases.run("Creating the source", new DemoSource(servers.database(), sourceOptions)::create, Demo::rows);
        app = phases.run(
                "Starting scheduler, loader and fetcher",
                () -> parts.add("DataSync", StandaloneApp.start(config, false)),
                started -> "with " + config.tables().size() + " tables");
        follow(state -> {
            progress.accept(state);
            operations.accept(state);
        });
    }

    /**
     * Starts the servers, makes the source, starts DataSync.
     *
     * @param progress is told how each operation gets on
     */
    public static Demo start(
            DemoSettings settings, List<ConfigCheck> checks, DemoPhases phases, Consumer<OperationState> progress)
            throws SQLException, InterruptedException {
        Lifecycle parts = new Lifecycle();
        try {
            return new Demo(settings, checks, phases, progress, parts);
        } catch (SQLException | InterruptedException | RuntimeException failure) {
            close(parts);
            throw failure;
        }
    }

    private void follow(Consumer<OperationState> listener) {
        KafkaClients clients = new KafkaClients(config.kafka());
        OperationWatch watch = parts.add(
                "watch consumer",
                new OperationWatch(
                        clients.consumer("datasync-demo", ""),
                        new Topics(config.kafka().topicPrefix()),
                        listener));
        parts.add("watch", RunUntilStopped.start("watch", watch, Duration.ZERO, STOP_TIMEOUT));
    }

    /** Runs both rounds; the second one only if the first is without fault, as it builds on it. */
    public DemoReport run() throws SQLException, InterruptedException {
        round(UpdateType.MASS, "Mass of every table, as nothing was ever synchronised", () -> {});
        if (results.stream().allMatch(DemoResult::isOk)) {
            phases.run(
                    "A working day changes the source",
                    () -> new DemoChanges(servers.database(), sourceOptions).apply(Instant.now()),
                    Demo::changes);
            round(UpdateType.HOURLY, "Hourly of every table", this::startHourlies);
        }
        return new DemoReport(
                settings.scale(),
                settings.seed(),
                sourceOptions.reference(),
                phases.seconds(),
                phases.done(),
                results,
                totals);
    }

    /** What begins a round. */
    @FunctionalInterface
    private interface Start {
        void run() throws InterruptedException;
    }

    private void round(UpdateType type, String name, Start start) throws InterruptedException {
        List<OperationState> ended = phases.run(
                name,
                () -> {
                    start.run();
                    return operations.await(config.tables(), type);
                },
                states -> "%,d rows"
                        .formatted(states.stream()
                                .mapToLong(OperationState::fetched)
                                .sum()));
        boolean equal = phases.run(
                "Comparing every value of source and destination",
                () -> check(ended),
                ok -> ok ? "equal" : "NOT equal");
        totals.add(DemoResult.total(ended, equal));
    }

    /** Waits for a place under the cap, as the command {@code datasync run --wait} does. */
    private void startHourlies() throws InterruptedException {
        try (OperationControl control = OperationControl.connect(config)) {
            for (TableConfig table : config.tables()) {
                while (!isStarted(control.run(table, UpdateType.HOURLY).result(), table)) {
                    TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
                }
            }
        }
    }

    private static boolean isStarted(OpenResult result, TableConfig table) {
        return switch (result) {
            case OPENED -> true;
            case CAP_REACHED, SOURCE_CAP_REACHED -> false;
            case TABLE_BUSY ->
                throw new DataSyncException(
                        ErrorCode.INTERNAL, "Another operation of " + table.tableName() + " is open");
        };
    }

    /** True if all is well. */
    private boolean check(List<OperationState> states) {
        CopyCheck check = new CopyCheck(servers.database(), config.destination().schema());
        boolean allOk = true;
        for (int i = 0; i < states.size(); i++) {
            OperationState state = states.get(i);
            // A failed operation has left nothing that could be compared.
            String difference =
                    state.error() == null ? describe(check, config.tables().get(i)) : "failed";
            DemoResult result = DemoResult.of(state, difference);
            results.add(result);
            allOk &= result.isOk();
        }
        return allOk;
    }

    private static String describe(CopyCheck check, TableConfig table) {
        try {
            return check.compare(table).describe();
        } catch (SQLException failure) {
            return "cannot be compared: " + failure.getMessage();
        }
    }

    /** Where everything is while it runs, one line each. */
    public List<String> addresses() {
        return List.of(
                "scheduler: http://" + config.http().host() + ":" + app.schedulerPort() + "/health and /metrics",
                "fetcher:   http://" + config.http().host() + ":" + app.fetcherPort() + "/health and /metrics",
                "loader:    http://" + config.http().host() + ":" + app.loaderPort() + "/health and /metrics",
                "Kafka:     " + config.kafka().bootstrapServers(),
                "database:  " + servers.databaseUrl() + "?user=" + servers.databaseUser(),
                "           schemas jde and cms (sources), "
                        + config.destination().schema() + " (destination), "
                        + config.destination().controlSchema() + " (DataUpdate log)");
    }

    private static String rows(Map<String, Long> tables) {
        return "%,d rows in %d tables"
                .formatted(tables.values().stream().mapToLong(Long::longValue).sum(), tables.size());
    }

    private static String changes(List<DemoChange> changes) {
        return "%,d rows inserted, %,d updated; %,d of them were committed an hour late"
                .formatted(
                        changes.stream().mapToLong(DemoChange::inserted).sum(),
                        changes.stream().mapToLong(DemoChange::updated).sum(),
                        changes.stream().mapToLong(DemoChange::lateCommits).sum());
    }

    /** Stops everything and removes the directory, even if the thread was interrupted. */
    @Override
    public void close() {
        close(parts);
    }

    private static void close(Lifecycle parts) {
        boolean interrupted = Thread.interrupted();
        parts.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
