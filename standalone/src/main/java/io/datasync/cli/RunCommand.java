package io.datasync.cli;

import io.datasync.config.DataSyncConfig;
import io.datasync.config.TableConfig;
import io.datasync.config.UpdateType;
import io.datasync.scheduler.OperationControl;
import io.datasync.scheduler.tick.Opened;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Synchronises tables now. */
@Command(
        name = "run",
        description = "Synchronises tables now, due or not. The processes must be running.",
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
    @Mixin
    private ConfigOption config = new ConfigOption();

    @Parameters(
            paramLabel = "TABLE",
            arity = "1..*",
            description = "destination tables, as the configuration names them")
    private List<String> tableNames = List.of();

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            defaultValue = "hourly",
            description = "mass, daily, hourly or deletes (default: hourly)")
    private UpdateType type = UpdateType.HOURLY;

    @Option(names = "--wait", description = "show progress and wait for the end; exit code 1 if an operation fails")
    private boolean wait;

    @Override
    public Integer call() throws InterruptedException {
        DataSyncConfig read = config.readForRunning();
        List<TableConfig> tables = TableNames.of(read, tableNames);
        try (OperationControl control = OperationControl.connect(read);
                StartedOperations operations = new StartedOperations(read, wait, config.unmoved(read))) {
            List<Supplier<Opened>> starts = new ArrayList<>();
            for (TableConfig table : tables) {
                starts.add(() -> control.run(table, type));
            }
            return operations.start(starts);
        }
    }
}
