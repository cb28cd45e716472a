package io.datasync.scheduler.log;

import io.datasync.config.UpdateType;
import io.datasync.message.LoadCounts;
import io.datasync.message.Operation;
import io.datasync.scheduler.schedule.Failures;
import io.datasync.scheduler.schedule.LastUpdate;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Rows of the log's table and view as records. */
final class LogRows {
    private final LogDialect dialect;

    LogRows(LogDialect dialect) {
        this.dialect = dialect;
    }

    LogEntry entry(ResultSet row) throws SQLException {
        Operation operation = new Operation(
                row.getString("OperationId"),
                row.getString("TableName"),
                row.getString("SourceSystem"),
                UpdateType.valueOf(row.getString("UpdateType")),
                dialect.instant(row, "MinimumDT"),
                required(row, "StartDT"));
        return new LogEntry(
                operation,
                row.getString("ReplayOf"),
                required(row, "HeartbeatDT"),
                dialect.instant(row, "EndDT"),
                row.getBoolean("WasSuccessful"),
                row.getLong("NumberRecords"),
                counts(row),
                deleted(row),
                row.getString("ErrorCode"),
                row.getString("ErrorStep"),
                row.getString("ErrorMessage"));
    }

    LastUpdate lastUpdate(ResultSet row) throws SQLException {
        return new LastUpdate(
                row.getString("TableName"),
                row.getString("SourceSystem"),
                UpdateType.valueOf(row.getString("UpdateType")),
                row.getLong("Id"),
                row.getString("OperationId"),
                required(row, "StartDT"),
                required(row, "EndDT"),
                row.getLong("NumberRecords"),
                number(row, "HighWaterMark"));
    }

    Failures failures(ResultSet row) throws SQLException {
        return new Failures(
                row.getString("TableName"),
                row.getString("SourceSystem"),
                row.getInt("Failures"),
                row.getString("OperationId"),
                required(row, "EndDT"));
    }

    private static @Nullable LoadCounts counts(ResultSet row) throws SQLException {
        long inserted = row.getLong("Inserted");
        return row.wasNull()
                ? null
                : new LoadCounts(
                        inserted,
                        row.getLong("Updated"),
                        row.getLong("Unchanged"),
                        row.getLong("Duplicates"),
                        row.getLong("Rejected"));
    }

    private static @Nullable Long deleted(ResultSet row) throws SQLException {
        long deleted = row.getLong("Deleted");
        return row.wasNull() ? null : deleted;
    }

    private static @Nullable Long number(ResultSet row, String column) throws SQLException {
        long number = row.getLong(column);
        return row.wasNull() ? null : number;
    }

    private Instant required(ResultSet row, String column) throws SQLException {
        return Objects.requireNonNull(dialect.instant(row, column), column);
    }
}
