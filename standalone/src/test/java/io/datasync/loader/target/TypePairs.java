package io.datasync.loader.target;

import io.datasync.rows.ColumnType;

/** The border of both destinations for the page of types. */
public final class TypePairs {
    private TypePairs() {}

    /** Whether values of the type may go into such a column at all. */
    public static boolean goTogether(ColumnType source, TargetType target) {
        return Compatibility.fits(source, target);
    }
}
