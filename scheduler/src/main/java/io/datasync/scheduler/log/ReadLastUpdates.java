package io.datasync.scheduler.log;

import io.datasync.config.UpdateType;
import io.datasync.error.ErrorCode;
import io.datasync.scheduler.schedule.Failures;
import io.datasync.scheduler.schedule.LastUpdate;
import io.datasync.scheduler.schedule.LastUpdates;
import io.datasync.scheduler.schedule.UnfinishedMass;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Reads what the schedule is computed from. */
final class ReadLastUpdates {
    private final LogRows rows;
    private final String updates;
    private final String unfinishedMasses;
    private final String failures;
    private final String failuresOfDeletes;

    ReadLastUpdates(LogRows rows, String dataUpdate, String lastDataUpdates, String loadLedger) {
        this.rows = rows;
        // Not in the view: to add a column, some servers want the view made anew, without its grants.
        updates = "SELECT v.TableName, v.SourceSystem, v.UpdateType, v.Id, v.OperationId, v.StartDT, v.EndDT,"
                + " v.NumberRecords, u.HighWaterMark FROM " + lastDataUpdates + " v JOIN " + dataUpdate
                + " u ON u.Id = v.Id";
        // A table is emptied in the transaction that also writes this row of the ledger. A loader that left the rows in
        // place, as for a swap, notes an unchanged row; older loaders never did, so all of theirs count as emptied.
        unfinishedMasses = "SELECT u.TableName, u.SourceSystem, MAX(u.Id) AS Id FROM " + dataUpdate + " u JOIN "
                + loadLedger + " l ON l.OperationId = u.OperationId AND l.Step = 'PrepareTarget' AND l.Unchanged = 0"
                + " WHERE u.WasSuccessful = ? GROUP BY u.TableName, u.SourceSystem";
        failures = failures(dataUpdate, lastDataUpdates, "<>");
        failuresOfDeletes = failures(dataUpdate, lastDataUpdates, "=");
    }

    /** @param compared how UpdateType compares with that of an operation that looks for rows that are gone */
    private static String failures(String dataUpdate, String lastDataUpdates, String compared) {
        String ofType = "UpdateType " + compared + " '" + UpdateType.DELETES + "'";
        String successes = "SELECT TableName, SourceSystem, MAX(Id) AS Id FROM " + lastDataUpdates + " WHERE " + ofType
                + " GROUP BY TableName, SourceSystem";
        String failed = "SELECT u.TableName, u.SourceSystem, COUNT(*) AS Failures, MAX(u.Id) AS LastId FROM "
                + dataUpdate + " u LEFT JOIN (" + successes + ") s ON s.TableName = u.TableName"
                + " AND s.SourceSystem = u.SourceSystem WHERE u.WasSuccessful = ? AND u.EndDT IS NOT NULL"
                + " AND COALESCE(u.ErrorCode, '') <> '" + ErrorCode.CANCELLED
                + "' AND (s.Id IS NULL OR u.Id > s.Id) AND u." + ofType
                + " GROUP BY u.TableName, u.SourceSystem";
        return "SELECT f.TableName, f.SourceSystem, f.Failures, d.OperationId, d.EndDT FROM (" + failed + ") f JOIN "
                + dataUpdate + " d ON d.Id = f.LastId";
    }

    LastUpdates read(Connection connection) throws SQLException {
        return new LastUpdates(
                updates(connection),
                unfinishedMasses(connection),
                failures(connection, failures),
                failures(connection, failuresOfDeletes));
    }

    private List<LastUpdate> updates(Connection connection) throws SQLException {
        List<LastUpdate> found = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(updates);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                found.add(rows.lastUpdate(row));
            }
        }
        return found;
    }

    private List<UnfinishedMass> unfinishedMasses(Connection connection) throws SQLException {
        List<UnfinishedMass> found = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(unfinishedMasses)) {
            statement.setBoolean(1, false);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    found.add(new UnfinishedMass(
                            row.getString("TableName"), row.getString("SourceSystem"), row.getLong("Id")));
                }
            }
        }
        return found;
    }

    private List<Failures> failures(Connection connection, String sql) throws SQLException {
        List<Failures> found = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setBoolean(1, false);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    found.add(rows.failures(row));
                }
            }
        }
        return found;
    }
}
