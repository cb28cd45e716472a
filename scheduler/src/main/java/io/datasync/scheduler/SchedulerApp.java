package io.datasync.scheduler;

import com.zaxxer.hikari.HikariDataSource;
import io.datasync.config.DataSyncConfig;
import io.datasync.config.Options;
import io.datasync.database.DatabaseCheck;
import io.datasync.http.BearerToken;
import io.datasync.http.HttpServer;
import io.datasync.kafka.KafkaCheck;
import io.datasync.kafka.KafkaClients;
import io.datasync.kafka.Publisher;
import io.datasync.lifecycle.Lifecycle;
import io.datasync.lifecycle.RunUntilStopped;
import io.datasync.message.Topics;
import io.datasync.scheduler.log.DataUpdateLog;
import io.datasync.scheduler.log.LogClock;
import io.datasync.scheduler.schedule.BackOff;
import io.datasync.scheduler.schedule.ScheduleChecker;
import io.datasync.scheduler.tick.BatchTopicJanitor;
import io.datasync.scheduler.tick.OperationOpener;
import io.datasync.scheduler.tick.OperationStarter;
import io.datasync.scheduler.tick.Reaper;
import io.datasync.scheduler.tick.SchedulerTick;
import io.datasync.scheduler.tick.StateRecorder;
import io.datasync.scheduler.tick.TickWhenNeeded;
import io.datasync.scheduler.topology.OperationStreams;
import io.datasync.telemetry.SyncMetrics;
import io.datasync.telemetry.Telemetry;
import io.datasync.telemetry.Tracing;
import io.javalin.http.Handler;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/** The scheduler process: ticks, runs the operation topology, keeps the DataUpdate log, and answers for health. */
public final class SchedulerApp implements AutoCloseable {
    private final Lifecycle parts;
    private final int httpPort;

    private SchedulerApp(DataSyncConfig config, boolean closeAllOpen, Telemetry telemetry, Lifecycle parts) {
        this.parts = parts;
        parts.add("telemetry", telemetry);
        Options options = config.options();
        SyncMetrics metrics = new SyncMetrics(telemetry.registry());
        SchedulerServers servers = SchedulerServers.connect(config, telemetry.registry(), parts);
        Topics topics = servers.topics();
        KafkaClients clients = servers.clients();
        Admin admin = servers.admin();
        KafkaCheck kafkaCheck = servers.kafkaCheck();
        HikariDataSource destination = servers.destination();
        DataUpdateLog dataUpdates = servers.dataUpdates();
        LogClock clock = servers.clock();
        Publisher publisher = servers.publisher();
        parts.add("clock", RunUntilStopped.start("clock", clock, LogClock.BETWEEN_READINGS, options.shutdownTimeout()));
        OperationStreams streams = parts.add(
                "operation topology", new OperationStreams(clients, topics, options.shutdownTimeout(), clock));
        streams.start();

        Reaper reaper = servers.reaper(options);
        if (closeAllOpen) {
            reaper.closeAllOpen();
        }
        OperationOpener opener = new OperationOpener(
                dataUpdates, publisher, new Tracing(telemetry.openTelemetry()), options, config.sources(), clock);
        OperationStarter starter = new OperationStarter(opener, publisher, options, clock);
        SchedulerTick tick = new SchedulerTick(
                new ScheduleChecker(
                        config.tables(), options.lookbackMultiplier(), new BackOff(options.checkInterval())),
                dataUpdates,
                starter,
                reaper,
                new BatchTopicJanitor(admin, topics, dataUpdates, options.batchRetention(), clock),
                Duration.ofDays(options.purgeRetentionDays()),
                clock);
        TickWhenNeeded tickWhenNeeded = new TickWhenNeeded(tick, options.checkInterval(), clock);
        RecordStates recordStates = parts.add(
                "recorder consumer",
                new RecordStates(
                        clients.consumer("datasync-recorder", topics.recorders()),
                        topics,
                        new StateRecorder(dataUpdates, clock),
                        metrics,
                        tickWhenNeeded::operationEnded));
        RunUntilStopped recorder = parts.add(
                "recorder", RunUntilStopped.start("recorder", recordStates, Duration.ZERO, options.shutdownTimeout()));
        RunUntilStopped ticks = parts.add(
                "tick", RunUntilStopped.start("tick", tickWhenNeeded, Duration.ZERO, options.shutdownTimeout()));

        SchedulerHealth health = new SchedulerHealth(
                config,
                streams,
                tick::heldBack,
                Map.of("tick", ticks::isAlive, "recorder", recorder::isAlive),
                Map.of("kafka", kafkaCheck::run, "destination", () -> DatabaseCheck.destination(destination)),
                clock);
        health.bindTo(telemetry.registry());
        new QueueDepths(admin).bindTo(telemetry.registry(), topics);
        Handler run = new BearerToken(config.http().token())
                .guard(new RunEndpoint(config, new RunByHand(config, dataUpdates, starter, clock)));
        HttpServer http = parts.add(
                "http",
                HttpServer.start(
                        config.http(),
                        config.http().schedulerPort(),
                        health,
                        telemetry.registry(),
                        routes -> routes.post(RunEndpoint.PATH, run)));
        httpPort = http.port();
    }

    /**
     * Starts a scheduler; waits for a broker or destination that is not there yet.
     *
     * @param closeAllOpen whether every open operation is closed as failed first; only where no other process can have a
     *     live one
     */
    public static SchedulerApp start(DataSyncConfig config, boolean closeAllOpen) {
        return start(config, closeAllOpen, Telemetry.start("datasync-scheduler", config.telemetry()));
    }

    /** As {@link #start(DataSyncConfig, boolean)}, with telemetry that is closed with the process. */
    public static SchedulerApp start(DataSyncConfig config, boolean closeAllOpen, Telemetry telemetry) {
        return Lifecycle.starting(parts -> new SchedulerApp(config, closeAllOpen, telemetry, parts));
    }

    /**
     * Closes every open operation as failed; waits for a broker or destination that is not there yet. Only where no other process
     * can have a live one, and before this one's workers start: with a task of such an operation they would still hold locks of
     * its table when it is closed.
     */
    public static void closeAllOpen(DataSyncConfig config) {
        try (Lifecycle parts = new Lifecycle()) {
            SchedulerServers.connect(config, new CompositeMeterRegistry(), parts)
                    .reaper(config.options())
                    .closeAllOpen();
        }
    }

    public int httpPort() {
        return httpPort;
    }

    @Override
    public void close() {
        parts.close();
    }
}
