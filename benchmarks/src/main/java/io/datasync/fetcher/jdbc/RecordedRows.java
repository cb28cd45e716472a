package io.datasync.fetcher.jdbc;

import io.datasync.benchmarks.ItemLedger;
import io.datasync.fetcher.RowStream;
import io.datasync.rows.RejectedRow;
import io.datasync.rows.RowSchema;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyOut;
import org.postgresql.core.BaseConnection;

/** The rows of a COPY that was read before, as often as they are wanted: {@link JdbcRowStream} without a server. */
public final class RecordedRows implements RowStream {
    private final CopyQuery query;
    private final List<byte[]> rows;
    private final SilenceWatch silence;
    private final RowSchema schema;
    private final List<ColumnReader> readers;
    private CopyCursor cursor;

    private RecordedRows(CopyQuery query, List<byte[]> rows, SilenceWatch silence) throws SQLException {
        this.query = query;
        this.rows = rows;
        this.silence = silence;
        List<StreamedColumn> columns = new NaturalColumns(SourceProduct.POSTGRESQL).choose(query.columns());
        this.schema = new RowSchema(columns.stream().map(StreamedColumn::column).toList());
        this.readers = columns.stream().map(StreamedColumn::reader).toList();
        this.cursor = open();
    }

    /** Reads the rows of the table. */
    public static RecordedRows of(ItemLedger ledger) throws SQLException {
        Connection connection = ledger.connection();
        BaseConnection postgres = connection.unwrap(BaseConnection.class);
        try (PreparedStatement statement = connection.prepareStatement(ledger.query());
                // Closed, it still counts, which is part of reading a row.
                SilenceWatch silence = new SilenceWatch(postgres, Duration.ofDays(1), () -> {})) {
            CopyQuery query = CopyQuery.of(
                            new SourceQuery(ledger.query(), List.of()), statement.getMetaData(), postgres)
                    .orElseThrow();
            List<byte[]> rows = new ArrayList<>();
            CopyOut copy = postgres.getCopyAPI().copyOut(query.sql());
            for (byte[] row = copy.readFromCopy(); row != null; row = copy.readFromCopy()) {
                rows.add(row);
            }
            return new RecordedRows(query, rows, silence);
        }
    }

    private CopyCursor open() throws SQLException {
        return new CopyCursor(new RecordedCopy(rows), query, silence);
    }

    /** Starts again from the first row. */
    public void rewind() throws SQLException {
        cursor = open();
    }

    @Override
    public RowSchema schema() {
        return schema;
    }

    /** As {@link JdbcRowStream} does it. */
    @Override
    public boolean next(VectorSchemaRoot chunk, int row) throws RejectedRow {
        try {
            if (!cursor.next()) {
                return false;
            }
            for (int index = 0; index < readers.size(); index++) {
                readers.get(index).read(cursor, chunk.getVector(index), row);
            }
            return true;
        } catch (SQLException impossible) {
            throw new IllegalStateException("A recorded row cannot be read", impossible);
        }
    }

    @Override
    public Map<String, @Nullable String> rowAsText() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void cancel() {
        // Nothing waits.
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
