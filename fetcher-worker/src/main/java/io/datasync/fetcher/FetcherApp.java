package io.datasync.fetcher;

import com.zaxxer.hikari.HikariDataSource;
import io.datasync.config.DataSyncConfig;
import io.datasync.config.Options;
import io.datasync.config.SourceConfig;
import io.datasync.database.ConnectionPools;
import io.datasync.database.DatabaseCheck;
import io.datasync.http.ComponentHealth;
import io.datasync.http.HttpServer;
import io.datasync.kafka.KafkaCheck;
import io.datasync.kafka.KafkaClients;
import io.datasync.kafka.OperationWatch;
import io.datasync.kafka.Publisher;
import io.datasync.kafka.SignsOfLife;
import io.datasync.kafka.TopicSetup;
import io.datasync.kafka.WorkQueue;
import io.datasync.kafka.WorkQueues;
import io.datasync.lifecycle.Await;
import io.datasync.lifecycle.Lifecycle;
import io.datasync.lifecycle.RunUntilStopped;
import io.datasync.message.FetchTask;
import io.datasync.message.Topics;
import io.datasync.telemetry.SyncMetrics;
import io.datasync.telemetry.Telemetry;
import io.datasync.telemetry.Tracing;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;
import org.apache.kafka.clients.admin.Admin;

/** The fetcher process: takes fetch tasks, reads the sources, writes batches. */
public final class FetcherApp implements AutoCloseable {
    /** Slices fetched at a time; each holds about a chunk in memory. */
    private static final int PARALLEL_TASKS = 4;

    /** Each held division has a connection, beside those of the tasks. */
    private static final int HELD_DIVISIONS = PARALLEL_TASKS;

    private final Lifecycle parts;
    private final int httpPort;

    private FetcherApp(DataSyncConfig config, Telemetry telemetry, Lifecycle parts) {
        this.parts = parts;
        parts.add("telemetry", telemetry);
        InstantSource clock = InstantSource.system();
        Options options = config.options();
        Topics topics = new Topics(config.kafka().topicPrefix());
        SyncMetrics metrics = new SyncMetrics(telemetry.registry());
        KafkaClients clients = new KafkaClients(config.kafka(), telemetry.registry());

        Map<String, ComponentHealth.Check> checks = new LinkedHashMap<>();
        Map<String, DataSource> sources = new LinkedHashMap<>();
        for (SourceConfig source : config.sources().values()) {
            HikariDataSource pool = parts.add(
                    "pool of " + source.name(),
                    ConnectionPools.source(source, PARALLEL_TASKS + HELD_DIVISIONS + 1, telemetry.registry()));
            sources.put(source.name(), pool);
            checks.put("source " + source.name(), () -> DatabaseCheck.source(source.name(), pool));
        }

        Admin admin = parts.add("admin client", clients.admin());
        KafkaCheck kafkaCheck = new KafkaCheck(admin, config.kafka().bootstrapServers());
        checks.put("kafka", kafkaCheck::run);
        Await.server("kafka", kafkaCheck::run);
        Await.server("kafka topics", new TopicSetup(admin, config.kafka(), topics)::run);

        Publisher publisher =
                new Publisher(parts.add("producer of events", clients.producer("datasync-fetcher")), topics);
        FetchOutput output = new FetchOutput(
                admin,
                parts.add("producer of chunks", clients.producer("datasync-chunks")),
                publisher,
                topics,
                config.kafka().replicationFactor());
        OperationWatch watch =
                parts.add("watch consumer", new OperationWatch(clients.consumer("datasync-fetcher-watch", ""), topics));
        RunUntilStopped watching =
                parts.add("watch", RunUntilStopped.start("watch", watch, Duration.ZERO, options.shutdownTimeout()));
        HeldDivisions held = parts.add("held divisions", new HeldDivisions(HELD_DIVISIONS, watch::state, clock));
        FetchSlice fetchSlice = new FetchSlice(
                new SliceReader(
                        config,
                        FetcherTypes.load(),
                        source -> Objects.requireNonNull(sources.get(source.name())),
                        held),
                output,
                new Tracing(telemetry.openTelemetry()),
                metrics,
                watch::hasEnded,
                clock);
        SignsOfLife signsOfLife = parts.add("signs of life", new SignsOfLife(publisher, options.staleAfter(), clock));
        FetchTasks handler = new FetchTasks(fetchSlice, signsOfLife, publisher, clock);
        WorkQueues queues = parts.add(
                "work queues",
                WorkQueues.start(
                        "fetch",
                        PARALLEL_TASKS,
                        number -> new WorkQueue<>(
                                clients.shareConsumer("datasync-fetcher-" + number, topics.fetchers()),
                                topics.tasks(),
                                FetchTask.class,
                                handler,
                                publisher,
                                config.kafka().lockDuration(),
                                options.shutdownTimeout().dividedBy(2)),
                        options.shutdownTimeout()));

        ComponentHealth health =
                new ComponentHealth(Map.of("work queues", queues::isAlive, "watch", watching::isAlive), checks);
        HttpServer http = parts.add(
                "http",
                HttpServer.start(
                        config.http(), config.http().fetcherPort(), health, telemetry.registry(), routes -> {}));
        httpPort = http.port();
    }

    /** Starts a fetcher; waits for a broker that is not there yet. */
    public static FetcherApp start(DataSyncConfig config) {
        return start(config, Telemetry.start("datasync-fetcher", config.telemetry()));
    }

    /** As {@link #start(DataSyncConfig)}, with telemetry that is closed with the process. */
    public static FetcherApp start(DataSyncConfig config, Telemetry telemetry) {
        return Lifecycle.starting(parts -> new FetcherApp(config, telemetry, parts));
    }

    public int httpPort() {
        return httpPort;
    }

    @Override
    public void close() {
        parts.close();
    }
}
