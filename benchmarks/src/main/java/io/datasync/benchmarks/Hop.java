package io.datasync.benchmarks;

/**
 * A step of an operation.
 *
 * @param at seconds after the operation was asked for or due
 */
record Hop(String step, double at) {}
