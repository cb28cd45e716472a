package io.datasync.loader.target;

import io.datasync.config.TableConfig;
import io.datasync.database.SqlFailure;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.loader.postprocessor.PostProcessor;
import io.datasync.message.Operation;
import java.sql.Connection;
import java.sql.SQLException;

/** Runs a post-processor and says so if it fails. */
public final class PostProcessing {
    private PostProcessing() {}

    /**
     * Runs {@code postProcessor} in the transaction of {@code connection}.
     *
     * @throws DataSyncException with {@link ErrorCode#POST_PROCESSOR} if it failed
     * @throws SQLException if the database is away or busy, so that all may be tried again
     */
    public static void run(PostProcessor postProcessor, Connection connection, TableConfig table, Operation operation)
            throws SQLException {
        try {
            postProcessor.process(connection, table, operation);
        } catch (SQLException failure) {
            if (SqlFailure.of(failure) != SqlFailure.STATEMENT) {
                throw failure;
            }
            throw failed(table, failure);
        } catch (RuntimeException failure) {
            throw failed(table, failure);
        }
    }

    private static DataSyncException failed(TableConfig table, Exception failure) {
        return new DataSyncException(
                ErrorCode.POST_PROCESSOR,
                "The post-processor " + table.postProcessor() + " of " + table.tableName() + " failed: "
                        + failure.getMessage(),
                failure);
    }
}
