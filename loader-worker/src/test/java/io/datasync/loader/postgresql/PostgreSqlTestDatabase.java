package io.datasync.loader.postgresql;

import com.zaxxer.hikari.HikariDataSource;
import io.datasync.config.DestinationConfig;
import io.datasync.config.Secret;
import io.datasync.database.ConnectionPools;
import io.datasync.database.ControlSchema;
import io.datasync.database.SqlDialect;
import io.datasync.embedded.TestPostgreSql;
import io.datasync.loader.Destination;
import io.datasync.loader.TestingDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/** A schema of an embedded PostgreSQL. */
public final class PostgreSqlTestDatabase implements TestingDatabase {
    private static final int CONNECTIONS = 4;

    private final TestPostgreSql.Schema schema;

    public PostgreSqlTestDatabase() {
        this(TestPostgreSql.newSchema());
    }

    private PostgreSqlTestDatabase(TestPostgreSql.Schema schema) {
        this.schema = schema;
        DestinationConfig config = config(false);
        try (HikariDataSource pool = ConnectionPools.destination(config, 2)) {
            ControlSchema.migrate(pool, config);
        }
    }

    /** The same on a server from before {@code MERGE … RETURNING}. */
    static PostgreSqlTestDatabase older() {
        return new PostgreSqlTestDatabase(TestPostgreSql.newSchemaOnOlderServer());
    }

    @Override
    public SqlDialect dialect() {
        return SqlDialect.POSTGRESQL;
    }

    @Override
    public DestinationConfig config(boolean createTables) {
        return new DestinationConfig(
                DestinationConfig.Type.POSTGRESQL,
                schema.jdbcUrl(),
                Optional.of(schema.user()),
                Secret.of(schema.password()),
                schema.name(),
                schema.name() + "_control",
                createTables,
                DestinationConfig.Upsert.MERGE,
                Duration.ofSeconds(5),
                Duration.ofMinutes(1));
    }

    @Override
    public Destination open(DestinationConfig config) {
        return new PostgreSqlDestination(config, ConnectionPools.destination(config, CONNECTIONS));
    }

    @Override
    public Connection connect() throws SQLException {
        return schema.connect();
    }

    @Override
    public String text(int maxLength) {
        return maxLength == 0 ? "text" : "varchar(" + maxLength + ")";
    }

    @Override
    public String timestamp(int precision) {
        return "timestamp(" + precision + ")";
    }

    @Override
    public String timestampTz(int precision) {
        return "timestamptz(" + precision + ")";
    }

    @Override
    public String binary() {
        return "bytea";
    }

    @Override
    public String bool() {
        return "boolean";
    }

    @Override
    public String tablesAndIndexes() {
        return "SELECT relname FROM pg_class WHERE relnamespace = '" + schema.name()
                + "'::regnamespace OR (relpersistence = 't' AND relname LIKE '%staging%') ORDER BY 1";
    }

    @Override
    public String rowVersion(String alias) {
        return alias + ".xmin::text";
    }

    @Override
    public String waitingForLocks() {
        return "SELECT pid FROM pg_locks WHERE NOT granted";
    }

    @Override
    public String survivesDeadlocks() {
        return "SET deadlock_timeout = '1min'";
    }

    @Override
    public void close() {}
}
