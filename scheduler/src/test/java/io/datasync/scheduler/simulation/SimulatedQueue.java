package io.datasync.scheduler.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A topic that a share group reads: tasks come in any order, a lock that expires or is released brings a task to the next worker,
 * and what was handed out too often is dropped without a word.
 */
final class SimulatedQueue<T> {
    private static final Duration LOCK = Duration.ofSeconds(30);
    private static final int DELIVERY_LIMIT = 10;

    private final List<Held> tasks = new ArrayList<>();

    void publish(T task) {
        tasks.add(new Held(task));
    }

    boolean isEmpty() {
        return tasks.isEmpty();
    }

    /** Some task that nobody holds; null if there is none. */
    @Nullable
    Held acquire(Random random, Instant now) {
        List<Held> free =
                tasks.stream().filter(task -> !task.lockedUntil.isAfter(now)).toList();
        if (free.isEmpty()) {
            return null;
        }
        Held last = free.get(random.nextInt(free.size()));
        tasks.remove(last);
        if (last.deliveries == DELIVERY_LIMIT) {
            return null;
        }
        Held held = new Held(last.task);
        held.deliveries = last.deliveries + 1;
        held.lockedUntil = now.plus(LOCK);
        tasks.add(held);
        return held;
    }

    /** One delivery of a task; it stays a worker's until its lock expires and another worker takes the task. */
    final class Held {
        private final T task;
        private Instant lockedUntil = Instant.MIN;
        private int deliveries;

        private Held(T task) {
            this.task = task;
        }

        T task() {
            return task;
        }

        /** How often the task was handed out, 1 the first time. */
        int deliveries() {
            return deliveries;
        }

        /** False if the lock is lost. */
        boolean renew(Instant now) {
            boolean held = tasks.contains(this) && lockedUntil.isAfter(now);
            if (held) {
                lockedUntil = now.plus(LOCK);
            }
            return held;
        }

        /** Ends the task, if the lock still is this delivery's. */
        void accept(Instant now) {
            if (lockedUntil.isAfter(now)) {
                tasks.remove(this);
            }
        }

        void release() {
            lockedUntil = Instant.MIN;
        }
    }
}
