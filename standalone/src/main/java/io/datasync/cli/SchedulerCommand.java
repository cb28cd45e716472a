package io.datasync.cli;

import io.datasync.config.DataSyncConfig;
import io.datasync.lifecycle.ExitCodes;
import io.datasync.lifecycle.ProcessMain;
import io.datasync.scheduler.SchedulerApp;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs a scheduler. */
@Command(
        name = "scheduler",
        description = "Runs a scheduler; any number may run at once.",
        mixinStandardHelpOptions = true)
final class SchedulerCommand implements Callable<Integer> {
    @Mixin
    private ConfigOption config = new ConfigOption();

    @Option(
            names = "--close-all-open",
            description = "close every open operation as failed first; only where no other process can have a live one")
    private boolean closeAllOpen;

    @Override
    public Integer call() throws InterruptedException {
        DataSyncConfig read = config.read();
        ProcessMain.run("scheduler", () -> SchedulerApp.start(read, closeAllOpen));
        return ExitCodes.OK;
    }
}
