package io.datasync.fetcher.jdbc;

import io.datasync.config.SourceConfig;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.fetcher.RowStream;
import io.datasync.rows.Column;
import io.datasync.rows.RejectedRow;
import io.datasync.rows.RowSchema;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a query in a read-only transaction: by COPY where the source is PostgreSQL and has types that are known there,
 * else as a result set that is fetched {@code fetchSize} rows at a time.
 */
public final class JdbcRowStream implements RowStream {
    /** SQLState class "data exception": the driver could not convert one value. */
    private static final String DATA_EXCEPTION = "22";

    private final SourceSession session;
    private final ColumnPlan plan;
    private @Nullable Result result;
    private boolean ended;

    /** What is known once the query runs. */
    private record Result(
            SourceCursor rows, RowSchema schema, List<ColumnReader> readers, List<StreamedColumn> columns) {}

    /**
     * A stream of a query's rows, which is run when the schema is asked for.
     *
     * @param plan chooses the stream's columns from those of the result
     */
    public JdbcRowStream(DataSource dataSource, SourceConfig source, SourceQuery query, ColumnPlan plan) {
        this.session = new SourceSession(dataSource, source, query);
        this.plan = plan;
    }

    @Override
    public RowSchema schema() {
        return result().schema();
    }

    private Result result() {
        if (result == null) {
            result = start();
        }
        return result;
    }

    private Result start() {
        SourceCursor rows = session.start();
        if (rows.columns().isEmpty()) {
            throw new DataSyncException(ErrorCode.SOURCE_QUERY, "The query returns no columns");
        }
        List<StreamedColumn> columns = plan.choose(rows.columns());
        return new Result(
                rows,
                new RowSchema(columns.stream().map(StreamedColumn::column).toList()),
                columns.stream().map(StreamedColumn::reader).toList(),
                columns);
    }

    @Override
    public boolean next(VectorSchemaRoot chunk, int row) throws RejectedRow {
        if (session.isCancelled()) {
            throw session.failure(null);
        }
        Result current = result();
        try {
            if (!current.rows().next()) {
                ended = true;
                return false;
            }
        } catch (SQLException failure) {
            throw session.failure(failure);
        }
        read(current, chunk, row);
        return true;
    }

    private void read(Result current, VectorSchemaRoot chunk, int row) throws RejectedRow {
        List<ColumnReader> readers = current.readers();
        int index = 0;
        try {
            for (; index < readers.size(); index++) {
                readers.get(index).read(current.rows(), chunk.getVector(index), row);
            }
        } catch (SQLException failure) {
            Column column = current.schema().columns().get(index);
            if (failure.getSQLState() != null && failure.getSQLState().startsWith(DATA_EXCEPTION)) {
                throw new RejectedRow(
                        column.name(),
                        "Column " + column.name() + " is " + column.type().text()
                                + ", the value is none, such as NaN or infinity");
            }
            throw session.failure(failure);
        }
    }

    @Override
    public Map<String, @Nullable String> rowAsText() {
        Map<String, @Nullable String> text = new LinkedHashMap<>();
        Result current = result();
        for (SourceColumn column : current.rows().columns()) {
            try {
                text.put(column.label(), current.rows().string(column.index()));
            } catch (SQLException failure) {
                text.put(column.label(), "(not readable: " + failure.getMessage() + ")");
            }
        }
        return text;
    }

    @Override
    public Map<String, @Nullable String> byColumn(Map<String, @Nullable String> row) {
        Map<String, @Nullable String> byColumn = new LinkedHashMap<>();
        result().columns().forEach(column -> byColumn.put(column.column().name(), row.get(column.source())));
        return byColumn;
    }

    @Override
    public void cancel() {
        session.cancel();
    }

    @Override
    public void close() {
        if (!ended) {
            session.abandon();
        }
        session.close();
    }
}
