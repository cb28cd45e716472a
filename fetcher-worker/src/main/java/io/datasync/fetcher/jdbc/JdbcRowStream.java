package io.datasync.fetcher.jdbc;

import io.datasync.config.SourceConfig;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.fetcher.RowStream;
import io.datasync.rows.Column;
import io.datasync.rows.RejectedRow;
import io.datasync.rows.RowSchema;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** The rows of a query, fetched {@code fetchSize} at a time in a read-only transaction. */
public final class JdbcRowStream implements RowStream {
    /** SQLState class "data exception": the driver could not convert one value. */
    private static final String DATA_EXCEPTION = "22";

    private final SourceFailures failures;
    private final SourceSession session;
    private final ResultSet rows;
    private final List<SourceColumn> sourceColumns;
    private final RowSchema schema;
    private final ColumnReader[] readers;
    private final FieldVector[] vectors;
    private @Nullable VectorSchemaRoot chunk;
    private boolean ended;

    private JdbcRowStream(
            SourceFailures failures,
            SourceSession session,
            ResultSet rows,
            List<SourceColumn> sourceColumns,
            List<StreamedColumn> columns) {
        this.failures = failures;
        this.session = session;
        this.rows = rows;
        this.sourceColumns = sourceColumns;
        this.schema =
                new RowSchema(columns.stream().map(StreamedColumn::column).toList());
        this.readers = columns.stream().map(StreamedColumn::reader).toArray(ColumnReader[]::new);
        this.vectors = new FieldVector[readers.length];
    }

    /**
     * Runs a query.
     *
     * @param plan chooses the stream's columns from those of the result
     * @throws DataSyncException with the code that {@link io.datasync.database.SqlFailure} finds, or the plan's own
     */
    public static RowStream open(DataSource dataSource, SourceConfig source, SourceQuery query, ColumnPlan plan) {
        SourceFailures failures = new SourceFailures(source);
        SourceSession session = SourceSession.open(dataSource, source, query);
        try {
            ResultSet rows = session.execute();
            List<SourceColumn> columns = SourceColumn.of(rows.getMetaData());
            if (columns.isEmpty()) {
                throw new DataSyncException(ErrorCode.SOURCE_QUERY, "The query returns no columns");
            }
            return new JdbcRowStream(failures, session, rows, columns, plan.choose(columns));
        } catch (SQLException failure) {
            DataSyncException ours = failures.reading(failure);
            session.close();
            throw ours;
        } catch (RuntimeException failure) {
            session.abandon();
            session.close();
            throw failure;
        }
    }

    @Override
    public RowSchema schema() {
        return schema;
    }

    @Override
    public boolean next(VectorSchemaRoot target, int row) throws RejectedRow {
        if (session.isCancelled()) {
            throw cancelled(null);
        }
        try {
            if (!rows.next()) {
                ended = true;
                return false;
            }
        } catch (SQLException failure) {
            throw session.isCancelled() ? cancelled(failure) : failures.reading(failure);
        }
        if (target != chunk) {
            chunk = target;
            target.getFieldVectors().toArray(vectors);
        }
        read(row);
        return true;
    }

    private void read(int row) throws RejectedRow {
        int index = 0;
        try {
            for (; index < readers.length; index++) {
                readers[index].read(rows, vectors[index], row);
            }
        } catch (SQLException failure) {
            Column column = schema.columns().get(index);
            if (failure.getSQLState() != null && failure.getSQLState().startsWith(DATA_EXCEPTION)) {
                throw new RejectedRow(
                        column.name(),
                        "Column " + column.name() + " is " + column.type().text()
                                + ", the value is none, such as NaN or infinity");
            }
            throw session.isCancelled() ? cancelled(failure) : failures.reading(failure);
        }
    }

    @Override
    public Map<String, @Nullable String> rowAsText() {
        Map<String, @Nullable String> text = new LinkedHashMap<>();
        for (SourceColumn column : sourceColumns) {
            try {
                text.put(column.label(), rows.getString(column.index()));
            } catch (SQLException failure) {
                text.put(column.label(), "(not readable: " + failure.getMessage() + ")");
            }
        }
        return text;
    }

    @Override
    public void cancel() {
        session.cancel();
    }

    private static DataSyncException cancelled(@Nullable SQLException failure) {
        return new DataSyncException(ErrorCode.CANCELLED, "Reading was cancelled", failure);
    }

    @Override
    public void close() {
        if (!ended) {
            session.abandon();
        }
        session.close();
    }
}
