package io.datasync.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One configuration for all roles, as read from YAML and found to be without problems. */
public record DataSyncConfig(
        Options options,
        KafkaConfig kafka,
        HttpConfig http,
        TelemetryConfig telemetry,
        Map<String, SourceConfig> sources,
        DestinationConfig destination,
        List<TableConfig> tables) {

    public DataSyncConfig {
        sources = Map.copyOf(sources);
        tables = List.copyOf(tables);
    }

    /** The table of that name; names are compared without regard to case, as both destinations do. */
    public Optional<TableConfig> table(String tableName) {
        return tables.stream()
                .filter(table -> table.tableName().equalsIgnoreCase(tableName))
                .findFirst();
    }

    /** This configuration with a broker that was left out of the file. */
    public DataSyncConfig withBootstrapServers(String bootstrapServers) {
        KafkaConfig found = new KafkaConfig(
                bootstrapServers,
                kafka.topicPrefix(),
                kafka.replicationFactor(),
                kafka.lockDuration(),
                kafka.properties());
        return new DataSyncConfig(options, found, http, telemetry, sources, destination, tables);
    }

    /** This configuration with a destination database that was left out of the file. */
    public DataSyncConfig withDestination(String url, Optional<String> user, Secret password) {
        DestinationConfig found = new DestinationConfig(
                destination.type(),
                url,
                user,
                password,
                destination.schema(),
                destination.controlSchema(),
                destination.createTables(),
                destination.upsert(),
                destination.lockTimeout(),
                destination.queryTimeout());
        return new DataSyncConfig(options, kafka, http, telemetry, sources, found, tables);
    }
}
