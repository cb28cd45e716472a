package io.datasync.kafka;

import io.datasync.error.DataSyncException;
import io.datasync.message.FetchTask;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** Notes what it is given, then does what the test says. */
final class TestingHandler implements TaskHandler<FetchTask> {
    /** What is done with a task. */
    @FunctionalInterface
    interface Action {
        void run(FetchTask task, Delivery delivery) throws InterruptedException;
    }

    private final List<String> begun = new CopyOnWriteArrayList<>();
    private final List<Integer> done = new CopyOnWriteArrayList<>();
    private final List<Integer> interrupted = new CopyOnWriteArrayList<>();
    private final List<String> givenUp = new CopyOnWriteArrayList<>();
    private final Action action;

    TestingHandler(Action action) {
        this.action = action;
    }

    TestingHandler() {
        this((task, delivery) -> {});
    }

    /** Holds task 1 until the latch opens, and does all others at once. */
    static TestingHandler holdingTheFirst(CountDownLatch latch) {
        return new TestingHandler((task, delivery) -> {
            if (task.slice() == 1) {
                latch.await();
            }
        });
    }

    @Override
    public void handle(FetchTask task, Delivery delivery) throws InterruptedException {
        begun.add(task.slice() + "#" + delivery.deliveryCount());
        try {
            action.run(task, delivery);
            done.add(task.slice());
        } catch (InterruptedException stopped) {
            interrupted.add(task.slice());
            throw stopped;
        }
    }

    @Override
    public void giveUp(FetchTask task, DataSyncException reason) {
        givenUp.add(task.slice() + " " + reason.code());
    }

    /** Task and delivery count of every begun task, such as {@code 7#1}. */
    List<String> begun() {
        return begun;
    }

    List<Integer> done() {
        return done;
    }

    List<Integer> interrupted() {
        return interrupted;
    }

    List<String> givenUp() {
        return givenUp;
    }
}
