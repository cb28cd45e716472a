package io.datasync.benchmarks.connect;

import io.datasync.benchmarks.connect.CopyJob.TableAddress;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutionException;

/** Copies a table with a source and a sink connector of a running worker, and says when the last row is in. */
final class ConnectCopy {
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final int LOOKS_PER_STATUS = 10;
    private static final Duration LONGEST_STANDSTILL = Duration.ofMinutes(5);

    private final ConnectWorker worker;
    private final CopyJob job;
    private final String prefix =
            "connect-bench-" + UUID.randomUUID().toString().substring(0, 8);
    private final String source = prefix + "-source";
    private final String sink = prefix + "-sink";

    ConnectCopy(ConnectWorker worker, CopyJob job) {
        this.worker = worker;
        this.job = job;
    }

    /**
     * Starts both connectors and returns when all rows are in the target, with their new values: when the source has
     * sent as many records as there are rows, and the sink has committed the offsets of them all. A count alone would
     * not do, as an upsert starts with older versions in the table.
     *
     * @return nanoseconds from the creation of the connectors to the last row
     * @throws IllegalStateException when a task fails, or another number of rows arrives
     */
    long run(long rows) throws IOException, InterruptedException, ExecutionException, SQLException {
        String topicName = prefix + "." + job.source().table();
        long nanoseconds;
        try (CopyTopic topic = CopyTopic.create(job.bootstrapServers(), topicName, "connect-" + sink, job.tasks())) {
            long started = System.nanoTime();
            try (var sinkConnector = worker.create(sink, changed("sink.", SinkSettings.of(job, topicName)));
                    var sourceConnector = worker.create(source, changed("source.", SourceSettings.of(job, prefix)))) {
                await(topic, rows, List.of(sourceConnector, sinkConnector));
                nanoseconds = System.nanoTime() - started;
            }
        }
        checkCount(rows);
        return nanoseconds;
    }

    private Map<String, String> changed(String side, Map<String, String> tuned) {
        Map<String, String> settings = new TreeMap<>(tuned);
        job.changedSettings().forEach((name, value) -> {
            if (name.startsWith(side)) {
                settings.put(name.substring(side.length()), value);
            }
        });
        return settings;
    }

    private static void await(CopyTopic topic, long rows, List<ConnectWorker.Connector> connectors)
            throws IOException, InterruptedException, ExecutionException {
        long written = 0;
        long lastProgress = System.nanoTime();
        for (int look = 1; written < rows; look++) {
            Thread.sleep(PAUSE.toMillis());
            long before = written;
            written = topic.written();
            if (written > before) {
                lastProgress = System.nanoTime();
            } else if (System.nanoTime() - lastProgress > LONGEST_STANDSTILL.toNanos()) {
                throw new IllegalStateException("Nothing has moved for " + LONGEST_STANDSTILL.toMinutes()
                        + " minutes: sent " + topic.sent() + " records, written " + written + " of " + rows);
            }
            if (look % LOOKS_PER_STATUS == 0) {
                checkTasks(connectors);
            }
        }
        long sent = topic.sent();
        if (sent != rows) {
            throw new IllegalStateException("The source has sent " + sent + " records of " + rows + " rows");
        }
    }

    private static void checkTasks(List<ConnectWorker.Connector> connectors) throws IOException, InterruptedException {
        for (ConnectWorker.Connector connector : connectors) {
            List<String> failures = connector.failures();
            if (!failures.isEmpty()) {
                throw new IllegalStateException(
                        connector.name() + " failed: " + String.join(System.lineSeparator(), failures));
            }
        }
    }

    private void checkCount(long rows) throws SQLException {
        TableAddress target = job.target();
        try (Connection connection = DriverManager.getConnection(target.url(), TableAddress.USER, "");
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT count(*) FROM " + target.table())) {
            result.next();
            if (result.getLong(1) != rows) {
                throw new IllegalStateException("The target has " + result.getLong(1) + " rows, not " + rows);
            }
        }
    }
}
