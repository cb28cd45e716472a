package io.datasync.loader;

import io.datasync.config.DestinationConfig;
import io.datasync.database.SqlDialect;
import java.sql.Connection;
import java.sql.SQLException;

/** What the contract suites need to know of a destination's database; SQL that products have in common stands in the suites. */
public interface TestingDatabase extends AutoCloseable {

    SqlDialect dialect();

    /** A configuration with an empty schema and a control schema that is up to date. */
    DestinationConfig config(boolean createTables);

    /** A new destination; the caller closes it. */
    Destination open(DestinationConfig config);

    /** A new connection with auto-commit on. */
    Connection connect() throws SQLException;

    /** Unicode text of at most so many characters, 0 for any number. */
    String text(int maxLength);

    /** A wall-clock date and time with so many digits of the second's fraction. */
    String timestamp(int precision);

    /** A point in time with so many digits of the second's fraction. */
    String timestampTz(int precision);

    /** Bytes without limit. */
    String binary();

    /** A boolean. */
    String bool();

    /** A query for the names of all tables in the schema, temporary ones with them, and all indexes of its tables. */
    String tablesAndIndexes();

    /** An expression for the physical version of a row of that table alias; it changes whenever the row is written. */
    String rowVersion(String alias);

    /** A definition for a column that {@link #rowVersion} reads; empty if none is needed. */
    default String rowVersionColumn() {
        return "";
    }

    /** A query with a row for each session that waits for another one. */
    String waitingForLocks();

    /** A statement after which it is the other connection that a deadlock ends. */
    String survivesDeadlocks();

    @Override
    void close();
}
