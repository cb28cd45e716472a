package io.datasync.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.datasync.lifecycle.Lifecycle;
import io.datasync.message.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Kafka Connect: a broker and a worker that stay between runs; the connectors are new for each copy. */
final class ConnectCompetitor implements Competitor {
    private final Lifecycle parts;
    private final ChildProcess broker;
    private final ChildProcess worker;

    private ConnectCompetitor(Distributions distributions, BenchDatabase database, Path directory, Lifecycle parts) {
        this.parts = parts;
        broker = parts.add("broker", ChildProcess.startBroker(directory));
        String bootstrapServers = broker.awaitLine(BrokerMain.READY).substring(BrokerMain.READY.length());
        List<String> command = List.of(
                distributions.connect(),
                "--bootstrap",
                bootstrapServers,
                "--source-url",
                database.url(),
                "--target-url",
                database.url(),
                "--work-dir",
                directory.resolve("work").toString());
        worker = parts.add(
                "worker", ChildProcess.start(Entry.CONNECT, command, Map.of(), directory.resolve("connect.log")));
        worker.awaitLine("READY");
    }

    static ConnectCompetitor start(Distributions distributions, BenchDatabase database, Path directory) {
        return Lifecycle.starting(parts -> new ConnectCompetitor(distributions, database, directory, parts));
    }

    @Override
    public void warmUp(Workload workload) throws IOException {
        copy(workload, workload.warmUp());
    }

    @Override
    public Outcome run(Workload workload) throws IOException {
        return copy(workload, workload.table());
    }

    private Outcome copy(Workload workload, TablePair pair) throws IOException {
        Map<String, Object> request = Map.of(
                "sourceTable",
                pair.qualifiedSource(),
                "targetTable",
                pair.qualifiedDestination(),
                "key",
                pair.shape().key(),
                "rows",
                pair.rows(),
                "mode",
                workload.job().intoEmptyTable() ? "insert" : "upsert");
        worker.tell(new String(Json.write(request), StandardCharsets.UTF_8));
        JsonNode answer = new ObjectMapper().readTree(worker.awaitLine("{"));
        return Outcome.of(answer.required("wallSeconds").asDouble());
    }

    @Override
    public List<MeasuredProcess> processes() {
        return List.of(broker.measured(), worker.measured());
    }

    @Override
    public void close() {
        parts.close();
    }
}
