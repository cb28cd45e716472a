package io.datasync.loader.target;

import io.datasync.config.DeletesSchedule;
import io.datasync.config.TableConfig;
import io.datasync.database.SqlDialect;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import java.util.Optional;

/**
 * The column that marks rows which the source no longer has: a time that may be NULL, in UTC, or a boolean.
 *
 * @param name as the database writes it
 * @param type what kind of column it is
 */
record MarkColumn(String name, TargetType type) {

    /**
     * The column, if the table's rows are to be marked.
     *
     * @throws DataSyncException with {@link ErrorCode#TARGET_MISMATCH} if there is no such column, or it takes no mark
     */
    static Optional<MarkColumn> of(TableConfig table, TargetTable target) {
        DeletesSchedule deletes = table.deletes();
        return deletes.mode() == DeletesSchedule.Mode.MARK
                ? deletes.markColumn().map(name -> of(name, target))
                : Optional.empty();
    }

    private static MarkColumn of(String name, TargetTable target) {
        TargetColumn column = target.column(name)
                .orElseThrow(() -> mismatch(
                        target, name, "is not there; add it as a time that may be NULL (in UTC), or as a boolean"));
        boolean isTime =
                column.type() instanceof TargetType.Timestamp || column.type() instanceof TargetType.TimestampTz;
        boolean takesMark = column.type() instanceof TargetType.Bool || (isTime && column.nullable());
        if (!takesMark || column.computed()) {
            throw mismatch(
                    target,
                    name,
                    "is " + column.typeName() + (column.nullable() ? "" : " NOT NULL")
                            + "; a mark is a time that may be NULL, or a boolean");
        }
        return new MarkColumn(column.name(), column.type());
    }

    private static DataSyncException mismatch(TargetTable target, String name, String what) {
        return new DataSyncException(
                ErrorCode.TARGET_MISMATCH,
                "Column " + name + " of " + target.schema() + "." + target.name() + ", which deletes.markColumn names, "
                        + what);
    }

    /** The condition for rows that have the mark. */
    String isMarked(SqlDialect dialect) {
        String column = "t." + dialect.quote(name);
        if (!isFlag()) {
            return column + " IS NOT NULL";
        }
        return switch (dialect) {
            case POSTGRESQL -> column + " IS TRUE";
            case SQLSERVER -> column + " = 1";
        };
    }

    /** The condition for rows that do not have it. */
    String isNotMarked(SqlDialect dialect) {
        String column = "t." + dialect.quote(name);
        if (!isFlag()) {
            return column + " IS NULL";
        }
        return switch (dialect) {
            case POSTGRESQL -> column + " IS NOT TRUE";
            case SQLSERVER -> "(" + column + " IS NULL OR " + column + " = 0)";
        };
    }

    /** The mark: the time of the transaction, or true. */
    String mark(SqlDialect dialect) {
        return switch (dialect) {
            case POSTGRESQL ->
                isFlag() ? "true" : type instanceof TargetType.TimestampTz ? "now()" : "now() AT TIME ZONE 'UTC'";
            case SQLSERVER -> isFlag() ? "1" : "SYSUTCDATETIME()";
        };
    }

    /** What stands in a row without the mark. */
    String noMark(SqlDialect dialect) {
        if (!isFlag()) {
            return "NULL";
        }
        return switch (dialect) {
            case POSTGRESQL -> "false";
            case SQLSERVER -> "0";
        };
    }

    private boolean isFlag() {
        return type instanceof TargetType.Bool;
    }
}
