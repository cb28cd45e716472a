package io.datasync.cli;

import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.lifecycle.ExitCodes;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;

/** The {@code datasync} command. */
@Command(
        name = "datasync",
        description = "Keeps a reporting database in step with ERP tables.",
        mixinStandardHelpOptions = true,
        versionProvider = DataSyncMain.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            DemoCommand.class,
            StandaloneCommand.class,
            SchedulerCommand.class,
            FetcherCommand.class,
            LoaderCommand.class,
            ConfigCommand.class,
            StatusCommand.class,
            RunCommand.class,
            ReplayCommand.class,
            CancelCommand.class,
            RejectsCommand.class,
            VerifyCommand.class,
            HelpCommand.class
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done, and all is well",
            "1:done, and the result is a failure: a failed operation, a copy that differs",
            "2:the command line is wrong",
            "65:the data cannot be processed",
            "69:a server does not answer",
            "70:a fault of DataSync itself",
            "78:the configuration is wrong"
        })
public final class DataSyncMain {
    private DataSyncMain() {}

    /** Runs a command and exits with its code. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new DataSyncMain())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, commandLine, parsed) -> {
                    print(failure, commandLine.getErr());
                    return ExitCodes.of(failure);
                });
    }

    /** A person's mistake or a server's absence needs no stack trace; a fault of ours does. */
    private static void print(Exception failure, PrintWriter err) {
        DataSyncException known = DataSyncException.of(failure);
        err.println("datasync: " + known.getMessage());
        if (known.code().kind() == ErrorCode.Kind.BUG) {
            failure.printStackTrace(err);
        }
        err.flush();
    }

    /** The version that the build wrote into the jar's manifest. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = DataSyncMain.class.getPackage().getImplementationVersion();
            return new String[] {"datasync " + (version == null ? "(not packaged)" : version)};
        }
    }
}
