package io.datasync.config;

import java.util.Optional;

/**
 * A column that grows with each new row, such as F4111's ILUKID: a Daily or Hourly fetches the rows beyond the largest number that
 * was fetched so far, and a window below it again.
 *
 * @param column the column of the rows, a whole number; empty for the one that the JDE catalog names
 * @param window how far below the largest number rows are fetched again, for those that were committed late or changed since;
 *     0 or more
 */
public record NumberCursor(Optional<String> column, long window) {}
