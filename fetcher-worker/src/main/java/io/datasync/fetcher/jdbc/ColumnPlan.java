package io.datasync.fetcher.jdbc;

import io.datasync.error.DataSyncException;
import java.util.List;

/** Chooses, once a result is known, the columns of the stream. */
@FunctionalInterface
public interface ColumnPlan {

    /**
     * The columns of the stream, in order.
     *
     * @throws DataSyncException if a column cannot be carried
     */
    List<StreamedColumn> choose(List<SourceColumn> columns);
}
