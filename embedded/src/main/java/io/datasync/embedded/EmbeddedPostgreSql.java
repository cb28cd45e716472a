package io.datasync.embedded;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server, run as a process of its own for this JVM, on the loopback address. Every local user may connect
 * without a password.
 *
 * <p>The same data directory opened again has the same databases. One directory serves one JVM at a time.
 */
public final class EmbeddedPostgreSql implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgreSql.class);
    private static final String USER = "postgres";
    private static final String FIRST_DATABASE = "postgres";
    /** Long, since the server first repairs its data after a crash. */
    private static final Duration START_TIMEOUT = Duration.ofMinutes(1);

    private final EmbeddedPostgres server;
    private final DirectoryLock lock;

    private EmbeddedPostgreSql(EmbeddedPostgres server, DirectoryLock lock) {
        this.server = server;
        this.lock = lock;
    }

    /** What a commit promises: {@code DURABLE} survives a power cut; {@code FAST} survives no crash, and is for tests. */
    public enum Commits {
        DURABLE,
        FAST
    }

    /**
     * Starts a server with durable commits and returns when it takes connections. Its port is the one that the directory's server
     * had last, if that is free.
     *
     * @param dataDirectory is created when missing and initialised when new
     * @throws UncheckedIOException when the server doesn't start
     * @throws IllegalStateException when another process uses the directory
     */
    public static EmbeddedPostgreSql start(Path dataDirectory) {
        return start(dataDirectory, 0, Commits.DURABLE);
    }

    /** Like {@link #start(Path)}, on the given port (1–65535). */
    public static EmbeddedPostgreSql start(Path dataDirectory, int port, Commits commits) {
        return start(dataDirectory, port, settings(commits));
    }

    /**
     * Like {@link #start(Path)}, with settings of {@code postgresql.conf} that come before the usual ones.
     *
     * @throws UncheckedIOException also when the server refuses a setting
     */
    public static EmbeddedPostgreSql start(Path dataDirectory, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings(Commits.DURABLE));
        all.putAll(settings);
        return start(dataDirectory, 0, all);
    }

    /** @param wantedPort 0 for the one that the directory's server had last */
    private static EmbeddedPostgreSql start(Path dataDirectory, int wantedPort, Map<String, String> settings) {
        long started = System.nanoTime();
        DirectoryLock lock = DirectoryLock.take(dataDirectory.toAbsolutePath());
        LastPort lastPort = new LastPort(dataDirectory);
        int port = wantedPort;
        try {
            // A directory below, since a new PostgreSQL wants an empty one.
            Path directory = dataDirectory.toAbsolutePath().resolve("data");
            LeftoverServer.stop(directory);
            if (port == 0) {
                port = lastPort.orFree();
            }
            EmbeddedPostgres server = builder(directory, port, settings).start();
            lastPort.keep(port);
            log.atInfo()
                    .addKeyValue("port", port)
                    .addKeyValue("milliseconds", (System.nanoTime() - started) / 1_000_000)
                    .log("PostgreSQL started");
            return new EmbeddedPostgreSql(server, lock);
        } catch (IOException e) {
            lock.close();
            throw new UncheckedIOException("PostgreSQL did not start on port " + port + " in " + dataDirectory, e);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static EmbeddedPostgres.Builder builder(Path directory, int port, Map<String, String> settings) {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setDataDirectory(directory)
                .setCleanDataDirectory(false)
                // Whoever started the server stops it, after its own last statement.
                .setRegisterShutdownHook(false)
                .setPGStartupWait(START_TIMEOUT)
                .setPort(port)
                // PostgreSQL's own C.UTF-8, so that text sorts alike whatever locales the machine has.
                .setLocaleConfig("locale", "C")
                .setLocaleConfig("locale-provider", "builtin")
                .setLocaleConfig("builtin-locale", "C.UTF-8");
        settings.forEach(builder::setServerConfig);
        return builder;
    }

    private static Map<String, String> settings(Commits commits) {
        String durable = commits == Commits.DURABLE ? "on" : "off";
        return Map.of(
                "listen_addresses", "127.0.0.1",
                "max_connections", "200",
                "shared_buffers", "256MB",
                "max_wal_size", "2GB",
                "timezone", "UTC",
                "log_timezone", "UTC",
                "fsync", durable,
                "synchronous_commit", durable,
                "full_page_writes", durable);
    }

    /** The URL of the database that every server has, {@code postgres}. It names no user. */
    public String jdbcUrl() {
        return jdbcUrl(FIRST_DATABASE);
    }

    /** The URL of the given database. It names no user. */
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/" + database;
    }

    /** The superuser, who has no password. */
    public String user() {
        return USER;
    }

    /**
     * Creates an empty database.
     *
     * @param name taken as it is, upper case and all
     * @throws IllegalStateException when it exists already, or the server refuses the name
     */
    public void createDatabase(String name) {
        try (Connection connection = DriverManager.getConnection(jdbcUrl(), USER, "");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + statement.enquoteIdentifier(name, true));
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot create the database " + name, e);
        }
    }

    /** Ends every connection and stops the server; its data stays. */
    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL did not stop", e);
        } finally {
            lock.close();
        }
        log.atInfo().addKeyValue("port", server.getPort()).log("PostgreSQL stopped");
    }
}
