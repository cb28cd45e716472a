package io.datasync.scheduler.simulation;

import java.util.List;
import java.util.Random;

/** Draws, and whether things go wrong at present. */
final class Chance {
    private final Random random;
    private boolean faults = true;

    Chance(Random random) {
        this.random = random;
    }

    Random random() {
        return random;
    }

    void endFaults() {
        faults = false;
    }

    /** True once in so many times, as long as things go wrong. */
    boolean fault(int onceIn) {
        return random.nextInt(onceIn) == 0 && faults;
    }

    boolean onceIn(int times) {
        return random.nextInt(times) == 0;
    }

    int upTo(int most) {
        return random.nextInt(most + 1);
    }

    <T> T pick(List<T> candidates) {
        return candidates.get(random.nextInt(candidates.size()));
    }
}
