package io.datasync.reliability;

import static org.awaitility.Awaitility.await;

import io.datasync.embedded.EmbeddedPostgreSql;
import io.datasync.embedded.EmbeddedPostgreSql.Commits;
import io.datasync.embedded.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A PostgreSQL whose commits are durable, and which may be stopped hard. */
final class OwnDatabase implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path directory;
    private final int port = FreePort.next();
    private EmbeddedPostgreSql server;

    private OwnDatabase(Path directory) {
        this.directory = directory;
        this.server = EmbeddedPostgreSql.start(directory, port, Commits.DURABLE);
    }

    static OwnDatabase start(Path directory) {
        return new OwnDatabase(directory);
    }

    EmbeddedPostgreSql server() {
        return server;
    }

    int port() {
        return port;
    }

    /** As {@code pg_ctl stop -m immediate}: no connection is closed in order, nothing is written any more. */
    void stopHard() throws IOException, InterruptedException {
        long postmaster = Long.parseLong(Files.readAllLines(directory.resolve("data/postmaster.pid"))
                .get(0)
                .strip());
        new ProcessBuilder("kill", "-QUIT", Long.toString(postmaster)).start().waitFor();
        await("PostgreSQL ends")
                .atMost(PATIENCE)
                .until(() -> ProcessHandle.of(postmaster)
                        .filter(ProcessHandle::isAlive)
                        .isEmpty());
        server.close();
    }

    /** Starts it again on its data, which it repairs first. */
    void restart() {
        server = EmbeddedPostgreSql.start(directory, port, Commits.DURABLE);
    }

    @Override
    public void close() {
        server.close();
    }
}
