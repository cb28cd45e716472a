package io.datasync.lifecycle;

import io.datasync.config.ConfigReader;
import io.datasync.config.DataSyncConfig;
import io.datasync.error.DataSyncException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a process until it is told to stop: SIGTERM and Ctrl-C close it in order, a second one ends it at once. */
public final class ProcessMain {
    private static final Logger log = LoggerFactory.getLogger(ProcessMain.class);

    /** How long a process that is told to stop while it starts may take to give up. */
    private static final Duration START_TIMEOUT = Duration.ofSeconds(30);

    private ProcessMain() {}

    /**
     * Starts the process and returns once it has been stopped.
     *
     * @throws DataSyncException if it cannot start
     */
    public static void run(String name, Supplier<? extends AutoCloseable> start) throws InterruptedException {
        CompletableFuture<AutoCloseable> process = new CompletableFuture<>();
        Thread starting = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(name, starting, process), "stop"));
        try {
            process.complete(start.get());
        } catch (RuntimeException failure) {
            process.completeExceptionally(failure);
            throw failure;
        }
        log.atInfo().addKeyValue("process", name).log("Running");
        new CountDownLatch(1).await();
    }

    /** A process that is still starting is interrupted; it then closes by itself what it has started. */
    private static void stop(String name, Thread starting, CompletableFuture<AutoCloseable> process) {
        log.atInfo().addKeyValue("process", name).log("Stopping");
        SecondSignal.endsAtOnce();
        if (!process.isDone()) {
            starting.interrupt();
        }
        try {
            process.get(START_TIMEOUT.toSeconds(), TimeUnit.SECONDS).close();
            log.atInfo().addKeyValue("process", name).log("Stopped");
        } catch (ExecutionException neverStarted) {
            log.atInfo().addKeyValue("process", name).log("Stopped before it had started");
        } catch (Exception failure) {
            log.atError().setCause(failure).log("Did not stop cleanly");
        }
    }

    /**
     * The main method of a worker: reads the configuration file that is the only argument and runs the process.
     *
     * @param start starts the process
     */
    public static void main(String name, String[] arguments, Function<DataSyncConfig, AutoCloseable> start) {
        if (arguments.length != 1) {
            log.atError().log("Usage: datasync-" + name + " CONFIGURATION-FILE");
            System.exit(ExitCodes.USAGE);
        }
        try {
            DataSyncConfig config = ConfigReader.read(Path.of(arguments[0]), List.of());
            run(name, () -> start.apply(config));
        } catch (DataSyncException failure) {
            log.atError().addKeyValue("code", failure.code()).log(String.valueOf(failure.getMessage()));
            System.exit(ExitCodes.of(failure));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
