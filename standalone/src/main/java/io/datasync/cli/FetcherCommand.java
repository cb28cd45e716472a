package io.datasync.cli;

import io.datasync.config.DataSyncConfig;
import io.datasync.fetcher.FetcherApp;
import io.datasync.lifecycle.ExitCodes;
import io.datasync.lifecycle.ProcessMain;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs a fetcher. */
@Command(
        name = "fetcher",
        description = "Runs a fetcher worker; any number may run at once.",
        mixinStandardHelpOptions = true)
final class FetcherCommand implements Callable<Integer> {
    @Mixin
    private ConfigOption config = new ConfigOption();

    @Override
    public Integer call() throws InterruptedException {
        DataSyncConfig read = config.read();
        ProcessMain.run("fetcher", () -> FetcherApp.start(read));
        return ExitCodes.OK;
    }
}
