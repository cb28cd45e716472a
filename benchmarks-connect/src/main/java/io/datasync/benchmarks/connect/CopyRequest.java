package io.datasync.benchmarks.connect;

/**
 * A copy that is asked for, a line of JSON on standard input.
 *
 * @param sourceTable the table to read, as schema.table
 * @param targetTable the table to write, as schema.table; it exists
 * @param key the column that is the primary key
 * @param rows how many rows the source table has
 */
record CopyRequest(String sourceTable, String targetTable, String key, long rows, CopyJob.Mode mode) {}
