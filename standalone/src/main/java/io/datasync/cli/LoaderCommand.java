package io.datasync.cli;

import io.datasync.config.DataSyncConfig;
import io.datasync.lifecycle.ExitCodes;
import io.datasync.lifecycle.ProcessMain;
import io.datasync.loader.LoaderApp;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs a loader. */
@Command(
        name = "loader",
        description = "Runs a loader worker; any number may run at once.",
        mixinStandardHelpOptions = true)
final class LoaderCommand implements Callable<Integer> {
    @Mixin
    private ConfigOption config = new ConfigOption();

    @Override
    public Integer call() throws InterruptedException {
        DataSyncConfig read = config.read();
        ProcessMain.run("loader", () -> LoaderApp.start(read));
        return ExitCodes.OK;
    }
}
