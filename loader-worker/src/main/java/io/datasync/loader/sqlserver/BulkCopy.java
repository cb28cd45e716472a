package io.datasync.loader.sqlserver;

import com.microsoft.sqlserver.jdbc.SQLServerBulkCopy;
import com.microsoft.sqlserver.jdbc.SQLServerBulkCopyOptions;
import com.microsoft.sqlserver.jdbc.SQLServerConnection;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/**
 * Sends rows by bulk copy, in the caller's transaction.
 *
 * @param timeout how long a copy may take
 * @param batchSize rows that are sent at a time; 0 sends all at once
 */
record BulkCopy(Duration timeout, int batchSize) {

    /**
     * Copies all rows.
     *
     * @param table quoted name
     * @param rule how the table takes them
     * @param keepIdentity whether the rows bring the values of an identity column
     * @return number of rows
     */
    long copy(Connection connection, String table, CopyRule rule, boolean keepIdentity, ArrowBulkData rows)
            throws SQLException {
        try (SQLServerBulkCopy copy = new SQLServerBulkCopy(connection.unwrap(SQLServerConnection.class))) {
            copy.setBulkCopyOptions(options(rule, keepIdentity));
            copy.setDestinationTableName(table);
            List<String> names = rows.columnNames();
            for (int index = 0; index < names.size(); index++) {
                copy.addColumnMapping(index + 1, names.get(index));
            }
            copy.writeToServer(rows);
        }
        return rows.rowsOrFailure();
    }

    SQLServerBulkCopyOptions options(CopyRule rule, boolean keepIdentity) throws SQLException {
        SQLServerBulkCopyOptions options = new SQLServerBulkCopyOptions();
        options.setBulkCopyTimeout((int) Math.max(1, Math.min(timeout.toSeconds(), Integer.MAX_VALUE)));
        options.setBatchSize(rule.batchSize());
        options.setTableLock(rule.tableLock());
        options.setKeepIdentity(keepIdentity);
        options.setKeepNulls(true);
        options.setCheckConstraints(true);
        options.setFireTriggers(rule.fireTriggers());
        options.setUseInternalTransaction(false);
        return options;
    }
}
