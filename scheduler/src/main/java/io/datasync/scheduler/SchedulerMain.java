package io.datasync.scheduler;

import io.datasync.lifecycle.ProcessMain;

/** Runs a scheduler with the configuration file that is the only argument. */
public final class SchedulerMain {
    private SchedulerMain() {}

    /** Exits with 78 if the configuration is wrong, with another code above 0 if the process cannot start. */
    public static void main(String[] arguments) {
        ProcessMain.main("scheduler", arguments, config -> SchedulerApp.start(config, false));
    }
}
