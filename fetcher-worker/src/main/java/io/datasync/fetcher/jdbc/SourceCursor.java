package io.datasync.fetcher.jdbc;

import java.sql.SQLException;
import java.util.List;

/** The rows of a running query, one after the other. */
interface SourceCursor extends SourceRow {
    List<SourceColumn> columns();

    /** Goes to the next row; false if there is none. */
    boolean next() throws SQLException;

    /** Ends a query whose rows are not all read, so that its connection can be closed soon. */
    void abandon() throws SQLException;
}
