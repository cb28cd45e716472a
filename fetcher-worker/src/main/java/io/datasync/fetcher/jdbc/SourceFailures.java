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
