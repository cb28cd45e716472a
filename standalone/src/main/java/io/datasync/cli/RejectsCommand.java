package io.datasync.cli;

import io.datasync.config.DataSyncConfig;
import io.datasync.lifecycle.ExitCodes;
import io.datasync.message.Reject;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows rejected rows and messages. */
@Command(
        name = "rejects",
        description =
                "Shows the rows and messages that were rejected, each with its key, column, limit and reason, oldest first.",
        mixinStandardHelpOptions = true)
final class RejectsCommand implements Callable<Integer> {
    @Mixin
    private ConfigOption config = new ConfigOption();

    @Option(names = "--operation", paramLabel = "ID", description = "only those of this operation")
    private @Nullable String operationId;

    @Option(names = "--table", paramLabel = "TABLE", description = "only those of this table")
    private @Nullable String tableName;

    @Option(names = "--json", description = "print each as a line of JSON, with the whole row")
    private boolean json;

    private long shown;

    @Override
    public Integer call() {
        DataSyncConfig read = config.readForRunning();
        new RejectsTopic(read).read(this::show);
        if (tableName != null && read.table(tableName).isEmpty()) {
            if (shown == 0) {
                throw TableNames.unknown(read, tableName);
            }
            System.err.println("Table " + tableName + " is not in the configuration any more");
        }
        if (!json) {
            System.out.println(Counted.of(shown, "reject"));
        }
        return ExitCodes.OK;
    }

    private void show(Reject reject, byte[] text) {
        if ((operationId != null && !operationId.equals(reject.operationId()))
                || (tableName != null && !tableName.equalsIgnoreCase(reject.tableName()))) {
            return;
        }
        shown++;
        System.out.println(json ? new String(text, StandardCharsets.UTF_8) : line(reject));
    }

    private static String line(Reject reject) {
        String what = reject.tableName() == null ? "message" : reject.tableName() + "." + reject.column();
        String which = reject.key() == null ? reject.row().toString() : "key " + reject.key();
        return reject.at() + "  " + what + "  " + which + "  " + reject.reason();
    }
}
