package io.datasync.kafka;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A task on a thread of its own. Interrupting it only asks: it has ended once its thread has. */
final class RunningTask {
    /** What the thread does. */
    @FunctionalInterface
    interface Work {
        void run() throws Exception;
    }

    private final Thread thread;
    private volatile @Nullable Throwable failure;
    private boolean interrupted;

    private RunningTask(String threadName, Work work) {
        this.thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (Throwable thrown) {
                        // Errors too: whatever kept the task from being done, it is to be handed back.
                        failure = thrown;
                    }
                },
                threadName);
    }

    static RunningTask start(String threadName, Work work) {
        RunningTask task = new RunningTask(threadName, work);
        task.thread.start();
        return task;
    }

    /** Waits for the end; false if the task still runs after {@code most}, which is at least a millisecond. */
    boolean endsWithin(Duration most) throws InterruptedException {
        thread.join(Math.max(1, most.toMillis()));
        return !thread.isAlive();
    }

    /** Interrupts the thread once, so that its own cleaning up is not interrupted again; true the first time. */
    synchronized boolean interrupt() {
        if (interrupted) {
            return false;
        }
        interrupted = true;
        thread.interrupt();
        return true;
    }

    /** What the task threw, once it has ended. */
    Optional<Throwable> failure() {
        return Optional.ofNullable(failure);
    }
}
