package io.datasync.benchmarks;

import java.util.List;

/** Something that copies tables; its processes run from its making to its closing. */
interface Competitor extends AutoCloseable {
    /** An untimed run, so that the timed ones find a service that has been running. */
    void warmUp() throws Exception;

    /** Copies the workload's tables; their destinations are ready. */
    Outcome run() throws Exception;

    /** Those that run now. */
    List<MeasuredProcess> processes();

    @Override
    void close();
}
