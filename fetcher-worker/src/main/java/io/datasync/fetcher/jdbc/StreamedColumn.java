package io.datasync.fetcher.jdbc;

import io.datasync.rows.Column;

/**
 * A column of a stream and how its values are read.
 *
 * @param source name of the source's column that they are read from, the first one of several
 */
public record StreamedColumn(Column column, String source, ColumnReader reader) {}
