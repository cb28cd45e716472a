package io.datasync.kafka;

import io.datasync.error.DataSyncException;

/** Does the tasks of a {@link WorkQueue}; called by one thread at a time. */
public interface TaskHandler<T> {
    /**
     * Does the task. Its outputs must be durable on return, as the task is then acknowledged. An exception hands the task
     * back, to be delivered again to any worker; a failure that would only repeat itself is to be reported and not thrown.
     *
     * @throws InterruptedException if the thread was interrupted: the process stops, or the task was given to another
     *     worker
     */
    void handle(T task, Delivery delivery) throws InterruptedException;

    /** Reports that the task is given up after {@link WorkQueue#MAX_DELIVERIES} deliveries. */
    void giveUp(T task, DataSyncException reason);
}
