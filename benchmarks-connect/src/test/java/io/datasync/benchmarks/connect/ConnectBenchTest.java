package io.datasync.benchmarks.connect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.datasync.embedded.TestKafka;
import io.datasync.embedded.TestPostgreSql;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConnectBenchTest {
    private static final int ROWS = 3000;

    @TempDir
    private Path directory;

    private final TestPostgreSql.Schema schema = TestPostgreSql.newSchema();

    @BeforeEach
    void createTables() throws SQLException {
        String columns = """
                (item numeric(8,0), branch char(12), lot varchar(30), quantity numeric(15,4), cost numeric(25,6),
                 day numeric(6,0), id numeric(15,0) PRIMARY KEY)""";
        execute("CREATE TABLE source_rows " + columns);
        execute("CREATE TABLE target_rows " + columns);
        execute("""
                INSERT INTO source_rows
                SELECT 60000 + g %% 50, lpad((g %% 40)::text, 12), nullif('Löt ' || g %% 7, 'Löt 0'), (g - 1500) / 16.0,
                       -123456789012345.000001 * g, CASE WHEN g %% 3 > 0 THEN 126000 + g %% 365 END, g
                FROM generate_series(1, %d) g""".formatted(ROWS));
    }

    @Test
    void everyRowArrivesInAnEmptyTableAsItWas() throws Exception {
        Run run = run(copy("target_rows", "insert"));
        assertEquals(0, run.exitCode(), run.toString());
        assertEquals("READY", run.output().get(0));
        JsonNode result = new ObjectMapper().readTree(run.output().get(1));
        assertEquals(ROWS, result.get("rows").asInt());
        assertTrue(result.get("wallSeconds").asDouble() > 0);
        assertTargetIsSource();
    }

    @Test
    void olderVersionsAreReplaced() throws Exception {
        execute("INSERT INTO target_rows SELECT * FROM source_rows WHERE id % 2 = 0");
        execute("UPDATE target_rows SET quantity = quantity + 1, lot = 'old'");
        Run run = run(copy("target_rows", "upsert"));
        assertEquals(0, run.exitCode(), run.toString());
        assertTargetIsSource();
    }

    @Test
    void aWorkerThatStaysCopiesAgain() throws Exception {
        execute("CREATE TABLE other_target (LIKE target_rows INCLUDING ALL)");
        Run run = run(copy("other_target", "insert"), copy("target_rows", "insert"));
        assertEquals(0, run.exitCode(), run.toString());
        assertEquals(3, run.output().size(), run.toString());
        assertTargetIsSource();
    }

    @Test
    void aFailedTaskIsTold() throws Exception {
        Run run = run(copy("no_such_table", "insert"));
        assertEquals(1, run.exitCode(), run.toString());
        assertTrue(run.errors().contains("no_such_table"), run.errors());
    }

    private record Run(int exitCode, List<String> output, String errors) {}

    private String copy(String target, String mode) throws IOException {
        CopyRequest request = new CopyRequest(
                schema.name() + ".source_rows", schema.name() + "." + target, "id", ROWS, CopyJob.Mode.valueOf(mode));
        return new ObjectMapper().writeValueAsString(request);
    }

    /** In a JVM of its own, as the benchmark runs it. */
    private Run run(String... requests) throws IOException, InterruptedException {
        Path input = Files.write(directory.resolve("input"), List.of(requests));
        Path output = directory.resolve("output");
        Path errors = directory.resolve("errors");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        // Not the tests' own, which prints to the output.
                        "-Dlog4j2.configurationFile=classpath:log4j2.xml",
                        ConnectBench.class.getName(),
                        "--bootstrap",
                        TestKafka.bootstrapServers(),
                        "--source-url",
                        schema.jdbcUrl(),
                        "--target-url",
                        schema.jdbcUrl(),
                        "--work-dir",
                        directory.resolve("work").toString())
                .redirectInput(input.toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        if (!process.waitFor(10, TimeUnit.MINUTES)) {
            process.destroyForcibly();
        }
        return new Run(process.waitFor(), Files.readAllLines(output), Files.readString(errors));
    }

    private void assertTargetIsSource() throws SQLException {
        assertEquals(0, count("SELECT count(*) FROM (TABLE source_rows EXCEPT TABLE target_rows) missing"));
        assertEquals(ROWS, count("SELECT count(*) FROM target_rows"));
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = schema.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private long count(String sql) throws SQLException {
        try (Connection connection = schema.connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getLong(1);
        }
    }
}
