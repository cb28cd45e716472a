package io.datasync.loader.sqlserver;

import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.loader.target.ActingForeignKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** The foreign keys by which other tables refer to one. */
final class ForeignKeys {
    private ForeignKeys() {}

    /** Names one that acts when a row is deleted, if the table has rows; it takes the table's quoted name as a parameter. */
    static String thatAct(SqlServerTable target) {
        return "SELECT TOP 1 f.name, OBJECT_NAME(f.parent_object_id) FROM sys.foreign_keys AS f"
                + " WHERE f.referenced_object_id = OBJECT_ID(?) AND f.parent_object_id <> f.referenced_object_id"
                + " AND f.delete_referential_action > 0 AND f.is_disabled = 0 AND EXISTS (SELECT 1 FROM "
                + target.quoted() + ")";
    }

    /**
     * To be called before all rows of a table are deleted.
     *
     * @throws DataSyncException with {@link ErrorCode#DESTINATION_STATEMENT} if that would delete or change rows of others
     */
    static void requireNoneThatActs(Connection connection, SqlServerTable target) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(thatAct(target))) {
            statement.setString(1, target.quoted());
            try (ResultSet key = statement.executeQuery()) {
                if (key.next()) {
                    throw new ActingForeignKey(key.getString(1), key.getString(2)).refusal(target.target());
                }
            }
        }
    }
}
