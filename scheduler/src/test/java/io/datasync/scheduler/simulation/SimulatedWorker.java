package io.datasync.scheduler.simulation;

import java.time.Instant;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Takes a task, does it step by step and accepts it. It may die, stop, or stand still for so long that its lock expires and
 * another worker gets the task; then it goes on for a while, before it notices, as a zombie.
 */
final class SimulatedWorker<T> {
    private final SimulatedQueue<T> queue;
    private final Start<T> start;
    private final Random random;
    private SimulatedQueue<T>.@Nullable Held held;
    private @Nullable Work work;
    private Instant standsUntil = Instant.MIN;
    private boolean lost;
    private int stepsAsZombie;

    /** What is done for a task. */
    @FunctionalInterface
    interface Work {
        /** Does the next step; true if it was the last one. */
        boolean step();
    }

    /** What a delivery of a task makes a worker do. */
    @FunctionalInterface
    interface Start<T> {
        Work work(T task, int deliveries);
    }

    SimulatedWorker(SimulatedQueue<T> queue, Start<T> start, Random random) {
        this.queue = queue;
        this.start = start;
        this.random = random;
    }

    boolean isIdle() {
        return held == null;
    }

    /** Keeps the lock, which another thread than the one that does the task sees to. */
    void renew(Instant now) {
        if (held != null && !standsUntil.isAfter(now)) {
            lost |= !held.renew(now);
        }
    }

    void step(Instant now) {
        if (standsUntil.isAfter(now)) {
            return;
        }
        SimulatedQueue<T>.Held task = held;
        if (task == null) {
            held = queue.acquire(random, now);
            lost = false;
            work = held == null ? null : start.work(held.task(), held.deliveries());
        } else if (lost && stepsAsZombie-- <= 0) {
            die();
        } else if (work == null) {
            task.accept(now);
            held = null;
        } else if (work.step()) {
            work = null;
        }
    }

    void die() {
        held = null;
        work = null;
        standsUntil = Instant.MIN;
    }

    /** Hands the task back and starts anew. */
    void stop() {
        if (held != null) {
            held.release();
        }
        die();
    }

    void standStill(Instant until) {
        standsUntil = until;
        stepsAsZombie = random.nextInt(20);
    }
}
