package io.datasync.benchmarks.connect;

import io.datasync.benchmarks.connect.CopyJob.TableAddress;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/** Properties of Debezium's PostgreSQL source, tuned for one big snapshot; README.md says how each was found. */
final class SourceSettings {
    private SourceSettings() {}

    /** The topic's name is {@code topicPrefix} and the table's. */
    static Map<String, String> of(CopyJob job, String topicPrefix) {
        Map<String, String> settings = new TreeMap<>(Map.of(
                "connector.class", "io.debezium.connector.postgresql.PostgresConnector",
                "topic.prefix", topicPrefix,
                "table.include.list", job.source().table(),
                "message.key.columns", job.source().table() + ":" + job.key(),
                // Reads the rows and stops: no replication slot, and wal_level stays as it is.
                "snapshot.mode", "initial_only",
                "publication.autocreate.mode", "disabled",
                "decimal.handling.mode", "precise"));
        settings.putAll(database(job.source()));
        settings.putAll(reading(job.tasks()));
        settings.putAll(RECORDS);
        settings.putAll(PRODUCER);
        return settings;
    }

    private static Map<String, String> database(TableAddress source) {
        Properties parts = Driver.parseURL(source.url(), new Properties());
        if (parts == null) {
            throw new IllegalArgumentException("Not the URL of a PostgreSQL database: " + source.url());
        }
        return Map.of(
                "database.hostname", parts.getProperty(PGProperty.PG_HOST.getName()),
                "database.port", parts.getProperty(PGProperty.PG_PORT.getName()),
                "database.dbname", parts.getProperty(PGProperty.PG_DBNAME.getName()),
                "database.user", TableAddress.USER);
    }

    private static Map<String, String> reading(int threads) {
        return Map.of(
                "snapshot.max.threads", Integer.toString(threads),
                "snapshot.fetch.size", "10000",
                "max.batch.size", "8192",
                "max.queue.size", "32768",
                "poll.interval.ms", "10");
    }

    /** Only the row itself is sent, not Debezium's envelope around it. */
    private static final Map<String, String> RECORDS = Map.of(
            "transforms", "row",
            "transforms.row.type", "org.apache.kafka.connect.transforms.ExtractField$Value",
            "transforms.row.field", "after",
            "key.converter", RowConverter.class.getName(),
            "value.converter", RowConverter.class.getName());

    private static final Map<String, String> PRODUCER = Map.of(
            "producer.override.batch.size", "524288",
            "producer.override.linger.ms", "20",
            "producer.override.compression.type", "lz4",
            "producer.override.buffer.memory", "67108864",
            "producer.override.max.in.flight.requests.per.connection", "5",
            "producer.override.enable.idempotence", "true",
            "producer.override.max.request.size", "4194304");
}
