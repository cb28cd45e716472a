package io.datasync.database;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.datasync.config.DestinationConfig;
import io.datasync.config.Secret;
import io.datasync.config.SourceConfig;
import io.datasync.embedded.TestPostgreSql;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Properties;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;

final class ConnectionPoolsTest {
    private final TestPostgreSql.Schema schema = TestPostgreSql.newSchema();
    private final DestinationConfig destination = DestinationConfigs.postgreSql(schema, "control");
    private final SourceConfig source =
            SourceConfig.of("jde", schema.jdbcUrl(), Optional.of(schema.user()), Secret.none());

    /** The driver gives a session the zone of the JVM, which these tests run in a strange one. */
    @Test
    void thePlainDriverWouldUseTheZoneOfTheJvm() throws SQLException {
        assertEquals("America/St_Johns", TimeZone.getDefault().getID());
        try (Connection connection = schema.connect()) {
            assertEquals("America/St_Johns", setting(connection, "TimeZone"));
        }
    }

    @Test
    void aDestinationSessionIsInUtcWithTimeOutsAndStaysSo() throws SQLException {
        try (HikariDataSource pool = ConnectionPools.destination(destination, 1)) {
            for (int turn = 0; turn < 3; turn++) {
                try (Connection connection = pool.getConnection()) {
                    assertFalse(connection.getAutoCommit());
                    assertDestinationSettings(connection);
                    connection.rollback();
                    assertDestinationSettings(connection);
                }
            }
        }
    }

    @Test
    void aSourceSessionIsInUtc() throws SQLException {
        try (HikariDataSource pool = ConnectionPools.source(source, 1);
                Connection connection = pool.getConnection()) {
            assertEquals("UTC", setting(connection, "TimeZone"));
            connection.setAutoCommit(false);
            connection.rollback();
            assertEquals("UTC", setting(connection, "TimeZone"));
        }
    }

    @Test
    void aPoolStartsWhileItsDatabaseIsDown() {
        SourceConfig down =
                SourceConfig.of("down", "jdbc:postgresql://127.0.0.1:1/postgres", Optional.of("u"), Secret.none());
        try (HikariDataSource pool = impatient(ConnectionPools.source(down, 1))) {
            SQLException failure = assertThrows(SQLException.class, pool::getConnection);
            DataSyncException ours = SqlFailure.source("Source down", failure);
            assertEquals(ErrorCode.SOURCE_UNAVAILABLE, ours.code());
        }
    }

    /** A pool asks again many times a minute, which would lock an account. */
    @Test
    void aPoolThatIsRefusedTheLoginSaysSoAndDoesNotTryAgainAtOnce() {
        SourceConfig refused = SourceConfig.of("jde", schema.jdbcUrl(), Optional.of("nobody"), Secret.of("wrong"));
        try (HikariDataSource pool = impatient(ConnectionPools.source(refused, 1))) {
            // A server that is slow for once has not refused yet.
            await().untilAsserted(() -> {
                SQLException failure = assertThrows(SQLException.class, pool::getConnection);
                assertEquals(
                        ErrorCode.SOURCE_LOGIN,
                        SqlFailure.source("Source", failure).code());
                String cause = String.valueOf(failure.getCause());
                assertTrue(cause.contains("refused before"), cause);
            });
        }
    }

    /** A pool like that one, but for how long it waits where there will be no connection. */
    private static HikariDataSource impatient(HikariDataSource pool) {
        HikariConfig config = new HikariConfig();
        pool.copyStateTo(config);
        pool.close();
        config.setConnectionTimeout(1_000);
        return new HikariDataSource(config);
    }

    @Test
    void aPoolWaitsForAConnectionButNotForLong() {
        try (HikariDataSource pool = ConnectionPools.source(source, 1)) {
            assertEquals(5_000, pool.getConnectionTimeout());
        }
    }

    @Test
    void aPoolIsMeasured() throws SQLException {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        try (HikariDataSource pool = ConnectionPools.destination(destination, 2, registry);
                Connection connection = pool.getConnection()) {
            assertEquals(setting(connection, "TimeZone"), "UTC");
            assertNotNull(registry.get("hikaricp.connections.active")
                    .tag("pool", "destination")
                    .gauge());
        }
    }

    private void assertDestinationSettings(Connection connection) throws SQLException {
        assertEquals(destination.queryTimeout().plusMinutes(1).toMillis(), connection.getNetworkTimeout());
        assertEquals("UTC", setting(connection, "TimeZone"));
        assertEquals(destination.lockTimeout().toMinutes() + "min", setting(connection, "lock_timeout"));
        assertEquals(destination.queryTimeout().toHours() + "h", setting(connection, "statement_timeout"));
        assertEquals("DataSync", setting(connection, "application_name"));
        assertEquals("30", setting(connection, "tcp_keepalives_idle"));
        assertEquals("10", setting(connection, "tcp_keepalives_interval"));
        assertEquals("3", setting(connection, "tcp_keepalives_count"));
        assertEquals("60000", setting(connection, "tcp_user_timeout"));
    }

    private static String setting(Connection connection, String name) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW " + name)) {
            row.next();
            return row.getString(1);
        }
    }

    @Test
    void aSqlServerConnectionIsEncryptedAndHasTimeOuts() {
        Properties properties = sqlServerProperties("jdbc:sqlserver://127.0.0.1:1;databaseName=x");
        assertEquals("true", properties.getProperty("encrypt"));
        assertEquals("15", properties.getProperty("loginTimeout"));
        assertEquals("600", properties.getProperty("queryTimeout"));
        assertEquals("660000", properties.getProperty("socketTimeout"));
        assertEquals("adaptive", properties.getProperty("responseBuffering"));
    }

    @Test
    void theUrlOfSqlServerMaySayOtherwise() {
        Properties properties =
                sqlServerProperties("jdbc:sqlserver://127.0.0.1:1;databaseName=x;Encrypt=strict; loginTimeout = 3");
        assertNull(properties.getProperty("encrypt"));
        assertNull(properties.getProperty("loginTimeout"));
    }

    @Test
    void aPasswordThatIsNotGivenLeavesThatOfTheUrl() {
        String url = "jdbc:sqlserver://127.0.0.1:1;databaseName=x;user=u;password=p";
        SourceConfig config = SourceConfig.of("jde", url, Optional.empty(), Secret.none());
        try (HikariDataSource pool = ConnectionPools.source(config, 1);
                HikariDataSource destination =
                        ConnectionPools.destination(DestinationConfigs.sqlServer(url, "control"), 1)) {
            assertNull(pool.getPassword());
            assertNull(destination.getPassword());
        }
    }

    private static Properties sqlServerProperties(String url) {
        SourceConfig config = SourceConfig.of("jde", url, Optional.of("u"), Secret.none());
        try (HikariDataSource pool = ConnectionPools.source(config, 1)) {
            return pool.getDataSourceProperties();
        }
    }

    @Test
    void aUrlThatNoDriverTakesIsNamedWithoutItsPassword() {
        for (String url :
                new String[] {"jdbc:postgres://me:hunter2@db/x", "jdbc:postgresql://db:port/x?password=hunter2"}) {
            SourceConfig unusable = SourceConfig.of("jde", url, Optional.empty(), Secret.none());
            DataSyncException failure =
                    assertThrows(DataSyncException.class, () -> ConnectionPools.source(unusable, 1));
            assertEquals(ErrorCode.CONFIGURATION, failure.code());
            StringWriter printed = new StringWriter();
            failure.printStackTrace(new PrintWriter(printed));
            assertTrue(printed.toString().contains("source jde"), printed.toString());
            assertEquals(
                    url.startsWith("jdbc:postgres:"),
                    printed.toString().contains("did you mean jdbc:postgresql:?"),
                    printed.toString());
            assertFalse(printed.toString().contains("hunter2"), printed.toString());
        }
    }
}
