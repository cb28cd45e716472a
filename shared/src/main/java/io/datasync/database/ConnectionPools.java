package io.datasync.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory;
import com.zaxxer.hikari.util.DriverDataSource;
import io.datasync.config.DestinationConfig;
import io.datasync.config.PrintedUrl;
import io.datasync.config.Secret;
import io.datasync.config.SourceConfig;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/**
 * Makes the connection pools of a process. Pools start without a connection, so that a process comes up while a database
 * is down and says so in its health.
 */
public final class ConnectionPools {
    private static final Duration LOGIN_TIMEOUT = Duration.ofSeconds(15);

    /**
     * How long a pool tries to get a connection before it says why there is none. Shorter than a login may take: the pool goes on
     * with the login, and who tries again finds the connection.
     */
    private static final Duration POOL_WAIT = Duration.ofSeconds(5);

    /**
     * A table that is due again within minutes finds its connections as it left them; some load balancers drop what is silent
     * for four minutes.
     */
    private static final Duration IDLE = Duration.ofMinutes(3);

    /**
     * Lets the server find out within a minute that a client is gone without a word, and give back what it had locked; by its own
     * settings that takes two hours.
     *
     * @see <a href="https://www.postgresql.org/docs/current/runtime-config-connection.html#RUNTIME-CONFIG-TCP">TCP settings</a>
     */
    private static final String FIND_DEAD_CLIENTS = "SET tcp_keepalives_idle = 30; SET tcp_keepalives_interval = 10;"
            + " SET tcp_keepalives_count = 3; SET tcp_user_timeout = 60000";

    private ConnectionPools() {}

    /** As {@link #destination(DestinationConfig, int, MeterRegistry)}, without metrics. */
    public static HikariDataSource destination(DestinationConfig config, int maxConnections) {
        return destination(config, maxConnections, new CompositeMeterRegistry());
    }

    /** Connections to the destination, with auto-commit off, in UTC, with lock and statement time-outs set. */
    public static HikariDataSource destination(DestinationConfig config, int maxConnections, MeterRegistry metrics) {
        HikariConfig pool = pool("destination", config.url(), maxConnections, metrics);
        logIn(pool, config.user(), config.password());
        pool.setAutoCommit(false);
        // Commits the first statement of a connection, or the first rollback would undo its settings.
        pool.setIsolateInternalQueries(true);
        long lockMillis = config.lockTimeout().toMillis();
        switch (config.type()) {
            case POSTGRESQL -> {
                // Rows that a policy hides from the loader would be taken for rows that are not there: better an error.
                pool.setConnectionInitSql("SET TIME ZONE 'UTC'; SET row_security = off; SET lock_timeout = "
                        + lockMillis + "; SET statement_timeout = "
                        + config.queryTimeout().toMillis() + "; " + FIND_DEAD_CLIENTS);
                addPostgresProperties(pool, socketTimeout(config.queryTimeout()));
            }
            case SQLSERVER -> {
                pool.setConnectionInitSql("SET XACT_ABORT ON; SET LOCK_TIMEOUT " + lockMillis);
                addSqlServerProperties(pool, config.queryTimeout());
            }
        }
        return open(pool);
    }

    /** As {@link #source(SourceConfig, int, MeterRegistry)}, without metrics. */
    public static HikariDataSource source(SourceConfig config, int maxConnections) {
        return source(config, maxConnections, new CompositeMeterRegistry());
    }

    /**
     * Connections to a source, in UTC where the product has zones. Its session SQL is run by the fetcher on each connection it takes, as a pool runs a single
     * statement only.
     */
    public static HikariDataSource source(SourceConfig config, int maxConnections, MeterRegistry metrics) {
        HikariConfig pool = pool("source-" + config.name(), config.url(), maxConnections, metrics);
        logIn(pool, config.user(), config.password());
        if (config.url().startsWith("jdbc:postgresql:")) {
            pool.setConnectionInitSql("SET TIME ZONE 'UTC'");
            addPostgresProperties(pool, config.queryTimeout());
            // A statement that the driver kept with its connection fails once a table of its query has been altered.
            pool.addDataSourceProperty("preparedStatementCacheQueries", "0");
        } else if (config.url().startsWith("jdbc:sqlserver:")) {
            addSqlServerProperties(pool, config.queryTimeout());
        } else if (config.url().startsWith("jdbc:oracle:")) {
            addOracleProperties(pool, socketTimeout(config.queryTimeout()));
        } else if (config.url().startsWith("jdbc:as400:")) {
            addDb2ForIProperties(pool);
        }
        return open(pool);
    }

    /** The pool's own words about a URL that no driver takes have all of it, password and all, so they are left out. */
    private static HikariDataSource open(HikariConfig pool) {
        try {
            DataSource driver = new DriverDataSource(
                    pool.getJdbcUrl(), null, pool.getDataSourceProperties(), pool.getUsername(), pool.getPassword());
            pool.setDataSource(new RefusedLogins(driver, InstantSource.system()));
            return new HikariDataSource(pool);
        } catch (RuntimeException unusable) {
            throw new DataSyncException(
                    ErrorCode.CONFIGURATION,
                    "No JDBC driver takes the URL of the "
                            + pool.getPoolName().replaceFirst("^source-", "source ") + ": "
                            + PrintedUrl.of(pool.getJdbcUrl())
                            + (pool.getJdbcUrl().startsWith("jdbc:postgres:")
                                    ? "; did you mean jdbc:postgresql:?"
                                    : ""));
        }
    }

    private static HikariConfig pool(String name, String url, int maxConnections, MeterRegistry metrics) {
        HikariConfig pool = new HikariConfig();
        pool.setMetricsTrackerFactory(new MicrometerMetricsTrackerFactory(metrics));
        pool.setPoolName(name);
        pool.setJdbcUrl(url);
        pool.setMaximumPoolSize(maxConnections);
        pool.setMinimumIdle(0);
        pool.setIdleTimeout(IDLE.toMillis());
        pool.setConnectionTimeout(POOL_WAIT.toMillis());
        pool.setInitializationFailTimeout(-1);
        return pool;
    }

    /** Leaves out what is not given: the URL may tell, and to SQL Server's driver an empty password goes before the URL's. */
    private static void logIn(HikariConfig pool, Optional<String> user, Secret password) {
        user.ifPresent(pool::setUsername);
        if (!password.equals(Secret.none())) {
            pool.setPassword(password.reveal());
        }
    }

    private static Duration socketTimeout(Duration queryTimeout) {
        return socketTimeout(queryTimeout, Duration.ofMinutes(1));
    }

    /** How long a socket may be silent: by {@code grace} longer than a statement may run, or as long again if that is less. */
    public static Duration socketTimeout(Duration queryTimeout, Duration grace) {
        return queryTimeout.plus(queryTimeout.compareTo(grace) < 0 ? queryTimeout : grace);
    }

    /**
     * Details of the server's errors quote rows and keys, so they stay out of messages and logs. Drivers take their properties as
     * texts only, and pass over a number without a word.
     */
    private static void addPostgresProperties(HikariConfig pool, Duration socketTimeout) {
        pool.addDataSourceProperty("logServerErrorDetail", "false");
        pool.addDataSourceProperty("tcpKeepAlive", "true");
        pool.addDataSourceProperty("socketTimeout", Long.toString(socketTimeout.toSeconds()));
        pool.addDataSourceProperty("loginTimeout", Long.toString(LOGIN_TIMEOUT.toSeconds()));
        pool.addDataSourceProperty("ApplicationName", "DataSync");
    }

    /**
     * The driver's own time-outs are infinite. What is given here goes before the URL, so encryption and the time of a login are
     * given only where the URL is silent. Adaptive buffering reads a result while it comes, instead of keeping all of it.
     */
    private static void addSqlServerProperties(HikariConfig pool, Duration queryTimeout) {
        addUnlessInUrl(pool, "encrypt", "true");
        addUnlessInUrl(pool, "loginTimeout", Long.toString(LOGIN_TIMEOUT.toSeconds()));
        pool.addDataSourceProperty("responseBuffering", "adaptive");
        // 0 would be no time-out at all.
        pool.addDataSourceProperty("queryTimeout", Long.toString(Math.max(1, queryTimeout.toSeconds())));
        pool.addDataSourceProperty(
                "socketTimeout", Long.toString(socketTimeout(queryTimeout).toMillis()));
        pool.addDataSourceProperty("applicationName", "DataSync");
        pool.addDataSourceProperty("sendTimeAsDatetime", "false");
        pool.addDataSourceProperty("sendTemporalDataTypesAsStringForBulkCopy", "false");
    }

    /** The driver's own time-outs are infinite. */
    private static void addOracleProperties(HikariConfig pool, Duration socketTimeout) {
        pool.addDataSourceProperty("oracle.net.CONNECT_TIMEOUT", Long.toString(LOGIN_TIMEOUT.toMillis()));
        pool.addDataSourceProperty("oracle.jdbc.ReadTimeout", Long.toString(socketTimeout.toMillis()));
        pool.addDataSourceProperty("v$session.program", "DataSync");
    }

    /**
     * What the URL says goes before each of these. The driver's own choices are to ask a person for a missing password in a window,
     * to read what is not committed, to take a time-out for a limit of the time that the optimizer expects a query to take, to show
     * years of two digits where the server's job does, and to let a silent socket be silent for ever: with threads of its own it
     * knows no network time-out. Rows that somebody is changing are read as they were before (1), and not waited for.
     */
    private static void addDb2ForIProperties(HikariConfig pool) {
        pool.addDataSourceProperty("prompt", "false");
        pool.addDataSourceProperty("transaction isolation", "read committed");
        pool.addDataSourceProperty("concurrent access resolution", "1");
        pool.addDataSourceProperty("query timeout mechanism", "cancel");
        pool.addDataSourceProperty("date format", "iso");
        pool.addDataSourceProperty("thread used", "false");
        pool.addDataSourceProperty("login timeout", Long.toString(LOGIN_TIMEOUT.toMillis()));
    }

    private static void addUnlessInUrl(HikariConfig pool, String property, String value) {
        Pattern inUrl = Pattern.compile(";\\s*" + property + "\\s*=", Pattern.CASE_INSENSITIVE);
        if (!inUrl.matcher(pool.getJdbcUrl()).find()) {
            pool.addDataSourceProperty(property, value);
        }
    }
}
