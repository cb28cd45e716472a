package io.datasync.fetcher.jdbc;

import io.datasync.rows.RejectedRow;
import java.sql.SQLException;
import org.apache.arrow.vector.FieldVector;

/** Carries the values of one column from the current row of a source into a vector. */
@FunctionalInterface
public interface ColumnReader {

    /**
     * Writes the value, or null, at {@code index}; the vector may grow.
     *
     * @throws RejectedRow if the value cannot be carried as it is
     * @throws SQLException if the driver fails; with an SQLState of class 22 (data exception) only this value is to blame
     */
    void read(SourceRow row, FieldVector vector, int index) throws SQLException, RejectedRow;
}
