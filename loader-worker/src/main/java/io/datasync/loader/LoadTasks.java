package io.datasync.loader;

import io.datasync.error.DataSyncException;
import io.datasync.kafka.Delivery;
import io.datasync.kafka.SignsOfLife;
import io.datasync.kafka.TaskHandler;
import io.datasync.message.LoadTask;

/** Does load tasks, and says meanwhile that they are being done. */
final class LoadTasks implements TaskHandler<LoadTask> {
    private final LoadTaskHandler handler;
    private final SignsOfLife signsOfLife;

    LoadTasks(LoadTaskHandler handler, SignsOfLife signsOfLife) {
        this.handler = handler;
        this.signsOfLife = signsOfLife;
    }

    @Override
    public void handle(LoadTask task, Delivery delivery) throws InterruptedException {
        signsOfLife.during(task.operation().operationId(), () -> handler.handle(task, delivery));
    }

    @Override
    public void giveUp(LoadTask task, DataSyncException reason) {
        handler.giveUp(task, reason);
    }
}
