package io.datasync.fetcher;

import io.datasync.error.DataSyncException;
import io.datasync.kafka.Delivery;
import io.datasync.kafka.Publisher;
import io.datasync.kafka.SignsOfLife;
import io.datasync.kafka.TaskHandler;
import io.datasync.message.FetchTask;
import io.datasync.message.OperationEvent.OperationAbandoned;
import java.time.InstantSource;

/** Does fetch tasks, and gives the whole operation up with a task that nobody can end. */
final class FetchTasks implements TaskHandler<FetchTask> {
    private final FetchSlice fetchSlice;
    private final SignsOfLife signsOfLife;
    private final Publisher publisher;
    private final InstantSource clock;

    FetchTasks(FetchSlice fetchSlice, SignsOfLife signsOfLife, Publisher publisher, InstantSource clock) {
        this.fetchSlice = fetchSlice;
        this.signsOfLife = signsOfLife;
        this.publisher = publisher;
        this.clock = clock;
    }

    @Override
    public void handle(FetchTask task, Delivery delivery) throws InterruptedException {
        signsOfLife.during(task.operation().operationId(), () -> fetchSlice.handle(task, delivery.headers()));
    }

    @Override
    public void giveUp(FetchTask task, DataSyncException reason) {
        publisher.publish(new OperationAbandoned(
                task.operation().operationId(),
                clock.instant(),
                reason.code(),
                "Slice " + task.slice() + ": " + reason.getMessage()));
    }
}
