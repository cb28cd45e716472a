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
}
