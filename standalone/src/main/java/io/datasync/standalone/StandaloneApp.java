package io.datasync.standalone;

import io.datasync.config.DataSyncConfig;
import io.datasync.fetcher.FetcherApp;
import io.datasync.lifecycle.Lifecycle;
import io.datasync.loader.LoaderApp;
import io.datasync.scheduler.SchedulerApp;
import io.datasync.telemetry.Telemetry;
import java.util.function.Function;

/** Scheduler, loader and fetcher in this JVM. */
public final class StandaloneApp implements AutoCloseable {
    private final Lifecycle parts;
    private final SchedulerApp scheduler;
    private final LoaderApp loader;
    private final FetcherApp fetcher;

    private StandaloneApp(
            DataSyncConfig config, boolean closeAllOpen, Function<String, Telemetry> telemetry, Lifecycle parts) {
        this.parts = parts;
        if (closeAllOpen) {
            SchedulerApp.closeAllOpen(config);
        }
        loader = parts.add("loader", LoaderApp.start(config, telemetry.apply("datasync-loader")));
        fetcher = parts.add("fetcher", FetcherApp.start(config, telemetry.apply("datasync-fetcher")));
        // Last, as its first tick opens operations.
        scheduler = parts.add("scheduler", SchedulerApp.start(config, false, telemetry.apply("datasync-scheduler")));
    }

    /**
     * Starts all three, and returns when they work.
     *
     * @param closeAllOpen whether operations that are open in the log are closed as failed before anything starts, as no
     *     other process can have a live one
     */
    public static StandaloneApp start(DataSyncConfig config, boolean closeAllOpen) {
        return start(config, closeAllOpen, process -> Telemetry.start(process, config.telemetry()));
    }

    /**
     * As {@link #start(DataSyncConfig, boolean)}.
     *
     * @param telemetry makes that of a process by its name; closed with it
     */
    static StandaloneApp start(DataSyncConfig config, boolean closeAllOpen, Function<String, Telemetry> telemetry) {
        return Lifecycle.starting(parts -> new StandaloneApp(config, closeAllOpen, telemetry, parts));
    }

    public int schedulerPort() {
        return scheduler.httpPort();
    }

    public int loaderPort() {
        return loader.httpPort();
    }

    public int fetcherPort() {
        return fetcher.httpPort();
    }

    @Override
    public void close() {
        parts.close();
    }
}
