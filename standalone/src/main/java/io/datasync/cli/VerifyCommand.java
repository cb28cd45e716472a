package io.datasync.cli;

import com.zaxxer.hikari.HikariDataSource;
import io.datasync.config.DataSyncConfig;
import io.datasync.config.TableConfig;
import io.datasync.database.ConnectionPools;
import io.datasync.error.DataSyncException;
import io.datasync.fetcher.FetcherTypes;
import io.datasync.lifecycle.ExitCodes;
import io.datasync.loader.Destination;
import io.datasync.loader.Destinations;
import io.datasync.message.Json;
import io.datasync.scheduler.OperationControl;
import io.datasync.scheduler.log.DataUpdateLog;
import io.datasync.verify.HealTable;
import io.datasync.verify.HealTable.Deletion;
import io.datasync.verify.Verdict;
import io.datasync.verify.VerifyTable;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Compares tables of the destination with their sources. */
@Command(
        name = "verify",
        description = {
            "Compares the rows of tables in source and destination, and prints the keys that differ.",
            "Reads every row of both; a second time if there is a difference. Exit code 1 if a table differs."
        },
        mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {
    @Mixin
    private ConfigOption config = new ConfigOption();

    @Parameters(
            paramLabel = "TABLE",
            arity = "1..*",
            description = "destination tables, as the configuration names them")
    private List<String> tableNames = List.of();

    @Option(names = "--deep", description = "compare every value, not only keys and the stamps of the last update")
    private boolean deep;

    @Option(
            names = "--heal",
            description = "fetch rows again that are missing or different, and delete those that the source does not"
                    + " have; the processes must be running")
    private boolean heal;

    @Option(
            names = "--max-delete-percent",
            paramLabel = "P",
            defaultValue = "5",
            converter = Percent.class,
            description = "--heal deletes no row if more than P %% of the destination's would go (default: 5)")
    private double maxDeletePercent = 5;

    @Option(
            names = "--show",
            paramLabel = "N",
            defaultValue = "20",
            converter = NotNegative.class,
            description = "print at most N rows of each table (default: 20)")
    private int show = 20;

    @Option(names = "--json", description = "print each table's result as a line of JSON")
    private boolean json;

    @Option(
            names = "--metrics",
            paramLabel = "FILE",
            description = "write the numbers of differences to FILE, for Prometheus's node exporter")
    private @Nullable Path metrics;

    private final ReadingProgress progress = new ReadingProgress(System.err, Integer.getInteger("datasync.columns", 0));

    @Override
    public Integer call() throws InterruptedException {
        DataSyncConfig read = config.readForRunning();
        List<TableConfig> tables = TableNames.of(read, tableNames);
        List<VerifyReport> reports = new ArrayList<>();
        int code = ExitCodes.OK;
        HikariDataSource pool = ConnectionPools.destination(read.destination(), 2);
        try (Destination destination = Destinations.over(read, pool)) {
            DataUpdateLog log = new DataUpdateLog(pool, read.destination());
            VerifyTable verify = new VerifyTable(read, FetcherTypes.load(), destination, log, log::now, progress);
            for (TableConfig table : tables) {
                try {
                    VerifyReport report = verify(read, verify, destination, table);
                    reports.add(report);
                    code = Math.max(code, report.result().equals("equal") ? ExitCodes.OK : ExitCodes.FAILED);
                } catch (DataSyncException failure) {
                    reports.add(VerifyReport.failed(table.tableName(), String.valueOf(failure.getMessage())));
                    code = Math.max(code, ExitCodes.of(failure));
                }
                print(reports.get(reports.size() - 1));
            }
        }
        if (metrics != null) {
            VerifyMetrics.write(metrics, reports, Instant.now());
        }
        return code;
    }

    private VerifyReport verify(DataSyncConfig read, VerifyTable verify, Destination destination, TableConfig table)
            throws InterruptedException {
        Verdict verdict = compare(verify, table);
        if (!heal || verdict.isEqual()) {
            return VerifyReport.of(verdict, show, Optional.empty());
        }
        if (!json) {
            print(VerifyReport.of(verdict, show, Optional.empty()));
        }
        Deletion deletion = new HealTable(destination, maxDeletePercent).delete(table, verdict);
        if (HealTable.wantsOperation(verdict)) {
            PrintStream out = json ? System.err : System.out;
            try (OperationControl control = OperationControl.connect(read);
                    StartedOperations operations = new StartedOperations(read, true, config.unmoved(read), out)) {
                operations.start(List.of(() -> control.fetchAgain(table, HealTable.fetchSince(verdict))));
            }
        }
        return VerifyReport.of(compare(verify, table), show, Optional.of(deletion));
    }

    private Verdict compare(VerifyTable verify, TableConfig table) throws InterruptedException {
        progress.begin(table.tableName());
        try {
            return verify.run(table, deep);
        } finally {
            progress.end();
        }
    }

    private void print(VerifyReport report) {
        System.out.println(json ? new String(Json.write(report), StandardCharsets.UTF_8) : report.text());
    }
}
