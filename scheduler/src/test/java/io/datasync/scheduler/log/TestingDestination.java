package io.datasync.scheduler.log;

import com.zaxxer.hikari.HikariDataSource;
import io.datasync.config.DestinationConfig;
import io.datasync.config.Secret;
import io.datasync.database.ConnectionPools;
import io.datasync.embedded.TestPostgreSql;
import java.time.Duration;
import java.util.Optional;

/** A destination that no other test has. */
public final class TestingDestination {
    private TestingDestination() {}

    /** A PostgreSQL destination whose control schema is still empty. */
    public static DestinationConfig newPostgreSql() {
        TestPostgreSql.Schema schema = TestPostgreSql.newSchema();
        return config(DestinationConfig.Type.POSTGRESQL, schema.jdbcUrl(), Optional.of(schema.user()), schema.name());
    }

    static DestinationConfig config(
            DestinationConfig.Type type, String url, Optional<String> user, String controlSchema) {
        return new DestinationConfig(
                type,
                url,
                user,
                Secret.none(),
                controlSchema,
                controlSchema,
                false,
                DestinationConfig.Upsert.MERGE,
                Duration.ofSeconds(20),
                Duration.ofSeconds(60));
    }

    public static HikariDataSource pool(DestinationConfig config) {
        return ConnectionPools.destination(config, 20);
    }
}
