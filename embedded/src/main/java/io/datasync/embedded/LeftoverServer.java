package io.datasync.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A killed JVM leaves its PostgreSQL running, and that would refuse the next one the data directory. */
final class LeftoverServer {
    private static final Logger log = LoggerFactory.getLogger(LeftoverServer.class);
    private static final long STOP_SECONDS = 30;

    private LeftoverServer() {}

    /**
     * Stops the server that runs on the directory and belongs to no JVM any more.
     *
     * @throws IllegalStateException when it belongs to a JVM that lives, or doesn't stop in 30 seconds
     */
    static void stop(Path directory) {
        try (FileChannel channel = openLockFile(directory)) {
            if (channel == null) {
                return;
            }
            try (FileLock lock = channel.tryLock()) {
                if (lock == null) {
                    throw inUse(directory, null);
                }
                Optional<ProcessHandle> server = runningServer(directory);
                if (server.isPresent()) {
                    stop(server.get(), directory);
                }
            } catch (OverlappingFileLockException heldByThisJvm) {
                throw inUse(directory, heldByThisJvm);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the PostgreSQL directory " + directory, e);
        }
    }

    /** The library's own lock file: locked as long as the JVM lives that started the server. */
    private static @Nullable FileChannel openLockFile(Path directory) throws IOException {
        Path file = directory.resolve("epg-lock");
        return Files.exists(file) ? FileChannel.open(file, StandardOpenOption.WRITE) : null;
    }

    private static Optional<ProcessHandle> runningServer(Path directory) throws IOException {
        Path file = directory.resolve("postmaster.pid");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        long processId = Long.parseLong(Files.readAllLines(file).get(0).strip());
        // The number may have gone to another program since.
        return ProcessHandle.of(processId)
                .filter(process -> process.info().command().orElse("").endsWith("/postgres"));
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

    private static IllegalStateException inUse(Path directory, @Nullable Throwable cause) {
        return new IllegalStateException(
                "Another process uses the PostgreSQL directory " + directory + "; stop it, or choose another directory",
                cause);
    }
}
