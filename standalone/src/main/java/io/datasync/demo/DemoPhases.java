package io.datasync.demo;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Announces each step and how long it took. */
public final class DemoPhases {
    private static final double NANOS_PER_SECOND = 1e9;

    private final PrintStream out;
    private final long started = System.nanoTime();
    private final List<DemoReport.Phase> done = new ArrayList<>();

    public DemoPhases(PrintStream out) {
        this.out = out;
    }

    /** What is done in a phase. */
    @FunctionalInterface
    interface Step<T, E extends Exception> {
        T run() throws E, InterruptedException;
    }

    /** @param summary says in a few words what was done */
    <T, E extends Exception> T run(String name, Step<T, E> step, Function<T, String> summary)
            throws E, InterruptedException {
        out.println(name + " ...");
        long start = System.nanoTime();
        T made = step.run();
        double seconds = secondsSince(start);
        done.add(new DemoReport.Phase(name, seconds));
        out.printf(Locale.ROOT, "  %s (%.1f s)%n", summary.apply(made), seconds);
        return made;
    }

    List<DemoReport.Phase> done() {
        return done;
    }

    /** Since the first step. */
    double seconds() {
        return secondsSince(started);
    }

    /** In milliseconds, as more would be noise. */
    private static double secondsSince(long start) {
        return Math.round((System.nanoTime() - start) / NANOS_PER_SECOND * 1000) / 1000.0;
    }
}
