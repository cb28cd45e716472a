package io.datasync.reliability;

import io.datasync.embedded.BrokerNode;
import io.datasync.fetcher.FetcherMain;
import io.datasync.loader.LoaderMain;
import io.datasync.scheduler.SchedulerMain;
import java.util.List;

/** What a process does. */
enum Role {
    SCHEDULER(SchedulerMain.class),
    FETCHER(FetcherMain.class),
    LOADER(LoaderMain.class),
    BROKER(BrokerNode.class);

    /** DataSync's own. */
    static final List<Role> WORKERS = List.of(SCHEDULER, FETCHER, LOADER);

    private final Class<?> main;

    Role(Class<?> main) {
        this.main = main;
    }

    Class<?> main() {
        return main;
    }
}
