package io.datasync.fetcher.jdbc;

import io.datasync.config.SourceConfig;
import io.datasync.database.SqlFailure;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;

/** SQL errors of one source as ours; the source's name is in each message. */
record SourceFailures(SourceConfig source) {
    /** PostgreSQL's and DB2's cancelled statement, SQL Server's and ODBC's time-out: nobody but the time-out cancels. */
    private static final Set<String> TIMED_OUT = Set.of("57014", "HYT00", "HY008");

    /** Oracle's "snapshot too old" and a table that was altered since; times and numbers of the past that it does not know. */
    private static final Set<Integer> ORACLE_SNAPSHOT_GONE = Set.of(1555, 1466, 8180, 8181);

    /** PostgreSQL's "snapshot too old", until version 16. */
    private static final String POSTGRESQL_SNAPSHOT_GONE = "72000";

    private boolean isSnapshotGone(SQLException failure) {
        return SourceProduct.of(source) == SourceProduct.ORACLE
                ? ORACLE_SNAPSHOT_GONE.contains(failure.getErrorCode())
                : POSTGRESQL_SNAPSHOT_GONE.equals(failure.getSQLState());
    }

    /** A connection that could not be had; a pool hides why in the cause. */
    DataSyncException connecting(SQLException failure) {
        if (failure.getCause() instanceof SQLException cause) {
            return SqlFailure.source("Cannot connect to source " + source.name(), cause);
        } else if (failure instanceof SQLTransientConnectionException) {
            return new DataSyncException(
                    ErrorCode.SOURCE_UNAVAILABLE,
                    "Cannot connect to source " + source.name() + ": " + failure.getMessage(),
                    failure);
        }
        return SqlFailure.source("Cannot connect to source " + source.name(), failure);
    }

    DataSyncException reading(SQLException failure) {
        if (isSnapshotGone(failure)) {
            return new DataSyncException(
                    ErrorCode.SOURCE_SNAPSHOT,
                    "Source " + source.name() + " has no longer the rows as they were when reading began: "
                            + failure.getMessage(),
                    failure);
        }
        if (failure instanceof SQLTimeoutException || TIMED_OUT.contains(String.valueOf(failure.getSQLState()))) {
            return new DataSyncException(
                    ErrorCode.SOURCE_UNAVAILABLE,
                    "Source " + source.name() + " did not answer within queryTimeout (" + source.queryTimeout() + "): "
                            + failure.getMessage(),
                    failure);
        }
        return SqlFailure.source("Cannot read from source " + source.name(), failure);
    }
}
