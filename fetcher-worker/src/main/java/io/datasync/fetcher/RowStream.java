package io.datasync.fetcher;

import io.datasync.error.DataSyncException;
import io.datasync.rows.RejectedRow;
import io.datasync.rows.RowSchema;
import java.util.Map;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** The rows of a slice, read one after the other by one thread; only {@link #cancel} may be called by others. */
public interface RowStream extends AutoCloseable {

    /**
     * The columns of every row. The first call starts the query and may take long.
     *
     * @throws DataSyncException if the source does not answer, refuses, or has columns that cannot be carried; with
     *     {@code CANCELLED} after {@link #cancel}
     */
    RowSchema schema();

    /**
     * Writes the next row into the vectors at {@code row}; a vector that is too small grows. Each vector is written, with a
     * value or as null.
     *
     * @param chunk vectors as {@link io.datasync.rows.ArrowSchemas} makes them for the schema
     * @return false if there is no further row; nothing is written then
     * @throws RejectedRow if a value cannot be carried as it is; {@code row} may be used again for the next one
     * @throws DataSyncException if the source fails, or with {@code CANCELLED} after {@link #cancel}
     */
    boolean next(VectorSchemaRoot chunk, int row) throws RejectedRow;

    /** The current row in text form, by the source's column names; for the message about a rejected row. */
    Map<String, @Nullable String> rowAsText();

    /**
     * A row of {@link #rowAsText} by the names of the stream's columns, which tell its key; for streams whose columns have other
     * names than the source's.
     */
    default Map<String, @Nullable String> byColumn(Map<String, @Nullable String> row) {
        return row;
    }

    /** Makes a pending or the following {@link #schema} or {@link #next} fail soon. May be called by any thread, at any time, repeatedly. */
    void cancel();

    @Override
    void close();
}
