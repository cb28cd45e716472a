package io.datasync.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.datasync.lifecycle.Lifecycle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Kafka Connect: a broker that stays, and a process of its workers for each copy. */
final class ConnectCompetitor implements Competitor {
    private final String launcher;
    private final BenchDatabase database;
    private final Workload workload;
    private final Path directory;
    private final Lifecycle parts;
    private final ChildProcess broker;
    private final String bootstrapServers;
    private Optional<ChildProcess> copy = Optional.empty();
    private int copies;

    private ConnectCompetitor(
            Distributions distributions, BenchDatabase database, Workload workload, Path directory, Lifecycle parts) {
        this.launcher = distributions.connect();
        this.database = database;
        this.workload = workload;
        this.directory = directory;
        this.parts = parts;
        broker = parts.add("broker", ChildProcess.startBroker(directory));
        bootstrapServers = broker.awaitLine(BrokerMain.READY).substring(BrokerMain.READY.length());
    }

    static ConnectCompetitor start(
            Distributions distributions, BenchDatabase database, Workload workload, Path directory) {
        return Lifecycle.starting(parts -> new ConnectCompetitor(distributions, database, workload, directory, parts));
    }

    @Override
    public void warmUp() throws IOException {
        prepare(workload.warmUp());
        run();
    }

    @Override
    public void prepare() {
        prepare(workload.table());
    }

    /** The workers start to copy as soon as they are up. */
    private void prepare(TablePair pair) {
        copies++;
        ChildProcess process = parts.add(
                "copy",
                ChildProcess.start(
                        Entry.CONNECT, command(pair), Map.of(), directory.resolve("connect-" + copies + ".log")));
        process.awaitLine("READY");
        copy = Optional.of(process);
    }

    private List<String> command(TablePair pair) {
        return List.of(
                launcher,
                "--bootstrap",
                bootstrapServers,
                "--source-url",
                database.url(),
                "--source-table",
                pair.qualifiedSource(),
                "--target-url",
                database.url(),
                "--target-table",
                pair.qualifiedDestination(),
                "--key",
                pair.shape().key(),
                "--rows",
                Long.toString(pair.rows()),
                "--mode",
                workload.job().intoEmptyTable() ? "insert" : "upsert",
                "--work-dir",
                directory.resolve("work-" + copies).toString());
    }

    @Override
    public Outcome run() throws IOException {
        try (ChildProcess process = copy.orElseThrow()) {
            JsonNode answer = new ObjectMapper().readTree(process.awaitLine("{"));
            return Outcome.of(answer.required("wallSeconds").asDouble());
        }
    }

    @Override
    public List<MeasuredProcess> processes() {
        return List.of(broker.measured(), copy.orElseThrow().measured());
    }

    @Override
    public void close() {
        parts.close();
    }
}
