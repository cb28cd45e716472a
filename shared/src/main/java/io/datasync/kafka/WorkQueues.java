package io.datasync.kafka;

import io.datasync.lifecycle.RunUntilStopped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Several workers of one share group in this process, so that a long task does not hold up short ones behind it. */
public final class WorkQueues implements AutoCloseable {
    private record Worker(WorkQueue<?> queue, RunUntilStopped loop) {
        void close() {
            loop.close();
            queue.close();
        }
    }

    private final List<Worker> workers;

    private WorkQueues(List<Worker> workers) {
        this.workers = workers;
    }

    /**
     * Starts the workers.
     *
     * @param name of the threads
     * @param count how many tasks are done at a time
     * @param queues makes the queue of the worker with this number, from zero on
     * @param stopTimeout how long {@link #close()} waits before it interrupts; longer than the grace of the queues
     */
    public static WorkQueues start(String name, int count, IntFunction<WorkQueue<?>> queues, Duration stopTimeout) {
        return new WorkQueues(IntStream.range(0, count)
                .mapToObj(number -> {
                    WorkQueue<?> queue = queues.apply(number);
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
     * Asks all workers to stop, then waits for them. Idle ones leave the group first, since a member is handed tasks even
     * between its polls: they would get the task that a busy one hands back, over and over, until it counts as one that
     * kills its workers. Those of a kind leave at once, as each has its poll to end.
     */
    @Override
    public void close() {
        workers.forEach(worker -> worker.loop().stop());
        Map<Boolean, List<Worker>> byBusy = workers.stream()
                .collect(Collectors.partitioningBy(worker -> worker.queue().isBusy()));
        closeAtOnce(Objects.requireNonNull(byBusy.get(false)));
        closeAtOnce(Objects.requireNonNull(byBusy.get(true)));
    }

    private static void closeAtOnce(List<Worker> some) {
        CompletableFuture.allOf(some.stream()
                        .map(worker -> CompletableFuture.runAsync(worker::close, WorkQueues::onNewThread))
                        .toArray(CompletableFuture<?>[]::new))
                .join();
    }

    private static void onNewThread(Runnable task) {
        new Thread(task, "stop").start();
    }
}
