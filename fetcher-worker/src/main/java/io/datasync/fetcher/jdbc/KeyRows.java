package io.datasync.fetcher.jdbc;

import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.fetcher.FetchRequest;
import io.datasync.fetcher.RowStream;
import io.datasync.message.KeyRange;
import io.datasync.message.KeyRange.KeyColumn;
import io.datasync.rows.RejectedRow;
import io.datasync.rows.RowSchema;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The key columns of a query's rows. The source is asked for these alone; if it cannot take the query as a part of another one
 * (such as one with {@code WITH} or {@code ORDER BY} on SQL Server), for all of them, and the others are left out here.
 */
public final class KeyRows implements RowStream {
    private static final Logger log = LoggerFactory.getLogger(KeyRows.class);

    private final DataSource dataSource;
    private final FetchRequest request;
    private final SourceQuery rows;
    private final SourceProbe probe;
    private final Object cancelLock = new Object();
    private @Nullable JdbcRowStream keys;
    private boolean cancelled;

    /**
     * Keys of the requested part of the rows; nothing is connected yet.
     *
     * @param rows query of all rows
     */
    public KeyRows(DataSource dataSource, FetchRequest request, SourceQuery rows) {
        this.dataSource = dataSource;
        this.request = request;
        this.rows = rows;
        this.probe = new SourceProbe(dataSource, request.source());
    }

    @Override
    public RowSchema schema() {
        return keys().schema();
    }

    private JdbcRowStream keys() {
        JdbcRowStream known = keys;
        if (known != null) {
            return known;
        }
        JdbcRowStream opened = new JdbcRowStream(
                dataSource,
                request.source(),
                query(),
                new KeyColumnPlan(
                        new NaturalColumns(SourceProduct.of(request.source())),
                        request.table().keyColumns()));
        synchronized (cancelLock) {
            keys = opened;
            if (cancelled) {
                opened.cancel();
            }
        }
        return opened;
    }

    private SourceQuery query() {
        KeyRange range = request.range();
        if (range != null) {
            return SlicedQuery.of(
                    rows, range.columns().stream().map(KeyColumn::name).toList(), request);
        }
        // One connection at a time, or several such streams could run the pool dry.
        try (probe) {
            List<String> names = JdbcDivision.keyColumns(
                            probe, rows, request.table().keyColumns())
                    .stream()
                    .map(SourceColumn::label)
                    .toList();
            return SlicedQuery.of(rows, names, request);
        } catch (DataSyncException failure) {
            if (failure.code() != ErrorCode.SOURCE_QUERY) {
                throw failure;
            }
            log.atInfo()
                    .addKeyValue("table", request.table().tableName())
                    .addKeyValue("reason", failure.getMessage())
                    .log(
                            "The query cannot stand within another one, so that not the keys alone but all columns are read");
            return SlicedQuery.of(rows, request);
        }
    }

    @Override
    public boolean next(VectorSchemaRoot chunk, int row) throws RejectedRow {
        return keys().next(chunk, row);
    }

    @Override
    public Map<String, @Nullable String> rowAsText() {
        return keys().rowAsText();
    }

    @Override
    public Map<String, @Nullable String> byColumn(Map<String, @Nullable String> row) {
        return keys().byColumn(row);
    }

    @Override
    public void cancel() {
        probe.cancel();
        synchronized (cancelLock) {
            cancelled = true;
            if (keys != null) {
                keys.cancel();
            }
        }
    }

    @Override
    public void close() {
        if (keys != null) {
            keys.close();
        }
    }
}
