package io.datasync.benchmarks;

import io.datasync.embedded.EmbeddedPostgreSql;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The PostgreSQL that is source and destination of every competitor. It commits durably. */
final class BenchDatabase implements AutoCloseable {
    static final String SOURCE_SCHEMA = "source";
    static final String DESTINATION_SCHEMA = "destination";

    /** Autovacuum would come at a random moment; each run starts with a table that was just vacuumed instead. */
    private static final Map<String, String> SETTINGS = Map.of(
            "shared_buffers", "1GB",
            "max_wal_size", "8GB",
            "checkpoint_timeout", "30min",
            "autovacuum", "off");

    private static final long STOP_SECONDS = 60;

    private final EmbeddedPostgreSql server;
    private final long postmaster;

    private BenchDatabase(EmbeddedPostgreSql server, long postmaster) {
        this.server = server;
        this.postmaster = postmaster;
    }

    static BenchDatabase start(Path directory) {
        EmbeddedPostgreSql server = EmbeddedPostgreSql.start(directory, SETTINGS);
        try {
            BenchDatabase database = new BenchDatabase(
                    server,
                    Long.parseLong(Files.readAllLines(directory.resolve("data").resolve("postmaster.pid"))
                            .get(0)
                            .strip()));
            database.execute("CREATE SCHEMA " + SOURCE_SCHEMA);
            database.execute("CREATE SCHEMA " + DESTINATION_SCHEMA);
            return database;
        } catch (IOException failure) {
            server.close();
            throw new UncheckedIOException("PostgreSQL left no process id", failure);
        } catch (RuntimeException failure) {
            server.close();
            throw failure;
        }
    }

    String url() {
        return server.jdbcUrl();
    }

    String user() {
        return server.user();
    }

    /** The process id of the postmaster. */
    long postmaster() {
        return postmaster;
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(url(), user(), "");
    }

    /** Runs a statement by itself. */
    void execute(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failure) {
            throw new IllegalStateException("The database refused: " + sql, failure);
        }
    }

    /** On a busy machine the server is told to stop, but not waited for long enough. */
    @Override
    public void close() {
        Optional<ProcessHandle> process = ProcessHandle.of(postmaster);
        server.close();
        process.ifPresent(BenchDatabase::awaitEnd);
    }

    private static void awaitEnd(ProcessHandle process) {
        try {
            process.onExit().get(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException stillThere) {
            process.destroyForcibly();
        }
    }
}
