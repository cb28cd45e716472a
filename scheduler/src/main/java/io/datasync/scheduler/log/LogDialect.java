package io.datasync.scheduler.log;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Where the log's statements differ between products. */
interface LogDialect {

    /**
     * Takes the lock under which operations are counted and opened, until the transaction ends.
     *
     * @param table qualified name of any table
     */
    void lock(Connection connection, String name, String table) throws SQLException;

    /** The expression for the time at which it is evaluated, of a type that {@link #instant} reads. */
    String now();

    /** Sets a time, in UTC whatever the zone of this JVM. */
    void setInstant(PreparedStatement statement, int index, @Nullable Instant instant) throws SQLException;

    @Nullable
    Instant instant(ResultSet row, String column) throws SQLException;

    /** True if a unique index refused the row. */
    boolean isDuplicate(SQLException failure);
}
