package io.datasync.lifecycle;

import io.datasync.config.ConfigReader;
import io.datasync.config.DataSyncConfig;
import io.datasync.error.DataSyncException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a process until it is told to stop: SIGTERM and Ctrl-C close it in order. */
public final class ProcessMain {
    private static final Logger log = LoggerFactory.getLogger(ProcessMain.class);

    private ProcessMain() {}

    /**
     * Starts the process and returns once it has been stopped.
     *
     * @throws DataSyncException if it cannot start
     */
    public static void run(String name, Supplier<? extends AutoCloseable> start) throws InterruptedException {
        CountDownLatch stopped = new CountDownLatch(1);
        AutoCloseable process = start.get();
        Thread hook = new Thread(
                () -> {
                    log.atInfo().addKeyValue("process", name).log("Stopping");
                    try {
                        process.close();
                    } catch (Exception failure) {
                        log.atError().setCause(failure).log("Did not stop cleanly");
                    }
                    log.atInfo().addKeyValue("process", name).log("Stopped");
                    stopped.countDown();
                },
                "stop");
        Runtime.getRuntime().addShutdownHook(hook);
        log.atInfo().addKeyValue("process", name).log("Running");
        stopped.await();
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
