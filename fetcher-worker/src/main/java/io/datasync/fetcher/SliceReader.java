package io.datasync.fetcher;

import io.datasync.config.DataSyncConfig;
import io.datasync.config.SourceConfig;
import io.datasync.config.TableConfig;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.message.FetchTask;
import io.datasync.message.Operation;
import java.time.Instant;
import java.util.function.Function;
import javax.sql.DataSource;

/**
 * Finds, for a task, the table, its source and its fetcher.
 *
 * @param connections the connections of each source
 */
public record SliceReader(DataSyncConfig config, FetcherTypes types, Function<SourceConfig, DataSource> connections) {

    /**
     * The table of a task.
     *
     * @throws DataSyncException with {@link ErrorCode#CONFIGURATION} if this process does not know it
     */
    TableConfig table(Operation operation) {
        return config.table(operation.tableName())
                .orElseThrow(() -> new DataSyncException(
                        ErrorCode.CONFIGURATION,
                        "This fetcher's configuration has no table " + operation.tableName()
                                + "; give all processes the same file"));
    }

    /**
     * The rows of a task.
     *
     * @throws DataSyncException with {@link ErrorCode#CONFIGURATION} if the table's source or fetcher is not known
     */
    RowStream open(FetchTask task, Instant now) {
        Operation operation = task.operation();
        TableConfig table = table(operation);
        SourceConfig source = config.sources().get(table.sourceSystem());
        if (source == null) {
            throw new DataSyncException(
                    ErrorCode.CONFIGURATION,
                    "Table " + table.tableName() + ": there is no source " + table.sourceSystem());
        }
        FetchRequest request = new FetchRequest(
                table, source, operation.updateType(), operation.minimumDT(), now, task.slice(), task.slices());
        return types.get(table.fetcher()).open(request, connections.apply(source));
    }
}
