package io.datasync.rows;

/** A column as the source delivers it under its destination name. */
public record Column(String name, ColumnType type, boolean nullable) {}
