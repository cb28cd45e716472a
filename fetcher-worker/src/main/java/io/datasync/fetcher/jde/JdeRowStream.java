package io.datasync.fetcher.jde;

import io.datasync.fetcher.RowStream;
import io.datasync.rows.RejectedRow;
import io.datasync.rows.RowSchema;
import java.util.Map;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a table, after the data dictionary was asked how to decode them: before, as a connection that streams a result
 * takes no second question, and as two connections at a time for one stream could run the pool dry.
 */
record JdeRowStream(DataDictionary dictionary, RowStream rows) implements RowStream {
    @Override
    public RowSchema schema() {
        dictionary.rules();
        return rows.schema();
    }

    @Override
    public boolean next(VectorSchemaRoot chunk, int row) throws RejectedRow {
        return rows.next(chunk, row);
    }

    @Override
    public Map<String, @Nullable String> rowAsText() {
        return rows.rowAsText();
    }

    @Override
    public Map<String, @Nullable String> byColumn(Map<String, @Nullable String> row) {
        return rows.byColumn(row);
    }

    @Override
    public void cancel() {
        dictionary.cancel();
        rows.cancel();
    }

    @Override
    public void close() {
        rows.close();
    }
}
