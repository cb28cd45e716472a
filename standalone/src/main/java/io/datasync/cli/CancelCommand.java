package io.datasync.cli;

import io.datasync.lifecycle.ExitCodes;
import io.datasync.scheduler.OperationControl;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Gives up a running operation. */
@Command(
        name = "cancel",
        description = "Gives up a running operation: what is loaded so far stays, nothing more is loaded.",
        mixinStandardHelpOptions = true)
final class CancelCommand implements Callable<Integer> {
    @Mixin
    private ConfigOption config = new ConfigOption();

    @Parameters(paramLabel = "OPERATION", description = "operation id, as status --recent shows it")
    private String operationId = "";

    @Override
    public Integer call() {
        try (OperationControl control = OperationControl.connect(config.readForRunning())) {
            control.cancel(operationId);
        }
        System.out.println("Cancelled " + operationId);
        return ExitCodes.OK;
    }
}
