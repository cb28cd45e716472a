package io.datasync.scheduler;

import com.zaxxer.hikari.HikariDataSource;
import io.datasync.config.DataSyncConfig;
import io.datasync.config.Options;
import io.datasync.database.ConnectionPools;
import io.datasync.database.ControlSchema;
import io.datasync.database.DatabaseCheck;
import io.datasync.kafka.KafkaCheck;
import io.datasync.kafka.KafkaClients;
import io.datasync.kafka.Publisher;
import io.datasync.kafka.TopicSetup;
import io.datasync.lifecycle.Await;
import io.datasync.lifecycle.Lifecycle;
import io.datasync.message.Topics;
import io.datasync.scheduler.log.DataUpdateLog;
import io.datasync.scheduler.log.LogClock;
import io.datasync.scheduler.tick.Reaper;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.clients.admin.Admin;

/** The broker and the destination as a scheduler uses them, with topics, control schema and clock ready for use. */
record SchedulerServers(
        Topics topics,
        KafkaClients clients,
        Admin admin,
        KafkaCheck kafkaCheck,
        HikariDataSource destination,
        DataUpdateLog dataUpdates,
        LogClock clock,
        Publisher publisher) {
    private static final int CONNECTIONS = 5;

    /** Waits for a broker or destination that is not there yet. */
    static SchedulerServers connect(DataSyncConfig config, MeterRegistry metrics, Lifecycle parts) {
        Topics topics = new Topics(config.kafka().topicPrefix());
        KafkaClients clients = new KafkaClients(config.kafka(), metrics);
        Admin admin = parts.add("admin client", clients.admin());
        KafkaCheck kafkaCheck = new KafkaCheck(admin, config.kafka().bootstrapServers());
        HikariDataSource destination =
                parts.add("destination pool", ConnectionPools.destination(config.destination(), CONNECTIONS, metrics));
        Await.server("kafka", kafkaCheck::run);
        Await.server("kafka topics", new TopicSetup(admin, config.kafka(), topics)::run);
        Await.server("destination", () -> DatabaseCheck.destination(destination));
        Await.server("control schema", () -> ControlSchema.migrate(destination, config.destination()));

        DataUpdateLog dataUpdates = new DataUpdateLog(destination, config.destination());
        LogClock clock = new LogClock(dataUpdates::now);
        Await.server("clock", clock::run);
        Publisher publisher = new Publisher(parts.add("producer", clients.producer("datasync-scheduler")), topics);
        return new SchedulerServers(topics, clients, admin, kafkaCheck, destination, dataUpdates, clock, publisher);
    }

    Reaper reaper(Options options) {
        return new Reaper(dataUpdates, publisher, options.staleAfter(), clock);
    }
}
