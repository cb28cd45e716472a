package io.datasync.cli;

import io.datasync.config.ConfigReader;
import io.datasync.config.DataSyncConfig;
import io.datasync.config.EffectiveConfig;
import io.datasync.config.Servers;
import io.datasync.error.ErrorCode;
import io.datasync.fetcher.FetcherTypes;
import io.datasync.lifecycle.ExitCodes;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks a configuration file and, if asked to, the servers and tables it names. */
@Command(
        name = "check",
        description =
                "Lists every problem of a configuration file with its line. Exit code 78 if there is one, 69 if servers"
                        + " that do not answer are all there is.",
        mixinStandardHelpOptions = true)
final class ConfigCheckCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "the configuration file")
    private Path file = Path.of("datasync.yaml");

    @Option(names = "--print", description = "print the configuration as it is understood, defaults filled in")
    private boolean print;

    @Option(
            names = "--connect",
            description = "also open every connection and compare the tables with those of source and destination")
    private boolean connect;

    @Override
    public Integer call() {
        DataSyncConfig config = ConfigReader.read(file, ModuleChecks.all(), Servers.EMBEDDED_IF_LEFT_OUT);
        if (print) {
            System.out.print(EffectiveConfig.yaml(config));
        }
        // What --print writes reads back as a configuration; nothing else may stand beside it.
        PrintStream decoding = print ? System.err : System.out;
        if (!connect) {
            new Decoding(FetcherTypes.load(), decoding).print(config);
        } else {
            List<ConnectCheck.Problem> problems = new ConnectCheck(config, decoding).run();
            problems.forEach(problem -> System.err.println(problem.text()));
            if (!problems.isEmpty()) {
                System.err.println(Counted.of(problems.size(), "problem"));
                // Servers that do not answer now say nothing against the configuration.
                return problems.stream().allMatch(problem -> problem.kind() == ErrorCode.Kind.TRANSIENT)
                        ? ExitCodes.UNAVAILABLE
                        : ExitCodes.CONFIGURATION;
            }
        }
        int tables = config.tables().size();
        System.out.println(file + ": no problem, " + Counted.of(tables, "table"));
        return ExitCodes.OK;
    }
}
