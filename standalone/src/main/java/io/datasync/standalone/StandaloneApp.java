package io.datasync.standalone;

import io.datasync.config.DataSyncConfig;
import io.datasync.fetcher.FetcherApp;
import io.datasync.lifecycle.Lifecycle;
import io.datasync.loader.LoaderApp;
import io.datasync.scheduler.SchedulerApp;

/** Scheduler, loader and fetcher in this JVM. */
public final class StandaloneApp implements AutoCloseable {
    private final Lifecycle parts;
    private final SchedulerApp scheduler;
    private final LoaderApp loader;
    private final FetcherApp fetcher;

    private StandaloneApp(DataSyncConfig config, boolean closeAllOpen, Lifecycle parts) {
        this.parts = parts;
        loader = parts.add("loader", LoaderApp.start(config));
        fetcher = parts.add("fetcher", FetcherApp.start(config));
        // Last, as its first tick opens operations.
        scheduler = parts.add("scheduler", SchedulerApp.start(config, closeAllOpen));
    }

    /**
     * Starts all three, and returns when they work.
     *
     * @param closeAllOpen whether operations that are open in the log are closed as failed, as no other process can have
     *     a live one
     */
    public static StandaloneApp start(DataSyncConfig config, boolean closeAllOpen) {
        Lifecycle parts = new Lifecycle();
        try {
            return new StandaloneApp(config, closeAllOpen, parts);
        } catch (RuntimeException failure) {
            parts.close();
            throw failure;
        }
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
