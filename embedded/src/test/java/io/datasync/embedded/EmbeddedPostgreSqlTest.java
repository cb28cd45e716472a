package io.datasync.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedPostgreSqlTest {
    @Test
    void mergeTellsInsertsFromUpdates() throws Exception {
        try (Connection connection = TestPostgreSql.newSchema().connect()) {
            execute(connection, "CREATE TABLE target (id int PRIMARY KEY, name text)");
            execute(connection, "INSERT INTO target VALUES (1, 'old')");
            assertEquals(List.of("INSERT 2", "UPDATE 1"), query(connection, """
                    WITH merged AS (
                      MERGE INTO target t USING (VALUES (1, 'new'), (2, 'new')) s (id, name) ON t.id = s.id
                      WHEN MATCHED THEN UPDATE SET name = s.name
                      WHEN NOT MATCHED THEN INSERT VALUES (s.id, s.name)
                      RETURNING merge_action() AS action, t.id AS id)
                    SELECT action || ' ' || id FROM merged ORDER BY 1"""));
        }
    }

    @Test
    void schemasAreApart() throws Exception {
        TestPostgreSql.Schema one = TestPostgreSql.newSchema();
        TestPostgreSql.Schema two = TestPostgreSql.newSchema();
        assertNotEquals(one.name(), two.name());
        try (Connection first = one.connect();
                Connection second = two.connect()) {
            execute(first, "CREATE TABLE item (id int)");
            execute(second, "CREATE TABLE item (id int)");
            execute(first, "INSERT INTO item VALUES (1)");
            assertEquals(List.of(one.name()), query(first, "SELECT current_schema()"));
            assertEquals(List.of("0"), query(second, "SELECT count(*) FROM item"));
        }
    }

    @Test
    void textIsUtf8AndSortsByCodePoint() throws Exception {
        try (Connection connection = TestPostgreSql.newSchema().connect()) {
            assertEquals(List.of("UTF8"), query(connection, "SHOW server_encoding"));
            assertEquals(
                    List.of("B", "a", "é", "😀"),
                    query(connection, "SELECT v FROM (VALUES ('😀'), ('a'), ('é'), ('B')) t (v) ORDER BY v"));
            assertEquals(List.of("É"), query(connection, "SELECT upper('é')"));
        }
    }

    @Test
    void commitsAreDurableUnlessSaidOtherwise(@TempDir Path directory) throws Exception {
        assertEquals(List.of("off"), durability(TestPostgreSql.server()));
        try (EmbeddedPostgreSql server = EmbeddedPostgreSql.start(directory)) {
            assertEquals(List.of("on"), durability(server));
        }
    }

    @Test
    void databasesSurviveAnotherStartInTheSameDirectory(@TempDir Path directory) throws Exception {
        String url;
        try (EmbeddedPostgreSql server = EmbeddedPostgreSql.start(directory)) {
            server.createDatabase("Reporting");
            assertThrows(IllegalStateException.class, () -> server.createDatabase("Reporting"));
            url = server.jdbcUrl("Reporting");
            try (Connection connection = connect(url)) {
                execute(connection, "CREATE TABLE item AS SELECT 42 AS id");
            }
        }
        try (EmbeddedPostgreSql server = EmbeddedPostgreSql.start(directory);
                Connection connection = connect(url)) {
            assertEquals(url, server.jdbcUrl("Reporting"));
            assertEquals(List.of("42"), query(connection, "SELECT id FROM item"));
        }
    }

    @Test
    void aDirectoryInUseIsRefused(@TempDir Path directory) {
        try (EmbeddedPostgreSql server = EmbeddedPostgreSql.start(directory)) {
            var failure = assertThrows(IllegalStateException.class, () -> EmbeddedPostgreSql.start(directory));
            assertTrue(failure.toString().contains(directory.toString()), failure.toString());
            assertTrue(server.jdbcUrl().startsWith("jdbc:postgresql://127.0.0.1:"));
        }
    }

    @Test
    void theServerOfAKilledJvmIsStoppedAndItsDataKept(@TempDir Path directory) throws Exception {
        Process jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledJvm.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                // The server would keep a pipe of its parent open.
                .redirectOutput(directory.resolveSibling("killed-jvm.log").toFile())
                .start();
        assertEquals(KilledJvm.EXIT_CODE, jvm.waitFor());
        try (EmbeddedPostgreSql server = EmbeddedPostgreSql.start(directory);
                Connection connection = connect(server.jdbcUrl())) {
            assertEquals(List.of("7"), query(connection, "SELECT id FROM item"));
        }
    }

    /** Leaves a running server behind. */
    static final class KilledJvm {
        static final int EXIT_CODE = 9;

        private KilledJvm() {}

        public static void main(String[] arguments) throws SQLException {
            EmbeddedPostgreSql server = EmbeddedPostgreSql.start(Path.of(arguments[0]));
            try (Connection connection = connect(server.jdbcUrl())) {
                execute(connection, "CREATE TABLE item AS SELECT 7 AS id");
            }
            Runtime.getRuntime().halt(EXIT_CODE);
        }
    }

    private static Connection connect(String jdbcUrl) throws SQLException {
        return DriverManager.getConnection(jdbcUrl, "postgres", "");
    }

    private static List<String> durability(EmbeddedPostgreSql server) throws SQLException {
        try (Connection connection = connect(server.jdbcUrl())) {
            return query(
                    connection,
                    "SELECT DISTINCT setting FROM pg_settings WHERE name IN"
                            + " ('fsync', 'synchronous_commit', 'full_page_writes')");
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static List<String> query(Connection connection, String sql) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }
}
