package io.datasync.database;

import io.datasync.config.DestinationConfig;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import java.util.Locale;
import java.util.Map;
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
     * @throws DataSyncException with {@link ErrorCode#DESTINATION_UNAVAILABLE} if the database does not answer or refuses
     */
    public static void migrate(DataSource destination, DestinationConfig config) {
        String product = config.type().name().toLowerCase(Locale.ROOT);
        SqlDialect dialect = dialect(config);
        try {
            Flyway.configure()
                    .dataSource(destination)
                    .locations("classpath:io/datasync/database/" + product)
                    .defaultSchema(config.controlSchema())
                    .createSchemas(true)
                    .table("schema_history")
                    .placeholders(Map.of("schema", dialect.quote(config.controlSchema())))
                    .load()
                    .migrate();
        } catch (FlywayException failure) {
            throw new DataSyncException(
                    ErrorCode.DESTINATION_UNAVAILABLE,
                    "The control schema " + config.controlSchema() + " could not be brought up to date: "
                            + failure.getMessage(),
                    failure);
        }
    }

    /** The qualified, quoted name of a table or view of the control schema, such as {@code DataUpdate}. */
    public static String table(DestinationConfig config, String name) {
        SqlDialect dialect = dialect(config);
        return switch (config.type()) {
            case SQLSERVER -> dialect.quote(config.controlSchema(), name);
            case POSTGRESQL -> dialect.quote(config.controlSchema(), name.toLowerCase(Locale.ROOT));
        };
    }

    private static SqlDialect dialect(DestinationConfig config) {
        return switch (config.type()) {
            case SQLSERVER -> SqlDialect.SQLSERVER;
            case POSTGRESQL -> SqlDialect.POSTGRESQL;
        };
    }
}
