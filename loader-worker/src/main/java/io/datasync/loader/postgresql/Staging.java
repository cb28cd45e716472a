package io.datasync.loader.postgresql;

import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.loader.target.NumberRange;
import io.datasync.loader.target.TargetTable;
import io.datasync.message.LoadCounts;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * A temporary table that a batch is copied into before it is merged. It has the destination's types and collations, no
 * constraints, and goes with the transaction, however that ends.
 */
final class Staging {
    /**
     * Room for a hash join of 1,000,000 keys, so that it neither writes staged rows to files nor mixes their order; and for
     * the list of what the MERGE did. With the server's default of 4 MB a MERGE of 1,000,000 rows takes 0.9 CPU seconds more.
     */
    private static final String MORE_MEMORY = "SELECT pg_catalog.set_config('work_mem', '64MB', true)"
            + " WHERE pg_catalog.pg_size_bytes(pg_catalog.current_setting('work_mem')) < 64 * 1024 * 1024";

    private final TargetTable target;
    private final List<MergeColumn> columns;
    private final Optional<String> lastUpdate;
    private final String name;
    private final String number;

    /**
     * The staging table of one load.
     *
     * @param lastUpdate the quoted name of the column that tells the newer row
     * @param owner tells operation and batch apart
     */
    Staging(TargetTable target, List<MergeColumn> columns, Optional<String> lastUpdate, String owner) {
        this.target = target;
        this.columns = columns;
        this.lastUpdate = lastUpdate;
        this.name = Names.derived(target.name(), "staging", owner);
        this.number = freeName(target);
    }

    /** Gives the transaction {@link #MORE_MEMORY}. */
    static void takeMoreMemory(Connection connection) throws SQLException {
        Sql.execute(connection, MORE_MEMORY);
    }

    /** The quoted name. */
    String quoted() {
        return "pg_temp." + Names.quoted(name);
    }

    /** The column that takes the rows' number in their order. */
    String numberColumn() {
        return number;
    }

    void create(Connection connection) throws SQLException {
        Sql.execute(
                connection,
                "CREATE TEMPORARY TABLE " + Names.quoted(name) + " ON COMMIT DROP AS SELECT "
                        + MergeColumn.names(columns) + ", NULL::bigint AS " + Names.quoted(number) + " FROM "
                        + Names.quoted(target) + " WITH NO DATA");
    }

    /** Deletes all rows but one of each key, the newest and among those the last one, and returns how many went. */
    long removeDuplicates(Connection connection) throws SQLException {
        String keys = MergeColumn.names(MergeColumn.keys(columns));
        String quotedNumber = Names.quoted(number);
        String newest = lastUpdate.map(column -> column + " DESC NULLS LAST, ").orElse("");
        Sql.execute(connection, "ANALYZE " + quoted() + " (" + keys + ")");
        return Sql.execute(
                connection,
                "DELETE FROM " + quoted() + " WHERE " + quotedNumber + " IN (SELECT " + quotedNumber + " FROM (SELECT "
                        + quotedNumber + ", row_number() OVER (PARTITION BY " + keys + " ORDER BY " + newest
                        + quotedNumber + " DESC) AS place FROM " + quoted() + ") AS places WHERE place > 1)");
    }

    /**
     * Merges {@code rows} rows, whose keys must be distinct, into {@code into}.
     *
     * @param range where all keys of the rows lie
     */
    LoadCounts merge(
            Connection connection,
            TargetTable into,
            List<String> keyColumns,
            Optional<NumberRange.Bounds> range,
            long rows)
            throws SQLException {
        takeMoreMemory(connection);
        try {
            MergeStatement.Counts counts = MergeStatement.upsert(
                            Names.quoted(into), quoted(), columns, lastUpdate, range)
                    .run(connection);
            long unchanged = rows - counts.inserted() - counts.updated();
            return new LoadCounts(counts.inserted(), counts.updated(), unchanged, 0, 0);
        } catch (PSQLException failure) {
            if (!isOfKey(into, keyColumns, failure)) {
                throw failure;
            }
            throw new DataSyncException(
                    ErrorCode.DESTINATION_BUSY,
                    "Somebody else inserted rows of the same keys: " + failure.getMessage(),
                    failure);
        }
    }

    private static boolean isOfKey(TargetTable into, List<String> keyColumns, PSQLException failure) {
        ServerErrorMessage message = failure.getServerErrorMessage();
        return message != null
                && into.uniqueKeys(keyColumns).anyMatch(key -> key.name().equals(message.getConstraint()));
    }

    private static String freeName(TargetTable target) {
        StringBuilder free = new StringBuilder("datasync_number");
        while (target.column(free.toString()).isPresent()) {
            free.append('_');
        }
        return free.toString();
    }
}
