package io.datasync.fetcher;

import io.datasync.config.DataSyncConfig;
import io.datasync.config.SourceConfig;
import io.datasync.config.TableConfig;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.message.FetchTask;
import io.datasync.message.Operation;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import javax.sql.DataSource;

/**
 * Finds, for a task, the table, its source and its fetcher.
 *
 * @param connections the connections of each source
 * @param held the divisions whose slices have not all begun
 */
public record SliceReader(
        DataSyncConfig config, FetcherTypes types, Function<SourceConfig, DataSource> connections, HeldDivisions held) {

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
        FetchRequest request = request(task, now);
        DataFetcher fetcher = types.get(request.table().fetcher());
        if (request.range() != null && !fetcher.divides(request.table())) {
            throw new DataSyncException(
                    ErrorCode.CONFIGURATION,
                    "Table " + request.table().tableName() + ": this fetcher's " + fetcher.type()
                            + " reads a table in one slice only; give all processes the same version");
        }
        return fetcher.open(request, connections.apply(request.source()));
    }

    /** How the rows of an operation divide; empty if they cannot be. */
    Optional<RowDivision> divide(Operation operation, Instant now) {
        FetchRequest request = request(FetchTask.whole(operation), now);
        DataFetcher fetcher = types.get(request.table().fetcher());
        return fetcher.divides(request.table())
                ? Optional.of(fetcher.divide(request, connections.apply(request.source())))
                : Optional.empty();
    }

    /** The column whose largest number is to be told; empty for a table without a cursor. */
    Optional<String> cursorColumn(Operation operation) {
        TableConfig table = table(operation);
        return operation.updateType().bringsRows()
                ? types.get(table.fetcher()).cursorColumn(table, source(table))
                : Optional.empty();
    }

    private FetchRequest request(FetchTask task, Instant now) {
        Operation operation = task.operation();
        TableConfig table = table(operation);
        return new FetchRequest(
                table,
                source(table),
                operation.updateType(),
                operation.minimumDT(),
                now,
                task.range(),
                task.snapshot(),
                operation.highWaterMark());
    }

    private SourceConfig source(TableConfig table) {
        SourceConfig source = config.sources().get(table.sourceSystem());
        if (source == null) {
            throw new DataSyncException(
                    ErrorCode.CONFIGURATION,
                    "Table " + table.tableName() + ": there is no source " + table.sourceSystem());
        }
        return source;
    }
}
