package io.datasync.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariDataSource;
import io.datasync.config.DestinationConfig;
import io.datasync.config.Secret;
import io.datasync.embedded.TestPostgreSql;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ControlSchemaPostgreSqlTest extends ControlSchemaContract {
    private final TestPostgreSql.Schema schema = TestPostgreSql.newSchema();

    @Override
    DestinationConfig newDestination() {
        return DestinationConfigs.postgreSql(schema, schema.name() + " Control");
    }

    @Test
    void aSchemaThatHasTablesAlreadyIsTakenAsItIs() throws SQLException {
        execute("CREATE TABLE " + SqlDialect.POSTGRESQL.quote(schema.name(), "Item") + " (id integer)");
        DestinationConfig shared = DestinationConfigs.postgreSql(schema, schema.name());
        ControlSchema.migrate(pool(), shared);
        assertEquals(List.of(), query("SELECT OperationId FROM " + ControlSchema.table(shared, "DataUpdate")));
    }

    @Test
    void aRefusedLoginIsNotTriedForEver() {
        DestinationConfig refused = new DestinationConfig(
                DestinationConfig.Type.POSTGRESQL,
                schema.jdbcUrl(),
                Optional.of("nobody"),
                Secret.of("wrong"),
                schema.name(),
                "control",
                true,
                DestinationConfig.Upsert.MERGE,
                DestinationConfig.DEFAULT_LOCK_TIMEOUT,
                DestinationConfig.DEFAULT_QUERY_TIMEOUT);
        try (HikariDataSource pool = ConnectionPools.destination(refused, 2)) {
            DataSyncException failure =
                    assertThrows(DataSyncException.class, () -> ControlSchema.migrate(pool, refused));
            assertEquals(ErrorCode.DESTINATION_LOGIN, failure.code());
            assertTrue(String.valueOf(failure.getMessage()).contains("nobody"), failure.getMessage());
        }
    }

    @Test
    void aSchemaThatMayNotBeCreatedIsAStatementThatIsRefused() throws SQLException {
        String role = schema.name() + "_role";
        execute("CREATE ROLE " + role + " LOGIN");
        DestinationConfig poor = new DestinationConfig(
                DestinationConfig.Type.POSTGRESQL,
                schema.jdbcUrl(),
                Optional.of(role),
                Secret.none(),
                schema.name(),
                schema.name() + "_poor",
                true,
                DestinationConfig.Upsert.MERGE,
                DestinationConfig.DEFAULT_LOCK_TIMEOUT,
                DestinationConfig.DEFAULT_QUERY_TIMEOUT);
        try (HikariDataSource pool = ConnectionPools.destination(poor, 2)) {
            DataSyncException failure = assertThrows(DataSyncException.class, () -> ControlSchema.migrate(pool, poor));
            assertEquals(ErrorCode.DESTINATION_STATEMENT, failure.code());
            assertTrue(String.valueOf(failure.getMessage()).contains("permission denied"), failure.getMessage());
        }
    }

    @Test
    void twoConnectionsAreEnough() {
        DestinationConfig own = DestinationConfigs.postgreSql(schema, schema.name() + "_two");
        try (HikariDataSource pool = ConnectionPools.destination(own, 2)) {
            ControlSchema.migrate(pool, own);
        }
    }
}
