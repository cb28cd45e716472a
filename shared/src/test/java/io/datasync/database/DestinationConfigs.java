package io.datasync.database;

import io.datasync.config.DestinationConfig;
import io.datasync.config.Secret;
import io.datasync.embedded.TestPostgreSql;
import java.util.Optional;

/** Configurations of destinations for tests. */
final class DestinationConfigs {
    private DestinationConfigs() {}

    static DestinationConfig postgreSql(TestPostgreSql.Schema schema, String controlSchema) {
        return destination(
                DestinationConfig.Type.POSTGRESQL,
                schema.jdbcUrl(),
                Optional.of(schema.user()),
                schema.name(),
                controlSchema);
    }

    /** The URL names user and password. */
    static DestinationConfig sqlServer(String url, String controlSchema) {
        return destination(DestinationConfig.Type.SQLSERVER, url, Optional.empty(), "dbo", controlSchema);
    }

    private static DestinationConfig destination(
            DestinationConfig.Type type, String url, Optional<String> user, String schema, String controlSchema) {
        return new DestinationConfig(
                type,
                url,
                user,
                Secret.none(),
                schema,
                controlSchema,
                true,
                DestinationConfig.Upsert.MERGE,
                DestinationConfig.DEFAULT_LOCK_TIMEOUT,
                DestinationConfig.DEFAULT_QUERY_TIMEOUT);
    }
}
