package io.datasync.benchmarks.connect;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.datasync.benchmarks.connect.CopyJob.TableAddress;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
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
 * Copies tables over Kafka with Kafka Connect. Prints {@code READY} when the worker is up, and then takes a
 * {@link CopyRequest} a line on standard input until that ends: it starts connectors and the clock, and answers with a
 * {@link CopyAnswer}. The worker stays from one copy to the next, so that later ones find it warm.
 */
@Command(
        name = "connect-bench",
        description = "Copies PostgreSQL tables to others with Kafka Connect and Debezium.",
        mixinStandardHelpOptions = true)
final class ConnectBench implements Callable<Integer> {
    @Option(names = "--bootstrap", required = true, description = "Kafka, as host:port.")
    private String bootstrap = "";

    @Option(names = "--source-url", required = true, description = "JDBC URL to read from, as user postgres.")
    private String sourceUrl = "";

    @Option(names = "--target-url", required = true, description = "JDBC URL to write to, as user postgres.")
    private String targetUrl = "";

    @Option(names = "--work-dir", required = true, description = "For settings and offsets; created when missing.")
    private Path workDirectory = Path.of("");

    @Option(names = "--tasks", description = "Partitions, sink tasks and source threads. Default: ${DEFAULT-VALUE}.")
    private int tasks = 2;

    @Option(names = "--set", description = "Another connector property, as source.NAME=VALUE or sink.NAME=VALUE.")
    private Map<String, String> changedSettings = new LinkedHashMap<>();

    private final ObjectMapper json = new ObjectMapper();

    /** Exits with 0 when every row of every copy has arrived, else with 1 (a task failed) or 2 (wrong arguments). */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new ConnectBench()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        Files.createDirectories(workDirectory);
        ConnectWorker worker = ConnectWorker.start(bootstrap, workDirectory.toAbsolutePath());
        System.out.println("READY");
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            CopyAnswer answer = copy(worker, json.readValue(line, CopyRequest.class));
            System.out.println(json.writeValueAsString(answer));
        }
        return 0;
    }

    private CopyAnswer copy(ConnectWorker worker, CopyRequest request) throws Exception {
        CopyJob job = new CopyJob(
                bootstrap,
                new TableAddress(sourceUrl, request.sourceTable()),
                new TableAddress(targetUrl, request.targetTable()),
                request.key(),
                request.mode(),
                tasks,
                changedSettings);
        Duration processorTimeBefore = processorTime();
        long nanoseconds = new ConnectCopy(worker, job).run(request.rows());
        return new CopyAnswer(
                nanoseconds / 1e9,
                request.rows(),
                processorTime().minus(processorTimeBefore).toMillis() / 1e3);
    }

    private static Duration processorTime() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow();
    }
}
