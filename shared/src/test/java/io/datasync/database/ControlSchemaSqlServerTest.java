package io.datasync.database;

import io.datasync.config.DestinationConfig;
import java.util.UUID;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** Runs where a SQL Server is named, by a JDBC URL with user and password. */
@EnabledIfEnvironmentVariable(
        named = "DATASYNC_TEST_SQLSERVER_URL",
        matches = "jdbc:sqlserver:.*",
        disabledReason = "DATASYNC_TEST_SQLSERVER_URL names no SQL Server")
final class ControlSchemaSqlServerTest extends ControlSchemaContract {

    @Override
    DestinationConfig newDestination() {
        return DestinationConfigs.sqlServer(
                System.getenv("DATASYNC_TEST_SQLSERVER_URL"),
                "control_" + UUID.randomUUID().toString().substring(0, 8));
    }
}
