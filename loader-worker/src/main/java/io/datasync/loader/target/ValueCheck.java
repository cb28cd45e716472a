package io.datasync.loader.target;

import org.apache.arrow.vector.FieldVector;

/** Tells whether a column's values can be stored as they are; asked for values that are not NULL only. */
interface ValueCheck {

    /** True if a quick look shows that all values of the vector fit; false if each wants a look. */
    default boolean allFit(FieldVector vector, int rows) {
        return false;
    }

    boolean fits(FieldVector vector, int row);

    /** Why a value that does not fit does not; never the value itself. */
    String reason(FieldVector vector, int row);
}
