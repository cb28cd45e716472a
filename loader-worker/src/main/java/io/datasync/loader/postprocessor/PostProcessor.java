package io.datasync.loader.postprocessor;

import io.datasync.config.TableConfig;
import io.datasync.message.Operation;
import java.sql.Connection;
import java.sql.SQLException;

/** What runs after a table's rows are in place. */
@FunctionalInterface
public interface PostProcessor {

    /**
     * Runs in the transaction that finishes the operation: what it does through {@code connection} happens with it or not
     * at all. It neither commits nor rolls back. It may run again after a failure.
     */
    void process(Connection connection, TableConfig table, Operation operation) throws SQLException;
}
