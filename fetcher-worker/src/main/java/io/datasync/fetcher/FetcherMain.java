package io.datasync.fetcher;

import io.datasync.lifecycle.ProcessMain;

/** Runs a fetcher with the configuration file that is the only argument. */
public final class FetcherMain {
    private FetcherMain() {}

    /** Exits with 78 if the configuration is wrong, with another code above 0 if the process cannot start. */
    public static void main(String[] arguments) {
        ProcessMain.main("fetcher", arguments, config -> FetcherApp.start(config));
    }
}
