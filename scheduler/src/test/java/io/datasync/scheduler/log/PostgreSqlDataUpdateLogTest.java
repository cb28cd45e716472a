package io.datasync.scheduler.log;

import com.zaxxer.hikari.HikariDataSource;
import io.datasync.config.DestinationConfig;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

final class PostgreSqlDataUpdateLogTest extends DataUpdateLogContract {
    private static DestinationConfig config;
    private static HikariDataSource pool;

    @BeforeAll
    static void open() {
        config = TestingDestination.newPostgreSql();
        pool = TestingDestination.pool(config);
    }

    @AfterAll
    static void close() {
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
        return "timestamptz '" + dateAndTime + "+00'";
    }
}
