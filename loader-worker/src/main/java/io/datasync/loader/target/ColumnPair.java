package io.datasync.loader.target;

import io.datasync.rows.Column;

/**
 * A source column and the destination column that takes its values.
 *
 * @param index position of the source column in the row
 * @param key whether the column is one of the key columns
 */
public record ColumnPair(int index, Column source, TargetColumn target, boolean key) {}
