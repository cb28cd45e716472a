package io.datasync.message;

/**
 * Asks a fetcher for one slice of an operation's rows.
 *
 * @param slice number of the slice, from 0; also its partition in the batch topic
 * @param slices number of slices of the operation, at least 1
 */
public record FetchTask(Operation operation, int slice, int slices) {}
