package io.datasync.loader;

import io.datasync.config.TableConfig;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.loader.postprocessor.PostProcessor;
import io.datasync.loader.target.RowsToDelete;
import io.datasync.loader.target.TargetTable;
import io.datasync.message.LoadCounts;
import io.datasync.message.LoadTask;
import io.datasync.message.Operation;
import io.datasync.rows.RowSchema;
import java.util.List;

/**
 * A database that rows are loaded into. Safe for use by several threads and several processes at once.
 *
 * <p>Every method may be called again for the same work: a step's row in the load ledger is written in the transaction
 * of its effect, and a call that finds the row does nothing. Each transaction but those of {@link #cleanTarget} also
 * locks the operation's DataUpdate row before it commits and fails with {@link ErrorCode#OPERATION_CLOSED} if the
 * operation is no longer open. A call that fails has changed nothing.
 *
 * <p>All methods throw {@link DataSyncException}: with a retryable code for a database that is away or busy, with
 * {@link ErrorCode#DESTINATION_STATEMENT} for what it refuses, and as said at each method.
 */
public interface Destination extends AutoCloseable {

    /**
     * Compares the table with the rows to come, and makes what must be there before they come: the table itself if it is
     * missing and may be created, the shadow table of a Mass that swaps, the table that takes keys to compare. Called before
     * every other step.
     *
     * @throws DataSyncException with {@link ErrorCode#TARGET_MISSING} and the DDL to run, or with
     *     {@link ErrorCode#TARGET_MISMATCH} and all mismatches
     */
    void checkTarget(TableConfig table, Operation operation, RowSchema schema);

    /**
     * Compares the table with the rows to come, for a person; changes nothing. A missing table that may be created is no
     * failure.
     *
     * @throws DataSyncException as {@link #checkTarget}
     */
    void compare(TableConfig table, RowSchema schema);

    /**
     * The table as it is now.
     *
     * @throws DataSyncException with {@link ErrorCode#TARGET_MISSING} if there is none
     */
    TargetTable describe(TableConfig table);

    /**
     * Deletes rows, all of them or none, while no operation of the table is at work.
     *
     * @throws DataSyncException with {@link ErrorCode#DESTINATION_BUSY} if an operation of the table is open or has been opened
     *     since, with {@link ErrorCode#DESTINATION_STATEMENT} if not just these rows would go
     */
    void deleteRows(TableConfig table, RowsToDelete rows);

    /**
     * What a person should know of the database that stops nothing, a sentence each, such as a setting that makes readers wait.
     *
     * @throws DataSyncException if the database does not answer
     */
    default List<String> advice() {
        return List.of();
    }

    /**
     * Mass only: empties the table and takes its indexes out of service, as the table's Mass schedule says.
     *
     * @param empty the source has no rows
     * @throws DataSyncException with {@link ErrorCode#EMPTY_MASS} if that would empty a table that must not be empty
     */
    void prepareTarget(TableConfig table, Operation operation, boolean empty);

    /**
     * Applies a batch, and returns what became of its rows; for a batch that was applied before, what became of them then.
     *
     * @param chunks may be read more than once
     * @throws DataSyncException with {@link ErrorCode#TOO_MANY_REJECTS} if more rows than the task allows do not fit
     */
    LoadCounts loadBatch(TableConfig table, LoadTask.LoadBatch task, Chunks chunks, LoadListener listener);

    /**
     * Ends an operation whose batches are all loaded: puts a Mass in place, rebuilds the indexes that were taken out of
     * service, deletes or marks the rows whose keys an operation that compares keys did not bring, runs the post-processor.
     *
     * @return rows that were deleted or marked so, now or when this was done first; 0 for an operation that brings rows
     * @throws DataSyncException with {@link ErrorCode#DELETE_GUARD} if more rows are gone than may go at once
     * @throws DataSyncException with {@link ErrorCode#POST_PROCESSOR} if the post-processor failed
     */
    long finishTarget(TableConfig table, Operation operation, PostProcessor postProcessor);

    /**
     * Removes what a failed operation left behind and rebuilds the indexes that it took out of service; the operation may
     * be closed.
     */
    void cleanTarget(TableConfig table, Operation operation);

    /**
     * Returns if the database answers.
     *
     * @throws DataSyncException that says why it does not
     */
    void checkHealth();

    @Override
    void close();
}
