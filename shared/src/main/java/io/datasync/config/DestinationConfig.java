package io.datasync.config;

import java.time.Duration;
import java.util.Optional;

/**
 * The reporting database.
 *
 * @param url JDBC URL; blank until an embedded database fills it in
 * @param schema schema of the destination tables
 * @param controlSchema schema of the DataUpdate log and the batch ledger
 * @param createTables whether missing destination tables are created from the fetched schema
 * @param upsert how SQL Server applies a batch; PostgreSQL always uses MERGE
 * @param lockTimeout how long a statement waits for a lock
 * @param queryTimeout how long a statement may run
 */
public record DestinationConfig(
        Type type,
        String url,
        Optional<String> user,
        Secret password,
        String schema,
        String controlSchema,
        boolean createTables,
        Upsert upsert,
        Duration lockTimeout,
        Duration queryTimeout) {

    /** The database products that DataSync loads into. */
    public enum Type {
        SQLSERVER,
        POSTGRESQL
    }

    /** How a batch is applied on SQL Server. */
    public enum Upsert {
        MERGE,
        UPDATE_INSERT
    }

    public static final String DEFAULT_CONTROL_SCHEMA = "datasync";
    public static final Duration DEFAULT_LOCK_TIMEOUT = Duration.ofMinutes(1);
    public static final Duration DEFAULT_QUERY_TIMEOUT = Duration.ofHours(1);
}
