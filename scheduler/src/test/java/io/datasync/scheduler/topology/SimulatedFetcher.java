package io.datasync.scheduler.topology;

import io.datasync.message.OperationEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** One attempt at a slice; says one event after the other until it is done or dead. */
final class SimulatedFetcher {
    private final TestingOperation testing;
    private final int slice;
    private final int slices;
    private final int version;
    private final List<Integer> batches = new ArrayList<>();
    private final boolean loaderRejects;
    private final Random random;
    private int produced;
    private boolean started;
    private boolean done;
    private boolean dead;

    /**
     * @param version the higher, the later the attempt read the source
     */
    SimulatedFetcher(TestingOperation testing, int slice, int slices, int version, Random random) {
        this.testing = testing;
        this.slice = slice;
        this.slices = slices;
        this.version = version;
        this.random = random;
        this.loaderRejects = random.nextInt(8) == 0;
        int count = random.nextInt(6);
        for (int batch = 0; batch < count; batch++) {
            batches.add(random.nextInt(10));
        }
    }

    int slice() {
        return slice;
    }

    int slices() {
        return slices;
    }

    boolean hasSameTask(SimulatedFetcher other) {
        return slice == other.slice && slices == other.slices;
    }

    int version() {
        return version;
    }

    String attempt() {
        return "slice" + slice + "of" + slices + "-" + version;
    }

    boolean loaderRejects() {
        return loaderRejects;
    }

    boolean isStarted() {
        return started;
    }

    boolean isDone() {
        return done;
    }

    boolean isBusy() {
        return !done && !dead;
    }

    boolean isAfter(SimulatedFetcher other) {
        return version > other.version;
    }

    void die() {
        dead = true;
    }

    long firstKey(int batch) {
        return batches.subList(0, batch).stream().mapToLong(rows -> rows).sum();
    }

    long producedRows() {
        return firstKey(produced);
    }

    OperationEvent next() {
        if (!started) {
            started = true;
            return testing.startedOf(slices, slice, attempt());
        }
        if (produced == batches.size()) {
            done = true;
            return testing.sliceFetched(slice, attempt(), produced, producedRows(), 0);
        }
        if (random.nextInt(3) == 0) {
            return testing.progressed(slice, attempt(), producedRows() + 1);
        }
        int batch = produced++;
        return testing.fetched(slice, attempt(), batch, batches.get(batch));
    }
}
