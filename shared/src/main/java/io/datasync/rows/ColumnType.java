package io.datasync.rows;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The type of a column between source and destination. Its text form, such as {@code decimal(15,4)}, travels in messages
 * and in the field metadata of Arrow schemas.
 */
public sealed interface ColumnType {

    record Bool() implements ColumnType {}

    record Int16() implements ColumnType {}

    record Int32() implements ColumnType {}

    record Int64() implements ColumnType {}

    record Float32() implements ColumnType {}

    record Float64() implements ColumnType {}

    /**
     * An exact number.
     *
     * @param precision digits in all, 1 to 38
     * @param scale digits behind the point, 0 to precision
     */
    record Decimal(int precision, int scale) implements ColumnType {
        public Decimal {
            require(precision >= 1 && precision <= 38, "precision from 1 to 38", precision);
            require(scale >= 0 && scale <= precision, "scale from 0 to the precision", scale);
        }
    }

    /**
     * Unicode text.
     *
     * @param maxLength most characters (UTF-16 code units) of a value as the source declares it; 0 if it sets no limit
     */
    record Text(int maxLength) implements ColumnType {
        public Text {
            require(maxLength >= 0, "a length of 0 or more", maxLength);
        }
    }

    /**
     * Bytes.
     *
     * @param maxLength most bytes of a value as the source declares it; 0 if it sets no limit
     */
    record Binary(int maxLength) implements ColumnType {
        public Binary {
            require(maxLength >= 0, "a length of 0 or more", maxLength);
        }
    }

    /** A calendar day without zone. */
    record Date() implements ColumnType {}

    /**
     * A time of day without zone.
     *
     * @param precision digits of the second's fraction, 0 to 9
     */
    record Time(int precision) implements ColumnType {
        public Time {
            require(precision >= 0 && precision <= 9, "precision from 0 to 9", precision);
        }
    }

    /**
     * A wall-clock date and time without zone, of the years 1 to 9999. Up to 6 digits are carried as microseconds; more as
     * units of 100 nanoseconds, so that an eighth and ninth digit can only be 0.
     *
     * @param precision digits of the second's fraction, 0 to 9
     */
    record Timestamp(int precision) implements ColumnType {
        public Timestamp {
            require(precision >= 0 && precision <= 9, "precision from 0 to 9", precision);
        }
    }

    /**
     * A point in time, carried in UTC; units and range as for {@link Timestamp}.
     *
     * @param precision digits of the second's fraction, 0 to 9
     */
    record TimestampTz(int precision) implements ColumnType {
        public TimestampTz {
            require(precision >= 0 && precision <= 9, "precision from 0 to 9", precision);
        }
    }

    record Uuid() implements ColumnType {}

    /** The text form: the name in lower case with its numbers in parentheses. */
    @JsonValue
    default String text() {
        String name = getClass().getSimpleName().toLowerCase(Locale.ROOT);
        if (this instanceof Decimal decimal) {
            return name + "(" + decimal.precision() + "," + decimal.scale() + ")";
        } else if (this instanceof Text text) {
            return name + "(" + text.maxLength() + ")";
        } else if (this instanceof Binary binary) {
            return name + "(" + binary.maxLength() + ")";
        } else if (this instanceof Time time) {
            return name + "(" + time.precision() + ")";
        } else if (this instanceof Timestamp timestamp) {
            return name + "(" + timestamp.precision() + ")";
        } else if (this instanceof TimestampTz timestamp) {
            return name + "(" + timestamp.precision() + ")";
        }
        return name;
    }

    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException if the text is not one that {@link #text()} writes
     */
    @JsonCreator
    static ColumnType parse(String text) {
        ColumnType type = parseLeniently(text);
        if (!type.text().equals(text)) {
            throw new IllegalArgumentException("Not a column type: " + text);
        }
        return type;
    }

    private static ColumnType parseLeniently(String text) {
        Matcher form = TextForm.PATTERN.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("Not a column type: " + text);
        }
        int first = form.group(2) == null ? -1 : Integer.parseInt(form.group(2));
        int second = form.group(3) == null ? -1 : Integer.parseInt(form.group(3));
        return switch (form.group(1)) {
            case "bool" -> new Bool();
            case "int16" -> new Int16();
            case "int32" -> new Int32();
            case "int64" -> new Int64();
            case "float32" -> new Float32();
            case "float64" -> new Float64();
            case "decimal" -> new Decimal(first, second);
            case "text" -> new Text(first);
            case "binary" -> new Binary(first);
            case "date" -> new Date();
            case "time" -> new Time(first);
            case "timestamp" -> new Timestamp(first);
            case "timestamptz" -> new TimestampTz(first);
            case "uuid" -> new Uuid();
            default -> throw new IllegalArgumentException("Not a column type: " + text);
        };
    }

    private static void require(boolean holds, String what, int value) {
        if (!holds) {
            throw new IllegalArgumentException("Expected " + what + ", not " + value);
        }
    }

    /** The syntax of the text form. */
    final class TextForm {
        private static final Pattern PATTERN = Pattern.compile("([a-z0-9]+)(?:\\((\\d{1,9})(?:,(\\d{1,9}))?\\))?");

        private TextForm() {}
    }
}
