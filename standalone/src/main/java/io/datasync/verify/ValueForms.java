package io.datasync.verify;

import io.datasync.loader.target.Numbers;
import io.datasync.loader.target.TargetColumn;
import io.datasync.loader.target.TargetType;
import io.datasync.loader.target.TemporalUnits;
import io.datasync.rows.ColumnType;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.TimeNanoVector;

/**
 * Picks the form of a column's values. Both sides' values of a column go through here with the destination's column, whatever
 * types they come in, so that 1.50 is 1.5, midnight is its date, and padding is nothing.
 */
final class ValueForms {
    private static final long SECONDS_PER_DAY = 86_400;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private ValueForms() {}

    /**
     * The form of values of {@code type} that are in {@code target}, or are to be.
     *
     * @param key whether rows are told apart by it: then text is taken as the destination's collation may see it
     */
    static ValueForm of(ColumnType type, TargetColumn target, boolean key) {
        if (target.type() instanceof TargetType.Int || target.type() instanceof TargetType.Decimal) {
            return type instanceof ColumnType.Text ? ValueForms::writtenNumber : number(Numbers.scale(type));
        } else if (target.type() instanceof TargetType.FloatingPoint) {
            return ValueForms::floatingPoint;
        } else if (target.type() instanceof TargetType.Text text) {
            return key && text.equality() == TargetType.Equality.COLLATION
                    ? ValueForms::folded
                    : bytes(isPadded(target, text) ? ' ' : -1);
        } else if (target.type() instanceof TargetType.Binary) {
            return bytes(target.typeName().startsWith("binary") ? 0 : -1);
        } else if (target.type() instanceof TargetType.Bool) {
            return (vector, row, out) -> out.putByte(((BitVector) vector).get(row));
        } else if (target.type() instanceof TargetType.Uuid) {
            return (vector, row, out) -> out.putBytes(((FixedSizeBinaryVector) vector).get(row));
        } else if (target.type() instanceof TargetType.Time) {
            return (vector, row, out) -> out.putLong(((TimeNanoVector) vector).get(row));
        }
        return moment(TemporalUnits.perSecond(type));
    }

    /** Whether the destination fills text up with blanks, and takes none of them for a part of it. */
    private static boolean isPadded(TargetColumn target, TargetType.Text text) {
        String name = target.typeName();
        return text.equality() == TargetType.Equality.BYTES_BUT_LAST_BLANKS
                || name.startsWith("char(")
                || name.startsWith("nchar(")
                || name.startsWith("character(");
    }

    /** Digits without zeros at the end of the fraction, and where the point is. */
    private static ValueForm number(int scale) {
        return (vector, row, out) -> {
            if (Numbers.isLong(vector, row)) {
                number(Numbers.longAt(vector, row), scale, out);
            } else {
                number(new BigDecimal(Numbers.unscaledAt(vector, row), scale), out);
            }
        };
    }

    private static void number(long unscaled, int scale, FormBytes out) {
        long digits = unscaled;
        int behindPoint = digits == 0 ? 0 : scale;
        while (behindPoint > 0 && digits % 10 == 0) {
            digits /= 10;
            behindPoint--;
        }
        out.putByte(behindPoint);
        out.putLong(digits);
    }

    private static void number(BigDecimal number, FormBytes out) {
        BigDecimal stripped = number.stripTrailingZeros();
        BigDecimal plain = stripped.scale() < 0 ? stripped.setScale(0) : stripped;
        if (plain.unscaledValue().bitLength() < Long.SIZE) {
            number(plain.unscaledValue().longValueExact(), plain.scale(), out);
        } else {
            out.putByte(plain.scale());
            out.putBytes(plain.unscaledValue().toByteArray());
        }
    }

    /** A number that was asked for as text, as no type of ours has its digits; or NaN, which no source has. */
    private static void writtenNumber(FieldVector vector, int row, FormBytes out) {
        byte[] text = ((BaseVariableWidthVector) vector).get(row);
        try {
            number(new BigDecimal(new String(text, StandardCharsets.US_ASCII)), out);
        } catch (NumberFormatException none) {
            out.putBytes(text);
        }
    }

    /** 0 and −0 are equal to databases, and so are all NaN. */
    private static void floatingPoint(FieldVector vector, int row, FormBytes out) {
        double value = vector instanceof Float4Vector floats ? floats.get(row) : ((Float8Vector) vector).get(row);
        out.putLong(Double.doubleToLongBits(value == 0 ? 0 : value));
    }

    /** @param filler byte that does not count at the end; negative for none */
    private static ValueForm bytes(int filler) {
        return (vector, row, out) -> {
            BaseVariableWidthVector values = (BaseVariableWidthVector) vector;
            ArrowBuf bytes = values.getDataBuffer();
            long start = values.getStartOffset(row);
            long end = values.getEndOffset(row);
            while (filler >= 0 && end > start && bytes.getByte(end - 1) == filler) {
                end--;
            }
            out.putBytes(bytes, start, (int) (end - start));
        };
    }

    /**
     * What most collations that tell less than bytes take for the same: upper and lower case, blanks at the end, compatible
     * characters such as ³ and 3.
     */
    private static void folded(FieldVector vector, int row, FormBytes out) {
        String text = new String(((BaseVariableWidthVector) vector).get(row), StandardCharsets.UTF_8);
        String folded = Normalizer.normalize(text, Normalizer.Form.NFKC)
                .toUpperCase(Locale.ROOT)
                .toLowerCase(Locale.ROOT)
                .stripTrailing();
        out.putBytes(folded.getBytes(StandardCharsets.UTF_8));
    }

    private static ValueForm moment(long unitsPerSecond) {
        return (vector, row, out) -> {
            if (vector instanceof DateDayVector days) {
                out.putLong(days.get(row) * SECONDS_PER_DAY);
                out.putLong(0);
            } else {
                long value = TemporalUnits.at(vector, row);
                out.putLong(Math.floorDiv(value, unitsPerSecond));
                out.putLong(Math.floorMod(value, unitsPerSecond) * (NANOS_PER_SECOND / unitsPerSecond));
            }
        };
    }
}
