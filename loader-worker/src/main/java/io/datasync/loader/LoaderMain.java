package io.datasync.loader;

import io.datasync.lifecycle.ProcessMain;

/** Runs a loader with the configuration file that is the only argument. */
public final class LoaderMain {
    private LoaderMain() {}

    /** Exits with 78 if the configuration is wrong, with another code above 0 if the process cannot start. */
    public static void main(String[] arguments) {
        ProcessMain.main("loader", arguments, config -> LoaderApp.start(config));
    }
}
