package io.datasync.benchmarks;

import java.util.List;

/** Something that copies the tables of the workloads it was made for; its processes run from its making to its closing. */
interface Competitor extends AutoCloseable {
    /** An untimed run, so that the timed ones find a service that has been running. */
    void warmUp(Workload workload) throws Exception;

    /** Copies the workload's tables; their destinations are ready. */
    Outcome run(Workload workload) throws Exception;

    /** Those that run now. */
    List<MeasuredProcess> processes();

    @Override
    void close();
}
