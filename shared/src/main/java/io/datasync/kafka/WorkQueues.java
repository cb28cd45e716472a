package io.datasync.kafka;

import io.datasync.lifecycle.RunUntilStopped;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Several workers of one share group in this process, so that a long task does not hold up short ones behind it. */
public final class WorkQueues implements AutoCloseable {
    private record Worker(WorkQueue<?> queue, RunUntilStopped loop) {}

    private final List<Worker> workers;

    private WorkQueues(List<Worker> workers) {
        this.workers = workers;
    }

    /**
     * Starts the workers.
     *
     * @param name of the threads
     * @param count how many tasks are done at a time
     * @param stopTimeout how long {@link #close()} waits before it interrupts; longer than the grace of the queues
     */
    public static WorkQueues start(String name, int count, Supplier<WorkQueue<?>> queues, Duration stopTimeout) {
        return new WorkQueues(IntStream.range(0, count)
                .mapToObj(number -> {
                    WorkQueue<?> queue = queues.get();
                    return new Worker(
                            queue, RunUntilStopped.start(name + "-" + number, queue, Duration.ZERO, stopTimeout));
                })
                .toList());
    }

    /** True while all workers run. */
    public boolean isAlive() {
        return workers.stream().allMatch(worker -> worker.loop().isAlive());
    }

    /**
     * Asks all workers to stop, then waits for each. Idle ones leave the group first, since a member is handed tasks even
     * between its polls: they would get the task that a busy one hands back, over and over, until it counts as one that
     * kills its workers.
     */
    @Override
    public void close() {
        workers.forEach(worker -> worker.loop().stop());
        List<Worker> idleFirst = workers.stream()
                .sorted(Comparator.comparing(worker -> worker.queue().isBusy()))
                .toList();
        for (Worker worker : idleFirst) {
            worker.loop().close();
            worker.queue().close();
        }
    }
}
