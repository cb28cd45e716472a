package io.datasync.fetcher.jdbc;

import io.datasync.rows.Column;

/** A column of a stream and how its values are read. */
public record StreamedColumn(Column column, ColumnReader reader) {}
