package io.datasync.loader.target;

import io.datasync.config.DestinationConfig;
import io.datasync.database.ControlSchema;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.lifecycle.Failpoint;
import io.datasync.message.LoadCounts;
import io.datasync.message.LoadTask;
import io.datasync.message.Operation;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * The table of what loaders have done. A step that is done once and for all writes its row in the transaction of its
 * effect; that transaction also holds a share lock on the operation's DataUpdate row when it commits, so that nobody
 * closes the operation in between. The row of a FinishTarget has as updated the rows that it deleted or marked,
 * that of a PrepareTarget an unchanged row if the table was not emptied ({@link LoadPlan#prepared}).
 *
 * <p>The lock is taken last, as a load may take minutes and the row's other writers should not wait for it.
 */
public final class LoadLedger {
    private final Transactions transactions;
    private final String find;
    private final String insert;
    private final String total;
    private final String isOpen;
    private final String lock;
    private final String lockAlone;

    public LoadLedger(Transactions transactions, DestinationConfig config) {
        this.transactions = transactions;
        String ledger = ControlSchema.table(config, "LoadLedger");
        String log = ControlSchema.table(config, "DataUpdate");
        String closed = "CASE WHEN EndDT IS NULL THEN 0 ELSE 1 END";
        find = "SELECT Inserted, Updated, Unchanged, Duplicates, Rejected FROM " + ledger
                + " WHERE OperationId = ? AND Step = ? AND Slice = ? AND Attempt = ? AND Batch = ?";
        insert = "INSERT INTO " + ledger + " (OperationId, Step, Slice, Attempt, Batch, Inserted, Updated, Unchanged,"
                + " Duplicates, Rejected, DoneDT) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
                + switch (config.type()) {
                    case POSTGRESQL -> "clock_timestamp())";
                    case SQLSERVER -> "SYSUTCDATETIME())";
                };
        total = "SELECT COALESCE(SUM(Inserted), 0), COALESCE(SUM(Updated), 0), COALESCE(SUM(Unchanged), 0),"
                + " COALESCE(SUM(Duplicates), 0), COALESCE(SUM(Rejected), 0) FROM " + ledger
                + " WHERE OperationId = ? AND Step = '" + LoadTask.LoadBatch.class.getSimpleName() + "'";
        isOpen = "SELECT " + closed + " FROM " + log + " WHERE OperationId = ?";
        lock = switch (config.type()) {
            case POSTGRESQL -> isOpen + " FOR SHARE";
            case SQLSERVER ->
                "SELECT " + closed + " FROM " + log + " WITH (REPEATABLEREAD, ROWLOCK) WHERE OperationId = ?";
        };
        // An update that changes nothing is the lock that both products take alike.
        lockAlone = "UPDATE " + log + " SET HeartbeatDT = HeartbeatDT WHERE OperationId = ?";
    }

    /**
     * A step of an operation.
     *
     * @param step simple name of the load task's type
     * @param slice -1 for a step that concerns the whole table, as {@code batch}
     * @param attempt empty for a step that concerns the whole table
     */
    public record Step(String operationId, String step, int slice, String attempt, int batch) {
        public static Step prepareTarget(Operation operation) {
            return ofTable(operation, LoadTask.PrepareTarget.class);
        }

        public static Step finishTarget(Operation operation) {
            return ofTable(operation, LoadTask.FinishTarget.class);
        }

        public static Step loadBatch(LoadTask.LoadBatch task) {
            return new Step(
                    task.operation().operationId(),
                    LoadTask.LoadBatch.class.getSimpleName(),
                    task.slice(),
                    task.attempt(),
                    task.batch().batch());
        }

        private Failpoint uncommitted() {
            if (step.equals(LoadTask.PrepareTarget.class.getSimpleName())) {
                return Failpoint.PREPARE_UNCOMMITTED;
            }
            return batch >= 0 ? Failpoint.BATCH_UNCOMMITTED : Failpoint.FINISH_UNCOMMITTED;
        }

        private static Step cleanTarget(String operationId) {
            return new Step(operationId, LoadTask.CleanTarget.class.getSimpleName(), -1, "", -1);
        }

        private static Step ofTable(Operation operation, Class<? extends LoadTask> task) {
            return new Step(operation.operationId(), task.getSimpleName(), -1, "", -1);
        }
    }

    /**
     * Does a step unless it is done already, and returns what became of its rows, now or then.
     *
     * @param effect runs in the transaction that also writes the step's row
     * @throws DataSyncException with {@link ErrorCode#OPERATION_CLOSED} if the operation is not open, and as
     *     {@link Transactions#run}
     */
    public LoadCounts once(String doing, Step step, Transactions.Work<LoadCounts> effect) {
        try {
            return transactions.run(doing, connection -> {
                Optional<LoadCounts> done = find(connection, step);
                if (done.isPresent()) {
                    return done.get();
                }
                requireOpen(connection, step.operationId());
                LoadCounts counts = effect.run(connection);
                lockOpen(connection, step.operationId());
                insert(connection, step, counts);
                step.uncommitted().pass();
                return counts;
            });
        } catch (DataSyncException failure) {
            return doneMeanwhile(doing, step, failure);
        }
    }

    /**
     * Refuses every further step of an operation that has failed: its row in the log may be open still, and a step that was begun
     * before would leave behind what its clean-up has just removed. Steps that are being committed are waited for.
     */
    public void refuseFurther(String doing, Operation operation) {
        Step step = Step.cleanTarget(operation.operationId());
        transactions.run(doing, connection -> {
            if (lockAlone(connection, operation.operationId())
                    && find(connection, step).isEmpty()) {
                insert(connection, step, LoadCounts.NONE);
            }
            return LoadCounts.NONE;
        });
    }

    /** The counts of a step that is done. */
    public Optional<LoadCounts> find(Connection connection, Step step) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(find)) {
            bind(statement, step);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? Optional.of(counts(rows)) : Optional.empty();
            }
        }
    }

    /** What became of the rows of the operation's batches so far, in all attempts; rows of a former attempt count again. */
    public LoadCounts total(Connection connection, Operation operation) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(total)) {
            statement.setString(1, operation.operationId());
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return counts(rows);
            }
        }
    }

    private static LoadCounts counts(ResultSet rows) throws SQLException {
        return new LoadCounts(rows.getLong(1), rows.getLong(2), rows.getLong(3), rows.getLong(4), rows.getLong(5));
    }

    /**
     * Locks the operation's DataUpdate row until the end of the transaction, so that nobody closes the operation.
     *
     * @throws DataSyncException with {@link ErrorCode#OPERATION_CLOSED} if it is closed, or being cleaned up
     */
    public void lockOpen(Connection connection, String operationId) throws SQLException {
        requireOpen(connection, operationId, lock);
        // Asked once the lock is held, as refuseFurther writes while it holds the row alone.
        if (find(connection, Step.cleanTarget(operationId)).isPresent()) {
            throw new DataSyncException(
                    ErrorCode.OPERATION_CLOSED, "Operation " + operationId + " has failed and is cleaned up");
        }
    }

    /** Locks the operation's DataUpdate row against those who only read it too; false if there is none. */
    private boolean lockAlone(Connection connection, String operationId) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(lockAlone)) {
            statement.setString(1, operationId);
            return statement.executeUpdate() > 0;
        }
    }

    private void requireOpen(Connection connection, String operationId) throws SQLException {
        requireOpen(connection, operationId, isOpen);
    }

    private static void requireOpen(Connection connection, String operationId, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, operationId);
            try (ResultSet rows = statement.executeQuery()) {
                if (!rows.next() || rows.getInt(1) != 0) {
                    throw new DataSyncException(
                            ErrorCode.OPERATION_CLOSED, "Operation " + operationId + " is no longer open");
                }
            }
        }
    }

    /** Two deliveries of one task at once: the database refuses the later one's rows, its step is done all the same. */
    private LoadCounts doneMeanwhile(String doing, Step step, DataSyncException failure) {
        if (failure.code() == ErrorCode.DESTINATION_STATEMENT) {
            Optional<LoadCounts> done = transactions.run(doing, connection -> find(connection, step));
            if (done.isPresent()) {
                return done.get();
            }
        }
        throw failure;
    }

    private void insert(Connection connection, Step step, LoadCounts counts) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(insert)) {
            int next = bind(statement, step);
            statement.setLong(next++, counts.inserted());
            statement.setLong(next++, counts.updated());
            statement.setLong(next++, counts.unchanged());
            statement.setLong(next++, counts.duplicates());
            statement.setLong(next, counts.rejected());
            statement.executeUpdate();
        }
    }

    private static int bind(PreparedStatement statement, Step step) throws SQLException {
        int next = 1;
        statement.setString(next++, step.operationId());
        statement.setString(next++, step.step());
        statement.setInt(next++, step.slice());
        statement.setString(next++, step.attempt());
        statement.setInt(next++, step.batch());
        return next;
    }
}
