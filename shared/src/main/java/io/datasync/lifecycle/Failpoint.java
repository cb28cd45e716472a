package io.datasync.lifecycle;

import org.jspecify.annotations.Nullable;

/**
 * A place in the work where a test of reliability has the process die as {@code kill -9} would: nothing is closed, nothing
 * said, no shutdown hook runs.
 *
 * <p>The system property {@code datasync.failpoint} names the place. It is read once; without it {@link #pass()} is a comparison
 * with null that the compiler removes.
 */
public enum Failpoint {
    /** The scheduler has written the operation's log row; no event, no task. */
    LOG_ROW_WRITTEN,
    /** The operation's first event is durable, its fetch task is not published. */
    OPENING_PUBLISHED,
    /** The fetch task is durable. */
    TASK_PUBLISHED,
    /** The topology has decided on an event; its transaction is open. */
    EVENT_DECIDED,
    /** The final state is known, the log row still open. */
    OUTCOME_KNOWN,
    /** A chunk is on its way to the broker. */
    CHUNK_SENT,
    /** All chunks of a batch are durable, nobody knows of the batch. */
    BATCH_DURABLE,
    /** The batch's event is durable. */
    BATCH_ANNOUNCED,
    /** A part of a batch is in the staging table, or in the table itself, uncommitted. */
    CHUNK_LOADED,
    /** The table is emptied and its indexes are disabled, uncommitted. */
    PREPARE_UNCOMMITTED,
    /** The same, committed; no event. */
    PREPARE_COMMITTED,
    /** A batch is merged or copied, with its ledger row, uncommitted. */
    BATCH_UNCOMMITTED,
    /** The same, committed; no event. */
    BATCH_COMMITTED,
    /** The shadow has taken the table's place and the indexes are built again, uncommitted. */
    FINISH_UNCOMMITTED,
    /** The same, committed; no event. */
    FINISH_COMMITTED,
    /** A task is done and not acknowledged. */
    TASK_DONE,
    /** A task is acknowledged. */
    TASK_ACKNOWLEDGED;

    /** How a process ends that was killed: 128 + SIGKILL. */
    public static final int EXIT_CODE = 137;

    private static final String PROPERTY = "datasync.failpoint";
    private static final @Nullable String WANTED = System.getProperty(PROPERTY);

    /** The JVM option that has a process die when it passes this place. */
    public String option() {
        return "-D" + PROPERTY + "=" + name();
    }

    /** To be called when the place is reached; returns unless this is where the process is to die. */
    public void pass() {
        if (WANTED != null && WANTED.equals(name())) {
            System.err.println("Failpoint " + name());
            Runtime.getRuntime().halt(EXIT_CODE);
        }
    }
}
