package io.datasync.scheduler.log;

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

    ReadLastUpdates(LogRows rows, String dataUpdate, String lastDataUpdates, String loadLedger) {
        this.rows = rows;
        updates = "SELECT TableName, SourceSystem, UpdateType, Id, OperationId, StartDT, EndDT, NumberRecords"
                + " FROM " + lastDataUpdates;
        // A table is emptied in the transaction that also writes this row of the ledger.
        unfinishedMasses = "SELECT u.TableName, u.SourceSystem, MAX(u.Id) AS Id FROM " + dataUpdate + " u JOIN "
                + loadLedger + " l ON l.OperationId = u.OperationId AND l.Step = 'PrepareTarget'"
                + " WHERE u.WasSuccessful = ? GROUP BY u.TableName, u.SourceSystem";
    }

    LastUpdates read(Connection connection) throws SQLException {
        return new LastUpdates(updates(connection), unfinishedMasses(connection));
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
}
