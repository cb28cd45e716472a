package io.datasync.benchmarks;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Takes what processes use during one run. The times and peaks of a JVM are the kernel's own; they are looked at four times
 * a second as well, for the sake of a process that ends by itself.
 *
 * <p>PostgreSQL is a tree of processes, of which backends come and go: its CPU seconds are those of the postmaster, of its
 * living children and of those that ended; its memory is the most private memory of all at a time, by the look taken four
 * times a second, with the shared buffers counted once.
 */
final class ResourceMeter implements AutoCloseable {
    static final String DATABASE = "database";
    private static final long LOOK_MILLISECONDS = 250;

    private final ProcessFiles files;
    private final List<MeasuredProcess> processes;
    private final long postmaster;
    private final Map<String, Double> cpuBefore = new HashMap<>();
    private final Map<String, Double> cpuNow = new HashMap<>();
    private final Map<String, Double> peaks = new HashMap<>();
    private final ScheduledExecutorService looks;
    private final ScheduledFuture<?> looking;

    private ResourceMeter(ProcessFiles files, List<MeasuredProcess> processes, long postmaster) {
        this.files = files;
        this.processes = List.copyOf(processes);
        this.postmaster = postmaster;
        this.looks = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "resource-meter");
            thread.setDaemon(true);
            return thread;
        });
        processes.forEach(process -> files.resetPeak(process.pid()));
        look();
        cpuBefore.putAll(cpuNow);
        looking = looks.scheduleWithFixedDelay(this::look, LOOK_MILLISECONDS, LOOK_MILLISECONDS, TimeUnit.MILLISECONDS);
    }

    /** Resets the peaks and begins to measure. */
    static ResourceMeter start(ProcessFiles files, List<MeasuredProcess> processes, long postmaster) {
        return new ResourceMeter(files, processes, postmaster);
    }

    /** What was used since the start. */
    synchronized ResourceUse read() {
        if (looking.isDone()) {
            throw new IllegalStateException("The meter stopped, " + looking);
        }
        look();
        Map<String, Double> used = new HashMap<>();
        cpuNow.forEach((name, seconds) -> used.put(name, seconds - cpuBefore.getOrDefault(name, 0.0)));
        return new ResourceUse(used, peaks);
    }

    private synchronized void look() {
        for (MeasuredProcess process : processes) {
            files.stat(process.pid())
                    .ifPresent(stat -> cpuNow.put(process.name(), stat.cpuSeconds() + stat.endedChildrenCpuSeconds()));
            files.memory(process.pid()).ifPresent(memory -> peaks.merge(process.name(), memory.peakMb(), Math::max));
        }
        lookAtDatabase();
    }

    private void lookAtDatabase() {
        double cpu = files.stat(postmaster)
                .map(stat -> stat.cpuSeconds() + stat.endedChildrenCpuSeconds())
                .orElse(0.0);
        double privateMb = 0;
        double sharedMb = 0;
        for (ProcessStat child : files.children(postmaster)) {
            cpu += child.cpuSeconds() + child.endedChildrenCpuSeconds();
            ProcessMemory memory = files.memory(child.pid()).orElse(new ProcessMemory(0, 0, 0));
            privateMb += memory.privateMb();
            sharedMb = Math.max(sharedMb, memory.sharedMb());
        }
        // A backend that is ending is for a moment counted nowhere.
        cpuNow.merge(DATABASE, cpu, Math::max);
        peaks.merge(DATABASE, privateMb + sharedMb, Math::max);
    }

    @Override
    public void close() {
        looks.shutdownNow();
    }
}
