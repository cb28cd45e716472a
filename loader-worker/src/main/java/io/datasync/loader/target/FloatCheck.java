package io.datasync.loader.target;

import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;

/** A double that single precision holds exactly; NaN and infinities are the same in both. */
final class FloatCheck implements ValueCheck {

    @Override
    public boolean fits(FieldVector vector, int row) {
        double value = ((Float8Vector) vector).get(row);
        return Double.compare((float) value, value) == 0;
    }

    @Override
    public String reason(FieldVector vector, int row) {
        return "a number that single precision does not hold exactly";
    }
}
