package io.datasync.loader.postgresql;

import io.datasync.config.TableConfig;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.loader.target.LoadPlan;
import io.datasync.loader.target.TargetTable;
import io.datasync.message.Operation;
import java.sql.Connection;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gets a table ready for a Mass. */
final class Mass {
    private static final Logger log = LoggerFactory.getLogger(Mass.class);

    private final Indexes indexes;

    Mass(Indexes indexes) {
        this.indexes = indexes;
    }

    /** Refuses to empty a table by a source without rows; empties it and drops its indexes where the schedule says so. */
    void prepare(Connection connection, TableConfig table, Operation operation, TargetTable target, boolean empty)
            throws SQLException {
        if (empty && !table.mass().allowEmpty()) {
            requireEmpty(connection, table, target);
        }
        if (LoadPlan.disablesIndexes(table, operation)) {
            indexes.disable(connection, table, operation, target);
        }
        if (LoadPlan.empties(table, operation)) {
            empty(connection, target);
        }
    }

    private static void requireEmpty(Connection connection, TableConfig table, TargetTable target) throws SQLException {
        if (Sql.holds(connection, "EXISTS (SELECT FROM " + Names.quoted(target) + ")")) {
            throw new DataSyncException(
                    ErrorCode.EMPTY_MASS,
                    "The source has no row for " + table.tableName()
                            + ", but the destination has some. If that is right,"
                            + " set allowEmpty in the table's mass");
        }
    }

    /** TRUNCATE is refused for a table that a foreign key refers to, even if the other table is empty. */
    private static void empty(Connection connection, TargetTable target) throws SQLException {
        if (ForeignKeys.referTo(connection, target)) {
            log.atWarn()
                    .addKeyValue("table", target.name())
                    .log("A foreign key refers to the table, so it is emptied by DELETE instead of TRUNCATE");
            ForeignKeys.deleteAll(connection, target);
        } else {
            Sql.execute(connection, "TRUNCATE " + Names.quoted(target));
        }
    }
}
