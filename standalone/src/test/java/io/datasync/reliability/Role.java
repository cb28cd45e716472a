package io.datasync.reliability;

import io.datasync.fetcher.FetcherMain;
import io.datasync.loader.LoaderMain;
import io.datasync.scheduler.SchedulerMain;

/** What a process of an installation does. */
enum Role {
    SCHEDULER(SchedulerMain.class),
    FETCHER(FetcherMain.class),
    LOADER(LoaderMain.class);

    private final Class<?> main;

    Role(Class<?> main) {
        this.main = main;
    }

    Class<?> main() {
        return main;
    }
}
