package io.datasync.scheduler.log;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Deletes old operations from the log, a bounded number a transaction. */
final class LogPurge {
    private static final int BATCH = 500;

    private final Transactions transactions;
    private final LogDialect dialect;
    private final String selectOld;
    private final String deleteLedger;
    private final String deleteOperation;

    LogPurge(
            Transactions transactions,
            LogDialect dialect,
            String dataUpdate,
            String lastDataUpdates,
            String loadLedger) {
        this.transactions = transactions;
        this.dialect = dialect;
        this.selectOld = "SELECT OperationId FROM " + dataUpdate + " WHERE EndDT < ? AND OperationId NOT IN"
                + " (SELECT OperationId FROM " + lastDataUpdates + ") ORDER BY Id OFFSET 0 ROWS FETCH NEXT " + BATCH
                + " ROWS ONLY";
        this.deleteLedger = "DELETE FROM " + loadLedger + " WHERE OperationId = ?";
        this.deleteOperation = "DELETE FROM " + dataUpdate + " WHERE OperationId = ?";
    }

    int run(Instant endedBefore) {
        int deleted = 0;
        int batch;
        do {
            batch = transactions.run("Purging the DataUpdate log", connection -> deleteBatch(connection, endedBefore));
            deleted += batch;
        } while (batch == BATCH);
        return deleted;
    }

    private int deleteBatch(Connection connection, Instant endedBefore) throws SQLException {
        List<String> old = old(connection, endedBefore);
        try (PreparedStatement ledger = connection.prepareStatement(deleteLedger);
                PreparedStatement operations = connection.prepareStatement(deleteOperation)) {
            for (String operationId : old) {
                ledger.setString(1, operationId);
                ledger.addBatch();
                operations.setString(1, operationId);
                operations.addBatch();
            }
            ledger.executeBatch();
            operations.executeBatch();
        }
        return old.size();
    }

    private List<String> old(Connection connection, Instant endedBefore) throws SQLException {
        List<String> old = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(selectOld)) {
            dialect.setInstant(statement, 1, endedBefore);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    old.add(row.getString(1));
                }
            }
        }
        return old;
    }
}
