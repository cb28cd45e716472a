package io.datasync.benchmarks.connect;

import io.datasync.benchmarks.connect.CopyJob.TableAddress;
import java.util.Map;
import java.util.TreeMap;

/** Properties of Debezium's JDBC sink; README.md says how each was found. */
final class SinkSettings {
    private SinkSettings() {}

    static Map<String, String> of(CopyJob job, String topic) {
        Map<String, String> settings = new TreeMap<>(Map.of(
                "connector.class",
                "io.debezium.connector.jdbc.JdbcSinkConnector",
                "tasks.max",
                Integer.toString(job.tasks()),
                "topics",
                topic,
                "connection.url",
                withRewrittenBatches(job.target().url()),
                "connection.username",
                TableAddress.USER,
                "collection.name.format",
                job.target().table(),
                "insert.mode",
                job.mode().name(),
                "primary.key.mode",
                "record_key",
                "schema.evolution",
                "none"));
        settings.putAll(RECORDS);
        settings.putAll(WRITING);
        settings.putAll(CONSUMER);
        return settings;
    }

    private static String withRewrittenBatches(String url) {
        return url + (url.contains("?") ? "&" : "?") + "reWriteBatchedInserts=true";
    }

    private static final Map<String, String> RECORDS = Map.of(
            "key.converter", RowConverter.class.getName(),
            "value.converter", RowConverter.class.getName());

    private static final Map<String, String> WRITING = Map.of(
            "batch.size", "5000",
            "use.reduction.buffer", "false",
            "dialect.postgres.unnest.insert.enabled", "true",
            "connection.pool.min_size", "1",
            "connection.pool.max_size", "4");

    private static final Map<String, String> CONSUMER = Map.of(
            "consumer.override.max.poll.records", "5000",
            "consumer.override.fetch.min.bytes", "262144",
            "consumer.override.fetch.max.wait.ms", "50",
            "consumer.override.max.partition.fetch.bytes", "4194304");
}
