package io.datasync.standalone;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.datasync.config.ConfigReader;
import io.datasync.config.DataSyncConfig;
import io.datasync.config.Servers;
import io.datasync.config.UpdateType;
import io.datasync.embedded.EmbeddedPostgreSql;
import io.datasync.embedded.TestKafka;
import io.datasync.embedded.TestPostgreSql;
import io.datasync.embedded.TestPostgreSql.Schema;
import io.datasync.kafka.KafkaClients;
import io.datasync.kafka.TopicReader;
import io.datasync.lifecycle.Lifecycle;
import io.datasync.message.Json;
import io.datasync.message.LoadCounts;
import io.datasync.message.OperationState;
import io.datasync.message.Reject;
import io.datasync.message.Topics;
import io.datasync.scheduler.OperationControl;
import io.datasync.scheduler.log.LogEntry;
import io.datasync.scheduler.log.OpenResult;
import io.datasync.scheduler.tick.Opened;
import io.datasync.telemetry.Telemetry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A whole installation on the broker and the database that all tests share: topics and three schemas of its own, a
 * configuration file, and scheduler, fetcher and loader in this JVM, which may be stopped and started again.
 */
public final class TestPipeline implements AutoCloseable {
    /** A further source that refuses the login. */
    public static final String NOBODY = "  NOBODY: {url: \"{sourceUrl}\", user: nobody_of_this_name}\n";

    /** A further source that does not answer. */
    public static final String NOWHERE = "  NOWHERE: {url: \"jdbc:postgresql://127.0.0.1:1/postgres\"}\n";

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    /** Words in braces are replaced by {@link #variables}. */
    private static final String FILE = """
            datasync:
              checkInterval: 300ms
              shutdownTimeout: 6s
            {options}
            kafka:
              bootstrapServers: {kafka}
              topicPrefix: {prefix}
            http: {schedulerPort: 0, fetcherPort: 0, loaderPort: 0{http}}
            sources:
              ERP: {url: "{sourceUrl}", user: {user}}
            {sources}
            destination:
              url: "{destinationUrl}"
              user: {destinationUser}
              schema: {schema}
              controlSchema: {control}
            {destination}
            tables:
            {tables}
            """;

    private final Schema source;
    private final Schema destination;
    private final Schema control;
    private final Lifecycle parts = new Lifecycle();
    private final Map<String, String> variables = new TreeMap<>();
    private @Nullable Path file;
    private @Nullable StandaloneApp app;
    private @Nullable OperationControl operations;

    /**
     * An installation that is not started yet.
     *
     * @param tables entries of the configuration, as they stand under {@code tables:}
     */
    public TestPipeline(String tables) {
        this(tables, TestKafka.bootstrapServers(), TestPostgreSql.server());
    }

    /** As {@link #TestPipeline(String)}, on servers of its own. */
    public TestPipeline(String tables, String bootstrapServers, EmbeddedPostgreSql database) {
        source = TestPostgreSql.newSchema(database);
        destination = TestPostgreSql.newSchema(database);
        control = TestPostgreSql.newSchema(database);
        variables.putAll(Map.of(
                "tables", tables.indent(2),
                "options", "",
                "sources", "",
                "destination", "  createTables: true",
                "kafka", bootstrapServers,
                "prefix", TestKafka.uniquePrefix(),
                "sourceUrl", source.jdbcUrl(),
                "destinationUrl", destination.jdbcUrl(),
                "user", source.user()));
        variables.put("http", "");
        variables.put("destinationUser", source.user());
        variables.put("schema", destination.name());
        variables.put("control", control.name());
    }

    /**
     * An entry of a table that is run by hand only: its key is {@code id}, its last-update column {@code changed}, its source
     * the table of the same name.
     *
     * @param more further lines of the entry
     */
    public static String table(String name, String... more) {
        return query(name, "SELECT * FROM " + name + " WHERE changed >= :minimumDT", more);
    }

    /** As {@link #table}, with another query. */
    public static String query(String name, String query, String... more) {
        String entry = """
                - tableName: %s
                  enabled: false
                  sourceSystem: ERP
                  fetcher: jdbc
                  query: %s
                  keyColumns: id
                  lastUpdateColumn: changed
                """.formatted(name, query);
        return entry + String.join("\n", more).indent(2);
    }

    /** Sets lines under {@code datasync:}. */
    public TestPipeline options(String... lines) {
        variables.put("options", String.join("\n", lines).indent(2));
        return this;
    }

    /** Sets a word of the file: {@code destination} or {@code sources} (further lines), {@code kafka}, {@code destinationUrl} and the like. */
    public TestPipeline set(String word, String text) {
        variables.put(word, text);
        return this;
    }

    public TestPipeline start() {
        return start(false);
    }

    public TestPipeline start(boolean closeAllOpen) {
        return started(StandaloneApp.start(config(), closeAllOpen));
    }

    /** Starts with the spans and metrics of tests; asks for one a process. */
    TestPipeline start(Supplier<Telemetry> telemetry) {
        return start(false, process -> telemetry.get());
    }

    /** Starts with the telemetry that each process, by its name, is given before it starts. */
    TestPipeline start(boolean closeAllOpen, Function<String, Telemetry> telemetry) {
        return started(StandaloneApp.start(config(), closeAllOpen, telemetry));
    }

    /** Uses processes that the test has started by itself, by way of this control, which is closed with the pipeline. */
    public TestPipeline use(OperationControl control) {
        operations = control;
        return this;
    }

    private TestPipeline started(StandaloneApp standalone) {
        app = standalone;
        operations = OperationControl.connect(config());
        return this;
    }

    /** Stops the processes as a signal would. */
    public void stop() {
        if (operations != null) {
            operations.close();
        }
        if (app != null) {
            app.close();
        }
        operations = null;
        app = null;
    }

    @Override
    public void close() {
        stop();
        parts.close();
    }

    public StandaloneApp app() {
        return required(app);
    }

    public OperationControl operations() {
        return required(operations);
    }

    public Topics topics() {
        return new Topics(config().kafka().topicPrefix());
    }

    public Schema source() {
        return source;
    }

    public Schema destination() {
        return destination;
    }

    public Schema control() {
        return control;
    }

    public DataSyncConfig config() {
        return ConfigReader.read(file(), List.of(), Servers.REQUIRED);
    }

    /** The configuration file, for commands. */
    public Path file() {
        try {
            if (file == null) {
                Path directory = Files.createTempDirectory("datasync-test-config-");
                file = directory.resolve("datasync.yaml");
                parts.add("configuration", () -> {
                    Files.deleteIfExists(required(file));
                    Files.deleteIfExists(directory);
                });
            }
            return Files.writeString(file, text());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private String text() {
        String text = FILE;
        for (String part : List.of("options", "sources", "destination", "tables")) {
            text = text.replace("{" + part + "}", required(variables.get(part)));
        }
        for (Map.Entry<String, String> variable : variables.entrySet()) {
            text = text.replace("{" + variable.getKey() + "}", variable.getValue());
        }
        return text;
    }

    /** Starts an operation by hand; its id. */
    public String begin(String table, UpdateType type) {
        Opened opened =
                operations().run(config().table(table).orElseThrow(() -> new IllegalArgumentException(table)), type);
        assertEquals(OpenResult.OPENED, opened.result(), table);
        return opened.operation().operationId();
    }

    /** Runs an operation by hand and waits for its row in the log to be closed. */
    public LogEntry run(String table, UpdateType type) {
        return end(begin(table, type));
    }

    /** As {@link #run}, for an operation that has to succeed. */
    public LogEntry succeed(String table, UpdateType type) {
        return assertSucceeded(run(table, type));
    }

    /** Replays an operation and waits for the end. */
    public LogEntry replay(String operationId) {
        Map<String, OperationState> states = states();
        Opened opened = operations().replay(required(states.get(operationId)));
        assertEquals(OpenResult.OPENED, opened.result());
        return end(opened.operation().operationId());
    }

    /** The latest state of every operation, by id. */
    public Map<String, OperationState> states() {
        Map<String, OperationState> states = new TreeMap<>();
        new TopicReader(new KafkaClients(config().kafka()))
                .read(
                        topics().operations(),
                        record -> states.put(record.key(), Json.read(record.value(), OperationState.class)));
        return states;
    }

    /** All rejects so far. */
    public List<Reject> rejects() {
        List<Reject> rejects = new ArrayList<>();
        new TopicReader(new KafkaClients(config().kafka()))
                .read(topics().rejects(), record -> rejects.add(Json.read(record.value(), Reject.class)));
        return rejects;
    }

    /** The columns that rows of a table were rejected for. */
    public List<String> rejectedColumns(String table) {
        return rejects().stream()
                .filter(reject -> table.equals(reject.tableName()))
                .map(reject -> String.valueOf(reject.column()))
                .toList();
    }

    /** Locks a table against everybody until the connection is closed or rolled back. */
    public static Connection lock(Schema schema, String table) throws SQLException {
        Connection connection = schema.connect();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("LOCK TABLE " + table + " IN ACCESS EXCLUSIVE MODE");
        }
        return connection;
    }

    public Set<String> topicNames() {
        return admin(admin -> admin.listTopics().names());
    }

    /** How many records the batch topic of an operation has. */
    public long batchRecords(String operationId) {
        TopicPartition partition = new TopicPartition(topics().batches(operationId), 0);
        return admin(admin -> admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                        .partitionResult(partition))
                .offset();
    }

    private <T> T admin(Function<Admin, KafkaFuture<T>> question) {
        try (Admin admin = new KafkaClients(config().kafka()).admin()) {
            return question.apply(admin).get(30, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** The row in the log once it is closed. */
    public LogEntry end(String operationId) {
        return await(operationId)
                .atMost(PATIENCE)
                .pollInterval(LOOK_EVERY)
                .until(() -> entry(operationId), entry -> entry.endedAt() != null);
    }

    public LogEntry entry(String operationId) {
        return operations().dataUpdates().find(operationId).orElseThrow();
    }

    public static LogEntry assertSucceeded(LogEntry entry) {
        assertEquals(null, entry.errorMessage());
        assertEquals(true, entry.successful());
        return entry;
    }

    /** The counts of a success, whose sum is the number of records. */
    public static LoadCounts counts(LogEntry entry) {
        LoadCounts counts = required(assertSucceeded(entry).counts());
        assertEquals(entry.records(), counts.sum());
        return counts;
    }

    /** Runs statements, with the source's schema as the current one. */
    public void inSource(String... statements) {
        execute(source, statements);
    }

    /** Runs statements, with the destination's schema as the current one. */
    public void inDestination(String... statements) {
        execute(destination, statements);
    }

    /** Rows of a query in the source, the columns of each joined by a bar. */
    public List<String> sourceRows(String query) {
        return rows(source, query);
    }

    /** Rows of a query in the destination, the columns of each joined by a bar. */
    public List<String> rows(String query) {
        return rows(destination, query);
    }

    /** Rows of a query in the control schema, the columns of each joined by a bar. */
    public List<String> controlRows(String query) {
        return rows(control, query);
    }

    /** Asserts that a table has the same rows in source and destination. */
    public void assertCopied(String table) {
        String query = "SELECT * FROM " + table + " ORDER BY 1";
        assertEquals(sourceRows(query), rows(query));
    }

    private static void execute(Schema schema, String... statements) {
        try (Connection connection = schema.connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static List<String> rows(Schema schema, String query) {
        try (Connection connection = schema.connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            List<String> rows = new ArrayList<>();
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int column = 1; column <= columns; column++) {
                    row.add(String.valueOf(result.getString(column)));
                }
                rows.add(String.join("|", row));
            }
            return rows;
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static <T> T required(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("Not started");
        }
        return value;
    }
}
