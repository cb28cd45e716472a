package io.datasync.scheduler.log;

/**
 * How many operations may be open at a time, over all processes.
 *
 * @param open of the whole installation
 * @param openOfSource of the source system of the operation that is to be opened
 */
public record Caps(int open, int openOfSource) {}
