package io.datasync.lifecycle;

import io.datasync.error.DataSyncException;
import java.util.concurrent.CountDownLatch;
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
}
