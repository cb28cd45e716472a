package io.datasync.database;

import io.datasync.config.DestinationConfig;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * The schema of the DataUpdate log, the load ledger and the list of disabled indexes in the destination database. Its
 * migrations stand beside this class's resources, one folder a product.
 */
public final class ControlSchema {
    private ControlSchema() {}

    /**
     * Brings the schema up to date; several processes may do so at once.
     *
     * @param destination pool of at least 2 connections
     * @throws DataSyncException as {@link SqlFailure#destination} if the database does not answer or refuses, and with
     *     {@link ErrorCode#DESTINATION_STATEMENT} if the schema is not what its migrations made
     */
    public static void migrate(DataSource destination, DestinationConfig config) {
        Flyway flyway = flyway(destination, config);
        try {
            try {
                flyway.migrate();
            } catch (FlywayException failure) {
                if (sqlCause(failure).isPresent()) {
                    throw failure;
                }
                // Flyway looks for its table before it takes its lock: if another process makes the table in
                // between, it finds one that it did not expect, but only once.
                flyway.migrate();
            }
        } catch (FlywayException failure) {
            String doing = "The control schema " + config.controlSchema() + " could not be brought up to date";
            throw sqlCause(failure)
                    .map(refused -> SqlFailure.destination(doing, refused))
                    .orElseGet(() -> new DataSyncException(
                            ErrorCode.DESTINATION_STATEMENT, doing + ": " + failure.getMessage(), failure));
        }
    }

    private static Flyway flyway(DataSource destination, DestinationConfig config) {
        String product = config.type().name().toLowerCase(Locale.ROOT);
        return Flyway.configure()
                .dataSource(destination)
                .locations("classpath:io/datasync/database/" + product)
                .defaultSchema(config.controlSchema())
                .createSchemas(true)
                // The schema may have been made, and used, by others.
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .table("schema_history")
                .placeholders(Map.of("schema", SqlDialect.of(config.type()).quote(config.controlSchema())))
                .load();
    }

    private static Optional<SQLException> sqlCause(FlywayException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException refused) {
                return Optional.of(refused);
            }
        }
        return Optional.empty();
    }

    /** The qualified, quoted name of a table or view of the control schema, such as {@code DataUpdate}. */
    public static String table(DestinationConfig config, String name) {
        SqlDialect dialect = SqlDialect.of(config.type());
        return switch (config.type()) {
            case SQLSERVER -> dialect.quote(config.controlSchema(), name);
            case POSTGRESQL -> dialect.quote(config.controlSchema(), name.toLowerCase(Locale.ROOT));
        };
    }
}
