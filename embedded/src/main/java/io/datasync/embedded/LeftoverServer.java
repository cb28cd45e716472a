package io.datasync.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A killed JVM leaves its PostgreSQL running, and that would refuse the next one the data directory. */
final class LeftoverServer {
    private static final Logger log = LoggerFactory.getLogger(LeftoverServer.class);
    private static final long STOP_SECONDS = 30;

    private LeftoverServer() {}

    /**
     * Stops the server that still runs on the directory. The caller holds the directory's lock, so no JVM needs that
     * server any more.
     *
     * @throws IllegalStateException when it doesn't stop in 30 seconds
     */
    static void stop(Path directory) {
        runningServer(directory).ifPresent(server -> stop(server, directory));
    }

    private static Optional<ProcessHandle> runningServer(Path directory) {
        Path file = directory.resolve("postmaster.pid");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            long processId = Long.parseLong(Files.readAllLines(file).get(0).strip());
            // The number may have gone to another program since.
            return ProcessHandle.of(processId)
                    .filter(process -> process.info().command().orElse("").endsWith("/postgres"));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
    }

    private static void stop(ProcessHandle server, Path directory) {
        log.atWarn().addKeyValue("processId", server.pid()).log("Stopping the PostgreSQL of a JVM that was killed");
        server.destroy();
        try {
            server.onExit().get(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while stopping PostgreSQL in " + directory, e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(
                    "PostgreSQL process " + server.pid() + " still runs in " + directory + "; stop it first", e);
        }
    }
}
