package io.datasync.embedded;

import static java.util.Objects.requireNonNull;

import io.datasync.embedded.EmbeddedPostgreSql.Commits;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

/** The one PostgreSQL that all tests of this JVM share; started when first asked for, gone with the JVM. */
public final class TestPostgreSql {
    private TestPostgreSql() {}

    /**
     * A schema of the one database.
     *
     * @param jdbcUrl has the schema as the current one
     * @param password empty, since the server asks for none
     * @param name lower case, needs no quotes
     */
    public record Schema(String jdbcUrl, String user, String password, String name) {
        /** A new connection whose current schema is this one. */
        public Connection connect() throws SQLException {
            return DriverManager.getConnection(jdbcUrl, user, password);
        }
    }

    /** Makes an empty schema that no other test has. */
    public static Schema newSchema() {
        return newSchema(server());
    }

    /** Makes an empty schema on a server that the test has started by itself. */
    public static Schema newSchema(EmbeddedPostgreSql server) {
        return newSchema(server.jdbcUrl(), server.user());
    }

    /** Makes an empty schema on the one older server of this JVM, which knows no {@code MERGE … RETURNING}. */
    public static Schema newSchemaOnOlderServer() {
        return newSchema("jdbc:postgresql://127.0.0.1:" + OlderHolder.SERVER.getPort() + "/postgres", "postgres");
    }

    private static Schema newSchema(String jdbcUrl, String user) {
        String name = "t_" + UUID.randomUUID().toString().substring(0, 8);
        Schema schema = new Schema(jdbcUrl + "?currentSchema=" + name, user, "", name);
        try (Connection connection = schema.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA " + name);
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot create the schema " + name, e);
        }
        return schema;
    }

    /** The server itself, for a test that wants a database of its own. */
    public static EmbeddedPostgreSql server() {
        return Holder.SERVER;
    }

    /** Class loading starts the server once, whatever the number of threads. */
    private static final class Holder {
        static final EmbeddedPostgreSql SERVER = TemporaryDirectory.forTheLifeOfTheJvm(
                "datasync-test-postgresql-",
                directory -> EmbeddedPostgreSql.start(directory, LoopbackPort.free(), Commits.FAST));
    }

    private static final class OlderHolder {
        static final EmbeddedPostgres SERVER = start();

        /** Stopped and deleted when the JVM ends, by a hook that the library registers. */
        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder()
                        .setPgBinaryResolver((system, machine) -> requireNonNull(
                                TestPostgreSql.class.getResourceAsStream("/older-postgresql/postgres-linux-"
                                        + (machine.equals("aarch64") ? "arm_64" : "x86_64") + ".txz"),
                                machine))
                        .setServerConfig("listen_addresses", "127.0.0.1")
                        .setServerConfig("timezone", "UTC")
                        .setServerConfig("fsync", "off")
                        .setServerConfig("synchronous_commit", "off")
                        .setServerConfig("full_page_writes", "off")
                        .setLocaleConfig("locale", "C")
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
