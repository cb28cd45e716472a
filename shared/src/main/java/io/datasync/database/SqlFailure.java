package io.datasync.database;

import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;

/**
 * What a SQL error means, by SQLState for PostgreSQL and the standard classes and by error number for SQL Server.
 *
 * @see <a href="https://www.postgresql.org/docs/current/errcodes-appendix.html">PostgreSQL error codes</a>
 * @see <a href="https://learn.microsoft.com/sql/relational-databases/errors-events/database-engine-events-and-errors">SQL
 *     Server error numbers</a>
 */
public enum SqlFailure {
    /** No connection, or it broke. */
    UNAVAILABLE(ErrorCode.SOURCE_UNAVAILABLE, ErrorCode.DESTINATION_UNAVAILABLE),
    /** User, password or the name of the database are refused. */
    LOGIN(ErrorCode.SOURCE_LOGIN, ErrorCode.DESTINATION_LOGIN),
    /** A lock, a deadlock, a snapshot conflict or a resource limit; the transaction may be tried again. */
    BUSY(ErrorCode.SOURCE_UNAVAILABLE, ErrorCode.DESTINATION_BUSY),
    /** The statement itself is refused. */
    STATEMENT(ErrorCode.SOURCE_QUERY, ErrorCode.DESTINATION_STATEMENT);

    /**
     * Deadlock, lock time-out, snapshot conflicts; no lock, memory or memory grant to be had (1204, 701, 8645, 8651); Azure SQL's
     * resource limits and throttling.
     */
    private static final Set<Integer> SQL_SERVER_BUSY =
            Set.of(1205, 1222, 1204, 701, 8645, 8651, 3960, 3961, 3966, 10928, 10929, 40501);

    /** Azure SQL that moves, fails over, starts or scales a database; a server that is being upgraded (18401). */
    private static final Set<Integer> SQL_SERVER_UNAVAILABLE =
            Set.of(4221, 18401, 40143, 40166, 40197, 40540, 40613, 42108, 42109, 49918, 49919, 49920);

    private static final Set<Integer> SQL_SERVER_LOGIN = Set.of(18456, 18452, 18470, 18486, 18487, 18488, 4060);

    /** Of a refused statement as of a refused login: its numbers tell. */
    private static final String ORACLE_STATE = "72000";

    /** No password, wrong user or password, no right to log in, an account that is locked, a password that has expired. */
    private static final Set<Integer> ORACLE_LOGIN = Set.of(1005, 1017, 1045, 28000, 28001);

    private final ErrorCode sourceCode;
    private final ErrorCode destinationCode;

    SqlFailure(ErrorCode sourceCode, ErrorCode destinationCode) {
        this.sourceCode = sourceCode;
        this.destinationCode = destinationCode;
    }

    public static SqlFailure of(SQLException reported) {
        SQLException failure = root(reported);
        if (failure instanceof SQLTransientConnectionException && failure.getSQLState() == null) {
            // The pool has no connection to give.
            return BUSY;
        }
        String state = failure.getSQLState() == null ? "" : failure.getSQLState();
        int number = failure.getErrorCode();
        if (SQL_SERVER_LOGIN.contains(number) || isLogin(state) || isOracleLogin(state, number)) {
            return LOGIN;
        } else if (SQL_SERVER_BUSY.contains(number) || isBusy(state)) {
            return BUSY;
        } else if (SQL_SERVER_UNAVAILABLE.contains(number) || isUnavailable(state)) {
            return UNAVAILABLE;
        }
        return STATEMENT;
    }

    /** The failure of a source as ours. */
    public static DataSyncException source(String doing, SQLException failure) {
        return new DataSyncException(
                of(failure).sourceCode, doing + ": " + root(failure).getMessage(), failure);
    }

    /** The failure of the destination as ours. */
    public static DataSyncException destination(String doing, SQLException failure) {
        return new DataSyncException(
                of(failure).destinationCode, doing + ": " + root(failure).getMessage(), failure);
    }

    /** What the driver said, which a pool wraps in a time-out of its own. */
    private static SQLException root(SQLException failure) {
        return failure instanceof SQLTransientConnectionException && failure.getCause() instanceof SQLException cause
                ? cause
                : failure;
    }

    /** Invalid authorization, no such database, and what the PostgreSQL driver says when it lacks a password. */
    private static boolean isLogin(String state) {
        return state.startsWith("28") || state.equals("3D000") || state.equals("08004");
    }

    private static boolean isOracleLogin(String state, int number) {
        return state.equals(ORACLE_STATE) && ORACLE_LOGIN.contains(number);
    }

    /** Serialization failure, deadlock, lock not available, too many connections, out of memory. */
    private static boolean isBusy(String state) {
        return state.startsWith("40") || state.equals("55P03") || state.equals("53300") || state.equals("53200");
    }

    /** Connection exceptions, and a server that is shutting down or starting. */
    private static boolean isUnavailable(String state) {
        return state.startsWith("08") || state.startsWith("57P");
    }
}
