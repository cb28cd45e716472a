package io.datasync.loader.postgresql;

import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.loader.target.ActingForeignKey;
import io.datasync.loader.target.TargetTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** The foreign keys by which other tables refer to one, or to its partitions. */
final class ForeignKeys {
    /** A plain table is no tree of partitions, so it is added. */
    private static final String OF_OTHERS = """
            FROM pg_catalog.pg_constraint AS k, (SELECT ?::regclass AS oid) AS t
            WHERE k.contype = 'f'
              AND (k.confrelid = t.oid OR k.confrelid IN (SELECT relid FROM pg_catalog.pg_partition_tree(t.oid)))
              AND k.conrelid <> t.oid AND k.conrelid NOT IN (SELECT relid FROM pg_catalog.pg_partition_tree(t.oid))""";

    private static final String THAT_ACT = "SELECT k.conname, k.conrelid::regclass::text " + OF_OTHERS
            + " AND k.confdeltype IN ('c', 'n', 'd') LIMIT 1";

    private ForeignKeys() {}

    /** Whether another table refers to this one. */
    static boolean referTo(Connection connection, TargetTable target) throws SQLException {
        return Sql.holds(connection, "EXISTS (SELECT " + OF_OTHERS + ")", Names.quoted(target));
    }

    /**
     * Deletes all rows for the sake of new ones.
     *
     * @throws DataSyncException with {@link ErrorCode#DESTINATION_STATEMENT} if a foreign key would delete or change rows of
     *     another table with them, which nobody would bring back
     */
    static void deleteAll(Connection connection, TargetTable target) throws SQLException {
        String name = Names.quoted(target);
        try (PreparedStatement statement = connection.prepareStatement(THAT_ACT)) {
            statement.setString(1, name);
            try (ResultSet key = statement.executeQuery()) {
                if (key.next() && Sql.holds(connection, "EXISTS (SELECT FROM " + name + ")")) {
                    throw new ActingForeignKey(key.getString(1), key.getString(2)).refusal(target);
                }
            }
        }
        Sql.execute(connection, "DELETE FROM " + name);
    }
}
