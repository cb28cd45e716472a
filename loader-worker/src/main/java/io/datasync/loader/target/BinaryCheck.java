package io.datasync.loader.target;

import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.FieldVector;

/** Bytes, no more than a limit. */
record BinaryCheck(int maxLength) implements ValueCheck {

    @Override
    public boolean fits(FieldVector vector, int row) {
        return length(vector, row) <= maxLength;
    }

    @Override
    public String reason(FieldVector vector, int row) {
        return length(vector, row) + " bytes, at most " + maxLength + " fit";
    }

    private static int length(FieldVector vector, int row) {
        return ((BaseVariableWidthVector) vector).getValueLength(row);
    }
}
