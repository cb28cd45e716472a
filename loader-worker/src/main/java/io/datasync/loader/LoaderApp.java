package io.datasync.loader;

import com.zaxxer.hikari.HikariDataSource;
import io.datasync.config.DataSyncConfig;
import io.datasync.config.Options;
import io.datasync.database.ConnectionPools;
import io.datasync.database.ControlSchema;
import io.datasync.database.DatabaseCheck;
import io.datasync.http.ComponentHealth;
import io.datasync.http.HttpServer;
import io.datasync.kafka.KafkaCheck;
import io.datasync.kafka.KafkaClients;
import io.datasync.kafka.Publisher;
import io.datasync.kafka.SignsOfLife;
import io.datasync.kafka.TopicSetup;
import io.datasync.kafka.WorkQueue;
import io.datasync.kafka.WorkQueues;
import io.datasync.lifecycle.Await;
import io.datasync.lifecycle.Lifecycle;
import io.datasync.loader.batch.BatchReader;
import io.datasync.loader.postprocessor.PostProcessorTypes;
import io.datasync.message.LoadTask;
import io.datasync.message.Topics;
import io.datasync.telemetry.SyncMetrics;
import io.datasync.telemetry.Telemetry;
import io.datasync.telemetry.Tracing;
import java.time.InstantSource;
import java.util.Map;
import org.apache.arrow.memory.RootAllocator;
import org.apache.kafka.clients.admin.Admin;

/** The loader process: takes load tasks and applies batches to the destination. */
public final class LoaderApp implements AutoCloseable {
    /** Loads done at a time, each on a connection of its own. */
    private static final int PARALLEL_TASKS = 4;

    private final Lifecycle parts;
    private final int httpPort;

    private LoaderApp(DataSyncConfig config, Telemetry telemetry, Lifecycle parts) {
        this.parts = parts;
        parts.add("telemetry", telemetry);
        InstantSource clock = InstantSource.system();
        Options options = config.options();
        Topics topics = new Topics(config.kafka().topicPrefix());
        SyncMetrics metrics = new SyncMetrics(telemetry.registry());
        KafkaClients clients = new KafkaClients(config.kafka(), telemetry.registry());

        Admin admin = parts.add("admin client", clients.admin());
        KafkaCheck kafkaCheck = new KafkaCheck(admin, config.kafka().bootstrapServers());
        HikariDataSource pool =
                ConnectionPools.destination(config.destination(), 2 * PARALLEL_TASKS + 1, telemetry.registry());
        Destination destination =
                parts.add("destination", new RetryingDestination(Destinations.over(config, pool), metrics));
        Await.server("kafka", kafkaCheck::run);
        Await.server("kafka topics", new TopicSetup(admin, config.kafka(), topics)::run);
        Await.server("destination", () -> DatabaseCheck.destination(pool));
        Await.server("control schema", () -> ControlSchema.migrate(pool, config.destination()));

        Publisher publisher = new Publisher(parts.add("producer", clients.producer("datasync-loader")), topics);
        RootAllocator memory = parts.add("chunk memory", new RootAllocator());
        BatchReader batches = parts.add("batch reader", new BatchReader(clients, memory));
        LoadTaskHandler handler = new LoadTaskHandler(
                config,
                destination,
                batches::chunks,
                new PostProcessorTypes(),
                new LoadEvents(publisher, clock),
                new Tracing(telemetry.openTelemetry()),
                metrics);
        SignsOfLife signsOfLife = parts.add("signs of life", new SignsOfLife(publisher, options.staleAfter(), clock));
        WorkQueues queues = parts.add(
                "work queues",
                WorkQueues.start(
                        "load",
                        PARALLEL_TASKS,
                        number -> new WorkQueue<>(
                                clients.shareConsumer("datasync-loader-" + number, topics.loaders()),
                                topics.loads(),
                                LoadTask.class,
                                new LoadTasks(handler, signsOfLife),
                                publisher,
                                config.kafka().lockDuration(),
                                options.shutdownTimeout().dividedBy(2)),
                        options.shutdownTimeout()));

        ComponentHealth health = new ComponentHealth(
                Map.of("work queues", queues::isAlive),
                Map.of("kafka", kafkaCheck::run, "destination", () -> DatabaseCheck.destination(pool)));
        HttpServer http = parts.add(
                "http",
                HttpServer.start(
                        config.http(), config.http().loaderPort(), health, telemetry.registry(), routes -> {}));
        httpPort = http.port();
    }

    /** Starts a loader; waits for a broker or destination that is not there yet. */
    public static LoaderApp start(DataSyncConfig config) {
        return start(config, Telemetry.start("datasync-loader", config.telemetry()));
    }

    /** As {@link #start(DataSyncConfig)}, with telemetry that is closed with the process. */
    public static LoaderApp start(DataSyncConfig config, Telemetry telemetry) {
        return Lifecycle.starting(parts -> new LoaderApp(config, telemetry, parts));
    }

    public int httpPort() {
        return httpPort;
    }

    @Override
    public void close() {
        parts.close();
    }
}
