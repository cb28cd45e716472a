package io.datasync.loader.target;

import io.datasync.config.DeletesSchedule;
import io.datasync.config.TableConfig;
import io.datasync.database.SqlDialect;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rows of a table whose keys are not among those that an operation has staged. The database compares keys by the types and
 * collations of the table's columns, as its MERGE does: what it takes for the same is there.
 */
public final class GoneRows {
    private static final Logger log = LoggerFactory.getLogger(GoneRows.class);

    private final SqlDialect dialect;
    private final TableConfig table;
    private final String target;
    private final String staged;
    private final List<String> keys;
    private final Optional<MarkColumn> mark;

    /**
     * Rows of {@code target} that are deleted or marked, as the table's configuration says.
     *
     * @param staged quoted name of the table that has the keys of all rows of the source; a key may be there several times
     * @throws DataSyncException with {@link ErrorCode#TARGET_MISMATCH} if rows are to be marked and cannot be, with {@link
     *     ErrorCode#CONFIGURATION} if they are to stay
     */
    public GoneRows(SqlDialect dialect, TableConfig table, TargetTable target, String staged) {
        this.dialect = dialect;
        this.table = table;
        this.target = dialect.quote(target.schema(), target.name());
        this.staged = staged;
        this.keys = table.keyColumns().stream()
                .map(key -> target.column(key)
                        .map(TargetColumn::name)
                        .orElseThrow(() -> new DataSyncException(
                                ErrorCode.TARGET_MISMATCH, this.target + " has no key column " + key)))
                .map(dialect::quote)
                .toList();
        this.mark = MarkColumn.of(table, target);
        if (keys.isEmpty() || table.deletes().mode() == DeletesSchedule.Mode.IGNORE) {
            throw new DataSyncException(
                    ErrorCode.CONFIGURATION,
                    "In this loader's configuration " + table.tableName()
                            + " keeps rows that the source no longer has, or has no keyColumns; give all processes the"
                            + " same configuration");
        }
    }

    /**
     * Fails if rows of the table are to be marked and cannot be; there is no need to wait for all keys to find out.
     *
     * @throws DataSyncException with {@link ErrorCode#TARGET_MISMATCH}
     */
    public static void requireMarkable(TableConfig table, TargetTable target) {
        MarkColumn.of(table, target);
    }

    /**
     * Deletes or marks them, takes marks back from rows that are there again, and returns how many were deleted or marked.
     *
     * @param expected keys that were staged
     * @throws DataSyncException with {@link ErrorCode#DELETE_GUARD} if that are more than may go at once, or if no key was staged,
     *     with {@link ErrorCode#CONSERVATION} if staged keys are missing; nothing may be committed then
     */
    public long settle(Connection connection, long expected) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            long found = number(statement, countStaged());
            if (found != expected) {
                throw new DataSyncException(
                        ErrorCode.CONSERVATION,
                        "The table of keys of " + table.tableName() + " has " + found + " rows where " + expected
                                + " were loaded, so the database was restarted or somebody wrote to it; run it again");
            }
            long rows = number(statement, countRows());
            long gone = number(statement, countGone());
            requireAllowed(found, rows, gone);
            long changed = gone == 0 ? 0 : statement.executeLargeUpdate(change());
            // Somebody else may have written since they were counted.
            requireAllowed(found, rows, changed);
            long back = mark.isPresent() ? statement.executeLargeUpdate(takeBack(mark.get())) : 0;
            log.atInfo()
                    .addKeyValue("table", table.tableName())
                    .addKeyValue("keys", found)
                    .addKeyValue("rows", rows)
                    .addKeyValue("gone", changed)
                    .addKeyValue("back", back)
                    .log("Rows that the source no longer has are settled");
            return changed;
        }
    }

    String countStaged() {
        return "SELECT " + count() + " FROM " + staged;
    }

    /** Counts the rows that may go. */
    String countRows() {
        return "SELECT " + count() + " FROM " + target + " AS t"
                + mark.map(column -> " WHERE " + column.isNotMarked(dialect)).orElse("");
    }

    String countGone() {
        return "SELECT " + count() + " FROM " + target + " AS t WHERE " + isGone();
    }

    /** Deletes or marks. */
    String change() {
        return mark.map(column -> update(column, column.mark(dialect)) + " WHERE " + isGone())
                .orElseGet(() -> switch (dialect) {
                    case POSTGRESQL -> "DELETE FROM " + target + " AS t WHERE " + isGone();
                    case SQLSERVER -> "DELETE t FROM " + target + " AS t WHERE " + isGone();
                });
    }

    String takeBack(MarkColumn column) {
        return update(column, column.noMark(dialect)) + " WHERE " + column.isMarked(dialect) + " AND " + isStaged();
    }

    private String update(MarkColumn column, String value) {
        String assignment = dialect.quote(column.name()) + " = " + value;
        return switch (dialect) {
            case POSTGRESQL -> "UPDATE " + target + " AS t SET " + assignment;
            case SQLSERVER -> "UPDATE t SET " + assignment + " FROM " + target + " AS t";
        };
    }

    private String isGone() {
        return "NOT " + isStaged()
                + mark.map(column -> " AND " + column.isNotMarked(dialect)).orElse("");
    }

    private String isStaged() {
        return keys.stream()
                .map(key -> "s." + key + " = t." + key)
                .collect(Collectors.joining(" AND ", "EXISTS (SELECT 1 FROM " + staged + " AS s WHERE ", ")"));
    }

    /** SQL Server's COUNT ends at 2,147,483,647. */
    private String count() {
        return switch (dialect) {
            case POSTGRESQL -> "COUNT(*)";
            case SQLSERVER -> "COUNT_BIG(*)";
        };
    }

    private void requireAllowed(long staged, long rows, long gone) {
        if (staged == 0 && gone > 0) {
            throw new DataSyncException(
                    ErrorCode.DELETE_GUARD,
                    "The source has no row for " + table.tableName() + ", but the destination has " + rows
                            + ". Nothing was changed; look at the source");
        }
        long allowed = table.deletes().allowed(rows);
        if (gone > allowed) {
            throw new DataSyncException(
                    ErrorCode.DELETE_GUARD,
                    gone + " of " + rows + " rows of " + table.tableName() + " are gone at the source, " + allowed
                            + " may go at once (deletes.maxDeletePercent "
                            + table.deletes().maxDeletePercent()
                            + "). Nothing was changed; look at the source, and raise maxDeletePercent if it is right");
        }
    }

    private static long number(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
