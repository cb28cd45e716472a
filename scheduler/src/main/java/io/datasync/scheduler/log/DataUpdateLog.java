package io.datasync.scheduler.log;

import static java.util.Objects.requireNonNull;

import io.datasync.config.DestinationConfig;
import io.datasync.database.ControlSchema;
import io.datasync.error.DataSyncException;
import io.datasync.message.LoadCounts;
import io.datasync.message.Operation;
import io.datasync.message.OperationState;
import io.datasync.message.OperationState.OperationError;
import io.datasync.scheduler.schedule.LastUpdates;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The DataUpdate log. Any number of processes may use it at once; times are kept in UTC, to the microsecond.
 *
 * <p>Every method throws a {@link DataSyncException} with one of the destination's codes if the database fails.
 */
public final class DataUpdateLog {
    private static final String COLUMNS = """
            OperationId, TableName, SourceSystem, UpdateType, StartDT, EndDT, NumberRecords, WasSuccessful, MinimumDT, \
            HeartbeatDT, ReplayOf, Inserted, Updated, Unchanged, Duplicates, Rejected, Deleted, ErrorCode, ErrorStep, \
            ErrorMessage""";

    private static final String ONE_OPEN_INDEX = "dataupdate_oneopen";

    private final Transactions transactions;
    private final LogDialect dialect;
    private final LogRows rows;
    private final String dataUpdate;
    private final ReadLastUpdates lastUpdates;
    private final String lockName;
    private final LogPurge purge;

    /** @param destination connections with auto-commit off, as the destination's pool makes them */
    public DataUpdateLog(DataSource destination, DestinationConfig config) {
        this.transactions = new Transactions(destination);
        this.dialect = switch (config.type()) {
            case POSTGRESQL -> new PostgreSqlLog();
            case SQLSERVER -> new SqlServerLog();
        };
        this.rows = new LogRows(dialect);
        this.dataUpdate = ControlSchema.table(config, "DataUpdate");
        this.lockName = "datasync:open:" + config.controlSchema();
        String lastDataUpdates = ControlSchema.table(config, "LastDataUpdates");
        String loadLedger = ControlSchema.table(config, "LoadLedger");
        this.lastUpdates = new ReadLastUpdates(rows, dataUpdate, lastDataUpdates, loadLedger);
        this.purge = new LogPurge(transactions, dialect, dataUpdate, lastDataUpdates, loadLedger);
    }

    /** The time by the database's clock. */
    public Instant now() {
        return transactions.run("Reading the clock of the destination", connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT " + dialect.now() + " AS Now")) {
                row.next();
                return requireNonNull(dialect.instant(row, "Now"));
            }
        });
    }

    /**
     * Inserts the row of an operation, if the table has no open one and the caps allow it. All processes do so under one
     * lock, so the caps hold over all of them; one open operation a table is what a unique index sees to.
     *
     * @param replayOf operation whose batches are loaded again, null if rows are fetched
     * @param now the first sign of life
     */
    public OpenResult open(Operation operation, @Nullable String replayOf, Caps caps, Instant now) {
        try {
            return transactions.run("Opening an operation of " + operation.tableName(), connection -> {
                dialect.lock(connection, lockName, dataUpdate);
                OpenResult allowed = countOpen(connection, operation.sourceSystem(), caps);
                if (allowed != OpenResult.OPENED) {
                    return allowed;
                }
                insert(connection, operation, replayOf, now);
                return OpenResult.OPENED;
            });
        } catch (DataSyncException failure) {
            if (failure.getCause() instanceof SQLException cause && isTableBusy(cause)) {
                return OpenResult.TABLE_BUSY;
            }
            throw failure;
        }
    }

    /**
     * Closes the row of an operation that ended.
     *
     * @return whether it was still open; if not, nothing was changed
     */
    public boolean complete(OperationState finalState) {
        return close(finalState.operation().operationId(), Outcome.of(finalState));
    }

    /** Closes the row of an operation that never read a row; otherwise as {@link #complete}. */
    public boolean fail(String operationId, OperationError error, Instant now) {
        return close(operationId, new Outcome(now, 0, LoadCounts.NONE, error, null, null));
    }

    /**
     * Notes a sign of life.
     *
     * @return whether the operation is open
     */
    public boolean heartbeat(String operationId, Instant now) {
        String sql = "UPDATE " + dataUpdate + " SET HeartbeatDT = ? WHERE OperationId = ? AND EndDT IS NULL";
        return transactions.run("Noting a sign of life of operation " + operationId, connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                dialect.setInstant(statement, 1, now);
                statement.setString(2, operationId);
                return statement.executeUpdate() > 0;
            }
        });
    }

    /** The last success of each table, source system and update type, and what has become of the tables since. */
    public LastUpdates lastUpdates() {
        return transactions.run("Reading the last updates", lastUpdates::read);
    }

    /** All open operations, in the order they were opened. */
    public List<LogEntry> openOperations() {
        return entries("WHERE EndDT IS NULL ORDER BY Id", statement -> {});
    }

    public Optional<LogEntry> find(String operationId) {
        return entries("WHERE OperationId = ?", statement -> statement.setString(1, operationId)).stream()
                .findFirst();
    }

    /**
     * The operations opened last, newest first.
     *
     * @param limit at least 1
     */
    public List<LogEntry> recent(int limit) {
        return entries("ORDER BY Id DESC OFFSET 0 ROWS FETCH NEXT " + limit + " ROWS ONLY", statement -> {});
    }

    /** The operation of each table that was opened last, whatever the case of its name. */
    public List<LogEntry> lastOfTables() {
        String newest = "SELECT MAX(Id) FROM " + dataUpdate + " GROUP BY LOWER(TableName)";
        return entries("WHERE Id IN (" + newest + ") ORDER BY Id DESC", statement -> {});
    }

    /** The operation of that table that was opened last. */
    public Optional<LogEntry> last(String tableName) {
        String condition = "WHERE LOWER(TableName) = LOWER(?) ORDER BY Id DESC OFFSET 0 ROWS FETCH NEXT 1 ROWS ONLY";
        return entries(condition, statement -> statement.setString(1, tableName)).stream()
                .findFirst();
    }

    /** Operations that are open or ended at that moment or later. */
    public List<LogEntry> openOrEndedSince(Instant moment) {
        return entries(
                "WHERE EndDT IS NULL OR EndDT >= ? ORDER BY Id",
                statement -> dialect.setInstant(statement, 1, micros(moment)));
    }

    /**
     * Closes as failed each open operation whose last sign of life is older than that moment.
     *
     * @param announce told of each operation before its row is closed for good; if it fails the row stays open
     */
    public List<LogEntry> closeStale(
            Instant heartbeatBefore, OperationError error, Instant now, Consumer<LogEntry> announce) {
        List<LogEntry> closed = new ArrayList<>();
        List<LogEntry> stale = entries(
                "WHERE EndDT IS NULL AND HeartbeatDT < ? ORDER BY Id",
                statement -> dialect.setInstant(statement, 1, micros(heartbeatBefore)));
        for (LogEntry entry : stale) {
            if (closeOpen(entry, heartbeatBefore, error, now, announce)) {
                closed.add(entry);
            }
        }
        return closed;
    }

    /** As {@link #closeStale}, for every open operation; only where no other process can have a live one. */
    public List<LogEntry> closeAllOpen(OperationError error, Instant now, Consumer<LogEntry> announce) {
        return openOperations().stream()
                .filter(entry -> closeOpen(entry, null, error, now, announce))
                .toList();
    }

    /**
     * Deletes the rows of operations that ended before that moment, with their ledger rows, but never the last success
     * of a table, source system and update type.
     *
     * @return how many operations were deleted
     */
    public int purge(Instant endedBefore) {
        return purge.run(micros(endedBefore));
    }

    /** Which cap is reached, or that another operation of the source may be opened. */
    private OpenResult countOpen(Connection connection, String sourceSystem, Caps caps) throws SQLException {
        String sql = "SELECT COUNT(*), COUNT(CASE WHEN SourceSystem = ? THEN 1 END) FROM " + dataUpdate
                + " WHERE EndDT IS NULL";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, sourceSystem);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                if (row.getInt(1) >= caps.open()) {
                    return OpenResult.CAP_REACHED;
                }
                return row.getInt(2) >= caps.openOfSource() ? OpenResult.SOURCE_CAP_REACHED : OpenResult.OPENED;
            }
        }
    }

    private void insert(Connection connection, Operation operation, @Nullable String replayOf, Instant now)
            throws SQLException {
        String sql = "INSERT INTO " + dataUpdate + " (OperationId, TableName, SourceSystem, UpdateType, StartDT,"
                + " MinimumDT, HeartbeatDT, ReplayOf) VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, operation.operationId());
            statement.setString(2, operation.tableName());
            statement.setString(3, operation.sourceSystem());
            statement.setString(4, operation.updateType().name());
            dialect.setInstant(statement, 5, micros(operation.startedAt()));
            Instant minimumDT = operation.minimumDT();
            dialect.setInstant(statement, 6, minimumDT == null ? null : micros(minimumDT));
            dialect.setInstant(statement, 7, micros(now));
            statement.setString(8, replayOf);
            statement.executeUpdate();
        }
    }

    /** The index is named in every product's and every language's message. */
    private boolean isTableBusy(SQLException failure) {
        return dialect.isDuplicate(failure)
                && String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT).contains(ONE_OPEN_INDEX);
    }

    private boolean close(String operationId, Outcome outcome) {
        return transactions.run(
                "Closing operation " + operationId, connection -> update(connection, operationId, null, outcome));
    }

    private boolean closeOpen(
            LogEntry entry,
            @Nullable Instant heartbeatBefore,
            OperationError error,
            Instant now,
            Consumer<LogEntry> announce) {
        String operationId = entry.operation().operationId();
        Outcome outcome = new Outcome(now, LogEntry.UNKNOWN, null, error, null, null);
        return transactions.run("Closing operation " + operationId, connection -> {
            boolean closed = update(connection, operationId, heartbeatBefore, outcome);
            if (closed) {
                announce.accept(entry);
            }
            return closed;
        });
    }

    private boolean update(
            Connection connection, String operationId, @Nullable Instant heartbeatBefore, Outcome outcome)
            throws SQLException {
        String sql = "UPDATE " + dataUpdate + " SET EndDT = ?, WasSuccessful = ?, NumberRecords = ?, Inserted = ?,"
                + " Updated = ?, Unchanged = ?, Duplicates = ?, Rejected = ?, Deleted = ?, HighWaterMark = ?,"
                + " ErrorCode = ?, ErrorStep = ?, ErrorMessage = ? WHERE OperationId = ? AND EndDT IS NULL"
                + (heartbeatBefore == null ? "" : " AND HeartbeatDT < ?");
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            dialect.setInstant(statement, 1, micros(outcome.endedAt()));
            statement.setBoolean(2, outcome.successful());
            statement.setLong(3, outcome.records());
            setCounts(statement, 4, outcome.counts());
            statement.setObject(9, outcome.deleted(), Types.BIGINT);
            statement.setObject(10, outcome.highWaterMark(), Types.BIGINT);
            statement.setString(11, outcome.code());
            statement.setString(12, outcome.step());
            statement.setString(13, outcome.message());
            statement.setString(14, operationId);
            if (heartbeatBefore != null) {
                dialect.setInstant(statement, 15, micros(heartbeatBefore));
            }
            return statement.executeUpdate() > 0;
        }
    }

    private static void setCounts(PreparedStatement statement, int first, @Nullable LoadCounts counts)
            throws SQLException {
        if (counts == null) {
            for (int index = first; index < first + 5; index++) {
                statement.setNull(index, Types.BIGINT);
            }
            return;
        }
        statement.setLong(first, counts.inserted());
        statement.setLong(first + 1, counts.updated());
        statement.setLong(first + 2, counts.unchanged());
        statement.setLong(first + 3, counts.duplicates());
        statement.setLong(first + 4, counts.rejected());
    }

    private List<LogEntry> entries(String which, Parameters parameters) {
        String sql = "SELECT " + COLUMNS + " FROM " + dataUpdate + " " + which;
        return transactions.run("Reading the DataUpdate log", connection -> {
            List<LogEntry> found = new ArrayList<>();
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                parameters.set(statement);
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        found.add(rows.entry(row));
                    }
                }
            }
            return found;
        });
    }

    /** Rounded down: PostgreSQL would round to the nearest, and SQL Server's parameters are finer than its columns. */
    private static Instant micros(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MICROS);
    }

    private interface Parameters {
        void set(PreparedStatement statement) throws SQLException;
    }
}
