package io.datasync.message;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.datasync.rows.RowSchema;

/** What a loader is asked to do; written by the operation topology only. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = LoadTask.CheckTarget.class, name = "CheckTarget"),
    @JsonSubTypes.Type(value = LoadTask.PrepareTarget.class, name = "PrepareTarget"),
    @JsonSubTypes.Type(value = LoadTask.LoadBatch.class, name = "LoadBatch"),
    @JsonSubTypes.Type(value = LoadTask.FinishTarget.class, name = "FinishTarget"),
    @JsonSubTypes.Type(value = LoadTask.CleanTarget.class, name = "CleanTarget")
})
public sealed interface LoadTask extends Message {

    Operation operation();

    /** Compare the destination table with the schema; create it if it is missing and may be created. */
    record CheckTarget(Operation operation, RowSchema schema) implements LoadTask {}

    /**
     * Mass only: empty the table and disable its indexes, or make the shadow table.
     *
     * @param empty the source has no rows
     */
    record PrepareTarget(Operation operation, boolean empty) implements LoadTask {}

    /**
     * Apply one batch.
     *
     * @param merge merge even if this is a Mass that could copy straight into the table: rows may be there already
     * @param rejectsLeft rows that may still be rejected before the operation fails
     */
    record LoadBatch(Operation operation, int slice, String attempt, BatchRef batch, boolean merge, long rejectsLeft)
            implements LoadTask {}

    /** All batches are loaded: rebuild indexes, swap, run the post-processor. */
    record FinishTarget(Operation operation) implements LoadTask {}

    /** The operation failed: drop what it left behind and rebuild the indexes it disabled. */
    record CleanTarget(Operation operation) implements LoadTask {}
}
