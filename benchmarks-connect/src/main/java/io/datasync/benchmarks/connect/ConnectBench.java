package io.datasync.benchmarks.connect;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.datasync.benchmarks.connect.CopyJob.Mode;
import io.datasync.benchmarks.connect.CopyJob.TableAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Copies one table over Kafka with Kafka Connect. Prints {@code READY} when the worker is up, then starts the connectors
 * and the clock, and at the end prints one line of JSON: seconds on the clock, rows, and the CPU seconds that this
 * process has used in that time.
 */
@Command(
        name = "connect-bench",
        description = "Copies one PostgreSQL table to another with Kafka Connect and Debezium.",
        mixinStandardHelpOptions = true)
final class ConnectBench implements Callable<Integer> {
    @Option(names = "--bootstrap", required = true, description = "Kafka, as host:port.")
    private String bootstrap = "";

    @Option(names = "--source-url", required = true, description = "JDBC URL to read from, as user postgres.")
    private String sourceUrl = "";

    @Option(names = "--source-table", required = true, description = "The table to read, as schema.table.")
    private String sourceTable = "";

    @Option(names = "--target-url", required = true, description = "JDBC URL to write to, as user postgres.")
    private String targetUrl = "";

    @Option(names = "--target-table", required = true, description = "The table to write, as schema.table; it exists.")
    private String targetTable = "";

    @Option(names = "--key", required = true, description = "The column that is the primary key.")
    private String key = "";

    @Option(names = "--rows", required = true, description = "How many rows the source table has.")
    private long rows;

    @Option(names = "--mode", required = true, description = "${COMPLETION-CANDIDATES}")
    private Mode mode = Mode.insert;

    @Option(names = "--work-dir", required = true, description = "For settings and offsets; created when missing.")
    private Path workDirectory = Path.of("");

    @Option(names = "--tasks", description = "Partitions, sink tasks and source threads. Default: ${DEFAULT-VALUE}.")
    private int tasks = 2;

    @Option(names = "--set", description = "Another connector property, as source.NAME=VALUE or sink.NAME=VALUE.")
    private Map<String, String> changedSettings = new LinkedHashMap<>();

    /** Exits with 0 when every row has arrived, else with 1 (a task failed) or 2 (wrong arguments). */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new ConnectBench()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        Files.createDirectories(workDirectory);
        ConnectWorker worker = ConnectWorker.start(bootstrap, workDirectory.toAbsolutePath());
        System.out.println("READY");
        Duration processorTimeBefore = processorTime();
        CopyJob job = new CopyJob(
                bootstrap,
                new TableAddress(sourceUrl, sourceTable),
                new TableAddress(targetUrl, targetTable),
                key,
                mode,
                tasks,
                changedSettings);
        long nanoseconds = new ConnectCopy(worker, job).run(rows);
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("wallSeconds", nanoseconds / 1e9);
        result.put("rows", rows);
        result.put("cpuSeconds", processorTime().minus(processorTimeBefore).toMillis() / 1e3);
        System.out.println(new ObjectMapper().writeValueAsString(result));
        return 0;
    }

    private static Duration processorTime() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow();
    }
}
