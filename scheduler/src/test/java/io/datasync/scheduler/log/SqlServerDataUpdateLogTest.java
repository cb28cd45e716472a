package io.datasync.scheduler.log;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.datasync.config.DestinationConfig;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** Runs where there is a SQL Server: the variable holds a JDBC URL with user and password, of an empty database. */
@EnabledIfEnvironmentVariable(
        named = SqlServerDataUpdateLogTest.URL,
        matches = "jdbc:sqlserver:.+",
        disabledReason = "DATASYNC_TEST_SQLSERVER_URL names no SQL Server")
final class SqlServerDataUpdateLogTest extends DataUpdateLogContract {
    static final String URL = "DATASYNC_TEST_SQLSERVER_URL";

    private static DestinationConfig config;
    private static HikariDataSource pool;

    @BeforeAll
    static void open() {
        String schema = "t_" + UUID.randomUUID().toString().substring(0, 8);
        config = TestingDestination.config(
                DestinationConfig.Type.SQLSERVER, System.getenv(URL), Optional.empty(), schema);
        HikariConfig settings = new HikariConfig();
        settings.setJdbcUrl(config.url());
        settings.setAutoCommit(false);
        settings.setMaximumPoolSize(20);
        pool = new HikariDataSource(settings);
    }

    @AfterAll
    static void dropSchema() throws SQLException {
        String schema = config.controlSchema();
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP VIEW IF EXISTS " + schema + ".LastDataUpdates");
            for (String table : List.of("DataUpdate", "LoadLedger", "DisabledIndex", "schema_history")) {
                statement.execute("DROP TABLE IF EXISTS " + schema + "." + table);
            }
            statement.execute("DROP SCHEMA IF EXISTS " + schema);
            connection.commit();
        }
        pool.close();
    }

    @Override
    DestinationConfig config() {
        return config;
    }

    @Override
    DataSource dataSource() {
        return pool;
    }

    @Override
    String utcLiteral(String dateAndTime) {
        return "CAST('" + dateAndTime + "' AS datetime2(6))";
    }
}
