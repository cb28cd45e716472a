package io.datasync.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.datasync.config.DestinationConfig;
import io.datasync.config.SourceConfig;
import java.time.Duration;

/**
 * Makes the connection pools of a process. Pools start without a connection, so that a process comes up while a database
 * is down and says so in its health.
 */
public final class ConnectionPools {
    private static final Duration LOGIN_TIMEOUT = Duration.ofSeconds(15);

    private ConnectionPools() {}

    /** Connections to the destination, with auto-commit off, in UTC, with lock and statement time-outs set. */
    public static HikariDataSource destination(DestinationConfig config, int maxConnections) {
        HikariConfig pool = pool("destination", config.url(), maxConnections);
        config.user().ifPresent(pool::setUsername);
        pool.setPassword(config.password().reveal());
        pool.setAutoCommit(false);
        long lockMillis = config.lockTimeout().toMillis();
        switch (config.type()) {
            case POSTGRESQL -> {
                pool.setConnectionInitSql("SET TIME ZONE 'UTC'; SET lock_timeout = " + lockMillis
                        + "; SET statement_timeout = " + config.queryTimeout().toMillis());
                addPostgresProperties(pool);
            }
            case SQLSERVER -> {
                pool.setConnectionInitSql("SET XACT_ABORT ON; SET LOCK_TIMEOUT " + lockMillis);
                addSqlServerProperties(pool, config.queryTimeout());
            }
        }
        return new HikariDataSource(pool);
    }

    /**
     * Connections to a source. Its session SQL is run by the fetcher on each connection it takes, as a pool runs a single
     * statement only.
     */
    public static HikariDataSource source(SourceConfig config, int maxConnections) {
        HikariConfig pool = pool("source-" + config.name(), config.url(), maxConnections);
        config.user().ifPresent(pool::setUsername);
        pool.setPassword(config.password().reveal());
        if (config.url().startsWith("jdbc:postgresql:")) {
            addPostgresProperties(pool);
        } else if (config.url().startsWith("jdbc:sqlserver:")) {
            addSqlServerProperties(pool, config.queryTimeout());
        }
        return new HikariDataSource(pool);
    }

    private static HikariConfig pool(String name, String url, int maxConnections) {
        HikariConfig pool = new HikariConfig();
        pool.setPoolName(name);
        pool.setJdbcUrl(url);
        pool.setMaximumPoolSize(maxConnections);
        pool.setMinimumIdle(0);
        pool.setIdleTimeout(Duration.ofMinutes(1).toMillis());
        pool.setConnectionTimeout(LOGIN_TIMEOUT.toMillis());
        pool.setInitializationFailTimeout(-1);
        return pool;
    }

    /** Details of the server's errors quote rows and keys, so they stay out of messages and logs. */
    private static void addPostgresProperties(HikariConfig pool) {
        pool.addDataSourceProperty("logServerErrorDetail", "false");
        pool.addDataSourceProperty("tcpKeepAlive", "true");
        pool.addDataSourceProperty("loginTimeout", LOGIN_TIMEOUT.toSeconds());
        pool.addDataSourceProperty("ApplicationName", "DataSync");
    }

    /**
     * The driver's own time-outs are infinite; a socket may be silent a little longer than a statement may run. The driver
     * takes its properties as texts only.
     */
    private static void addSqlServerProperties(HikariConfig pool, Duration queryTimeout) {
        pool.addDataSourceProperty("loginTimeout", Long.toString(LOGIN_TIMEOUT.toSeconds()));
        pool.addDataSourceProperty("queryTimeout", Long.toString(queryTimeout.toSeconds()));
        pool.addDataSourceProperty("socketTimeout", Long.toString(queryTimeout.plusMinutes(1).toMillis()));
        pool.addDataSourceProperty("applicationName", "DataSync");
        pool.addDataSourceProperty("sendTimeAsDatetime", "false");
        pool.addDataSourceProperty("sendTemporalDataTypesAsStringForBulkCopy", "false");
    }
}
