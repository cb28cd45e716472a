package io.datasync.loader.target;

import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;

/**
 * A foreign key by which rows of another table go or change when the rows that they refer to are deleted.
 *
 * @param table the other table
 */
public record ActingForeignKey(String name, String table) {

    /** Why all rows of {@code target} are not deleted for the sake of new ones: nobody would bring the others back. */
    public DataSyncException refusal(TargetTable target) {
        return new DataSyncException(
                ErrorCode.DESTINATION_STATEMENT,
                "To write all rows of " + target.name() + " anew, they are deleted first, and the foreign key " + name
                        + " would delete or change rows of " + table + " with them (ON DELETE …). Use mode swap,"
                        + " merge (prepurgeData: false), or alter the foreign key");
    }
}
