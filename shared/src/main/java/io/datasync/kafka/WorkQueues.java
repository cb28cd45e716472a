package io.datasync.kafka;

import io.datasync.lifecycle.RunUntilStopped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
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
     * kills its workers. They keep what still comes until none of them asks for more.
     */
    @Override
    public void close() {
        workers.forEach(worker -> worker.loop().stop());
        Map<Boolean, List<Worker>> byBusy = workers.stream()
                .collect(Collectors.partitioningBy(worker -> worker.queue().isBusy()));
        for (boolean busy : List.of(false, true)) {
            List<Worker> some = Objects.requireNonNull(byBusy.get(busy));
            atOnce(some, worker -> worker.loop().close());
            atOnce(some, worker -> worker.queue().close());
        }
    }

    private static void atOnce(List<Worker> some, Consumer<Worker> what) {
        CompletableFuture.allOf(some.stream()
                        .map(worker -> CompletableFuture.runAsync(() -> what.accept(worker), WorkQueues::onNewThread))
                        .toArray(CompletableFuture<?>[]::new))
                .join();
    }

    private static void onNewThread(Runnable task) {
        new Thread(task, "stop").start();
    }
}
