package io.datasync.benchmarks;

/**
 * A column of a table.
 *
 * @param value SQL of the value of row number {@code i}, a bigint from 1
 * @param older SQL of the value that an older version of the row had, over the row itself
 */
record ShapeColumn(String name, String type, String value, String older) {
    static ShapeColumn of(String name, String type, String value) {
        return new ShapeColumn(name, type, value, name);
    }
}
