package io.datasync.benchmarks;

/** A process of a competitor, by the name that it has in the report. */
record MeasuredProcess(String name, long pid) {}
