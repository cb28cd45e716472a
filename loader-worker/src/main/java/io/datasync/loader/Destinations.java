package io.datasync.loader;

import com.zaxxer.hikari.HikariDataSource;
import io.datasync.config.DataSyncConfig;
import io.datasync.loader.postgresql.PostgreSqlDestination;
import io.datasync.loader.sqlserver.SqlServerDestination;

/** The destination of the configured product. */
public final class Destinations {
    private Destinations() {}

    /** A destination over a pool, which it closes when it is closed. */
    public static Destination over(DataSyncConfig config, HikariDataSource pool) {
        return switch (config.destination().type()) {
            case POSTGRESQL -> new PostgreSqlDestination(config.destination(), pool);
            case SQLSERVER ->
                new SqlServerDestination(config.destination(), config.options().bulkCopyBatchSize(), pool);
        };
    }
}
