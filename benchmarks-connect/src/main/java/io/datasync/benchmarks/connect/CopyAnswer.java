package io.datasync.benchmarks.connect;

/**
 * What is said of a copy, a line of JSON on standard output.
 *
 * @param wallSeconds from the creation of the connectors to the last row
 * @param cpuSeconds of this process in that time
 */
record CopyAnswer(double wallSeconds, long rows, double cpuSeconds) {}
