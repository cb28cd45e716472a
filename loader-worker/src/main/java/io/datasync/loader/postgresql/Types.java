package io.datasync.loader.postgresql;

import io.datasync.loader.target.TargetType;
import io.datasync.loader.target.TargetType.Equality;
import io.datasync.loader.target.TargetType.LengthUnit;
import io.datasync.rows.ColumnType;

/**
 * PostgreSQL's types as DataSync sees them, and the reverse for new tables.
 *
 * @see <a href="https://www.postgresql.org/docs/current/datatype.html">Data types</a>
 */
final class Types {
    private static final int MAX_FRACTION = 6;
    private static final int MAX_VARCHAR = 10_485_760;
    /** A type modifier counts the four bytes of a length word. */
    private static final int LENGTH_WORD = 4;

    private Types() {}

    /**
     * What a column holds.
     *
     * @param name its type's name in pg_type
     * @param modifier its type modifier, -1 for none
     * @param bytewise whether text is equal only if its bytes are: its collation is deterministic
     */
    static TargetType target(String name, int modifier, boolean bytewise) {
        Equality equality = bytewise ? Equality.BYTES : Equality.COLLATION;
        return switch (name) {
            case "bool" -> new TargetType.Bool();
            case "int2" -> TargetType.Int.BITS_16;
            case "int4" -> TargetType.Int.BITS_32;
            case "int8" -> TargetType.Int.BITS_64;
            case "float4" -> new TargetType.FloatingPoint(false);
            case "float8" -> new TargetType.FloatingPoint(true);
            case "numeric" -> numeric(modifier);
            case "text" -> text(0, equality);
            case "citext" -> text(0, Equality.COLLATION);
            case "varchar" -> text(length(modifier), equality);
            case "bpchar" -> text(length(modifier), bytewise ? Equality.BYTES_BUT_LAST_BLANKS : Equality.COLLATION);
            case "bytea" -> new TargetType.Binary(0);
            case "date" -> new TargetType.Date();
            case "time" -> new TargetType.Time(fraction(modifier));
            case "timestamp" -> TargetType.Timestamp.ofPrecision(fraction(modifier));
            case "timestamptz" -> new TargetType.TimestampTz(fraction(modifier));
            case "uuid" -> new TargetType.Uuid();
            default -> new TargetType.Other();
        };
    }

    /**
     * The type of a new column. PostgreSQL keeps six digits of a second's fraction; a value with more that are not 0 is
     * rejected when it comes.
     */
    static String name(ColumnType type) {
        if (type instanceof ColumnType.Bool) {
            return "boolean";
        } else if (type instanceof ColumnType.Int16) {
            return "smallint";
        } else if (type instanceof ColumnType.Int32) {
            return "integer";
        } else if (type instanceof ColumnType.Int64) {
            return "bigint";
        } else if (type instanceof ColumnType.Float32) {
            return "real";
        } else if (type instanceof ColumnType.Float64) {
            return "double precision";
        } else if (type instanceof ColumnType.Decimal decimal) {
            return "numeric(" + decimal.precision() + "," + decimal.scale() + ")";
        } else if (type instanceof ColumnType.Text text) {
            return text.maxLength() == 0 || text.maxLength() > MAX_VARCHAR
                    ? "text"
                    : "varchar(" + text.maxLength() + ")";
        } else if (type instanceof ColumnType.Binary) {
            return "bytea";
        } else if (type instanceof ColumnType.Time time) {
            return "time(" + Math.min(time.precision(), MAX_FRACTION) + ")";
        } else if (type instanceof ColumnType.Timestamp timestamp) {
            return "timestamp(" + Math.min(timestamp.precision(), MAX_FRACTION) + ")";
        } else if (type instanceof ColumnType.TimestampTz timestamp) {
            return "timestamptz(" + Math.min(timestamp.precision(), MAX_FRACTION) + ")";
        }
        return type.text();
    }

    /** The scale is a signed number of 11 bits, see numeric.c's numeric_typmod_scale. */
    private static TargetType numeric(int modifier) {
        if (modifier < 0) {
            return new TargetType.Decimal(0, 0);
        }
        int precision = (modifier - LENGTH_WORD) >> 16 & 0xFFFF;
        int scale = ((modifier - LENGTH_WORD & 0x7FF) ^ 1024) - 1024;
        return new TargetType.Decimal(precision, scale);
    }

    private static TargetType text(int maxLength, Equality equality) {
        return new TargetType.Text(maxLength, LengthUnit.CODE_POINTS, null, false, equality);
    }

    private static int length(int modifier) {
        return modifier < 0 ? 0 : modifier - LENGTH_WORD;
    }

    private static int fraction(int modifier) {
        return modifier < 0 ? MAX_FRACTION : modifier;
    }
}
