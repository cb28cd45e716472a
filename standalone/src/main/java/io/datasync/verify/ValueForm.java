package io.datasync.verify;

import org.apache.arrow.vector.FieldVector;

/** Writes values of a column in a form that is the same for values that the destination column takes for the same. */
@FunctionalInterface
interface ValueForm {

    /** Writes a value that is not NULL. */
    void put(FieldVector vector, int row, FormBytes out);
}
