package io.datasync.loader.postgresql;

import org.apache.arrow.vector.FieldVector;

/** Writes a column's values as COPY BINARY wants them: the length in bytes, then the type's own binary form. */
@FunctionalInterface
interface ColumnEncoder {

    /** Writes a value that is not NULL and that the destination column holds. */
    void encode(FieldVector vector, int row, CopyBuffer out);
}
