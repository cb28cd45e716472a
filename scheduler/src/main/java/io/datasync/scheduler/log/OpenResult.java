package io.datasync.scheduler.log;

/** Whether an operation may run. */
public enum OpenResult {
    /** The log has its row; it may run. */
    OPENED,
    /** Another operation of the table is open. */
    TABLE_BUSY,
    /** As many operations are open as may be. */
    CAP_REACHED,
    /** As many operations of this source system are open as may be. */
    SOURCE_CAP_REACHED
}
