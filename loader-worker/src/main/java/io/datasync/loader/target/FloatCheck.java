package io.datasync.loader.target;

import io.datasync.rows.ColumnType;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.jspecify.annotations.Nullable;

/** A number that the destination's precision holds exactly, and one that it takes at all. */
record FloatCheck(TargetType.FloatingPoint type) implements ValueCheck {

    /** The check of a number; null if every value of the source's type fits. */
    static @Nullable ValueCheck of(ColumnType source, TargetType.FloatingPoint target) {
        boolean narrower = source instanceof ColumnType.Float64 && !target.doublePrecision();
        return narrower || !target.allOfIeee() ? new FloatCheck(target) : null;
    }

    @Override
    public boolean fits(FieldVector vector, int row) {
        double value = value(vector, row);
        return isExact(value) && (type.allOfIeee() || (Double.isFinite(value) && !isSubnormal(value)));
    }

    @Override
    public String reason(FieldVector vector, int row) {
        double value = value(vector, row);
        if (!Double.isFinite(value) && !type.allOfIeee()) {
            return Double.isNaN(value) ? "NaN, which is no number there" : "infinity, which is no number there";
        } else if (!isExact(value)) {
            return "a number that single precision does not hold exactly";
        }
        return "a number closer to 0 than the smallest one of full precision";
    }

    /** NaN and infinities are the same in both precisions. */
    private boolean isExact(double value) {
        return type.doublePrecision() || Double.compare((float) value, value) == 0;
    }

    private boolean isSubnormal(double value) {
        return value != 0 && Math.abs(value) < (type.doublePrecision() ? Double.MIN_NORMAL : Float.MIN_NORMAL);
    }

    private static double value(FieldVector vector, int row) {
        return vector instanceof Float4Vector floats ? floats.get(row) : ((Float8Vector) vector).get(row);
    }
}
