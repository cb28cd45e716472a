package io.datasync.fetcher.jdbc;

import io.datasync.config.SourceConfig;
import io.datasync.database.SqlFailure;
import io.datasync.error.DataSyncException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/** What a person should know of a source database that works, but could work better. */
public final class SourceAdvice {
    private SourceAdvice() {}

    /**
     * A sentence for each.
     *
     * @throws DataSyncException if the source does not answer or refuses
     */
    public static List<String> of(SourceConfig source, DataSource connections) {
        if (SourceProduct.of(source) != SourceProduct.SQLSERVER) {
            return List.of();
        }
        try (Connection connection = connections.getConnection()) {
            return SnapshotReads.areAllowed(connection)
                    ? List.of()
                    : List.of(
                            "snapshot isolation is not allowed, so reads and the writers of the source wait for each other."
                                    + " An administrator allows it by ALTER DATABASE … SET ALLOW_SNAPSHOT_ISOLATION ON");
        } catch (SQLException failure) {
            throw SqlFailure.source("Looking at source " + source.name(), failure);
        }
    }
}
