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
        return switch (SourceProduct.of(source)) {
            case SQLSERVER -> sqlServer(source, connections);
            case ORACLE -> oracle(source, connections);
            case POSTGRESQL, DB2, OTHER -> List.of();
        };
    }

    private static List<String> oracle(SourceConfig source, DataSource connections) {
        try (SourceProbe probe = new SourceProbe(connections, source)) {
            return SourceSnapshot.of(probe, source).isPresent()
                    ? List.of()
                    : List.of(
                            "the slices of a table are read at different moments, as there is no right to ask for one."
                                    + " An administrator gives it by GRANT EXECUTE ON DBMS_FLASHBACK TO …");
        }
    }

    private static List<String> sqlServer(SourceConfig source, DataSource connections) {
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
