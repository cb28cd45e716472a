package io.datasync.cli;

import io.datasync.config.DataSyncConfig;
import io.datasync.config.PrintedUrl;
import io.datasync.config.Servers;
import io.datasync.lifecycle.ExitCodes;
import io.datasync.lifecycle.Lifecycle;
import io.datasync.lifecycle.ProcessMain;
import io.datasync.standalone.EmbeddedServers;
import io.datasync.standalone.StandaloneApp;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs everything in one JVM. */
@Command(
        name = "standalone",
        description = {
            "Runs scheduler, fetcher and loader in one JVM.",
            "Where the configuration leaves out kafka.bootstrapServers or destination.url, an embedded broker or"
                    + " PostgreSQL is started."
        },
        mixinStandardHelpOptions = true)
final class StandaloneCommand implements Callable<Integer> {
    @Mixin
    private ConfigOption config = new ConfigOption();

    @Option(
            names = "--close-all-open",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "close operations that an earlier run left open at once, not after staleAfter (default: yes)")
    private boolean closeAllOpen;

    @Override
    public Integer call() throws InterruptedException {
        DataSyncConfig read = config.read(Servers.EMBEDDED_IF_LEFT_OUT);
        ProcessMain.run("standalone", () -> start(read));
        return ExitCodes.OK;
    }

    private AutoCloseable start(DataSyncConfig read) {
        return Lifecycle.starting(parts -> {
            EmbeddedServers servers = parts.add("embedded servers", EmbeddedServers.start(read, config.data()));
            parts.add("standalone", StandaloneApp.start(servers.config(), closeAllOpen));
            System.out.println("Kafka:       " + servers.config().kafka().bootstrapServers());
            System.out.println("Destination: "
                    + PrintedUrl.of(servers.config().destination().url()));
            return parts;
        });
    }
}
