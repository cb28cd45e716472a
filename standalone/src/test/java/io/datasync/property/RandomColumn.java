package io.datasync.property;

import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;

/**
 * A column of a random table, of any type that is carried, and where its values come from.
 *
 * @param literal a value as SQL writes it, never NULL
 */
record RandomColumn(String name, String type, boolean nullable, Function<Random, String> literal) {
    private static final List<String> CHARACTERS = List.of(
            "a", "Z", "0", " ", "  ", "'", "\"", "\\", "\n", "\t", ",", "|", "é", "e\u0301", "ß", "İ", "³", "漢",
            "\u200D", "😀", "\uFFFD", "\u00A0", "\u0001", "\uFEFF");

    /** Types that have no order, so that they can't be keys. */
    private static final int OTHERS = 3;

    /** A key column, never null. */
    static RandomColumn key(String name, Random random) {
        return of(name, false, random.nextInt(Kind.values().length - OTHERS), random);
    }

    static RandomColumn any(String name, Random random) {
        return of(name, random.nextInt(4) > 0, random.nextInt(Kind.values().length), random);
    }

    private static RandomColumn of(String name, boolean nullable, int kind, Random random) {
        Shape shape = Kind.values()[kind].shape(random);
        return new RandomColumn(name, shape.type, nullable, shape.literal);
    }

    /** A value, or NULL where that may be. */
    String value(Random random) {
        return nullable && random.nextInt(6) == 0 ? "NULL" : literal.apply(random);
    }

    /** The value as a text that is the same only if the value is: padding, the sign of 0 and all digits count. */
    String comparable() {
        return type.equals("numeric") ? name : "CASE WHEN " + name + " IS NOT NULL THEN concat(" + name + ") END";
    }

    String definition() {
        return name + " " + type + (nullable ? "" : " NOT NULL");
    }

    @Override
    public String toString() {
        return definition();
    }

    private record Shape(String type, Function<Random, String> literal) {}

    /** Keys may be of any but the last three. */
    private enum Kind {
        INT2,
        INT4,
        INT8,
        NUMERIC,
        UNLIMITED_NUMERIC,
        FLOAT4,
        FLOAT8,
        BOOL,
        CHAR,
        VARCHAR,
        TEXT,
        BYTEA,
        DATE,
        TIME,
        TIMESTAMP,
        TIMESTAMPTZ,
        UUID,
        JSON,
        JSONB,
        XML;

        Shape shape(Random random) {
            int precision = random.nextInt(7);
            return switch (this) {
                case INT2 -> new Shape("int2", from -> whole(from, Short.MIN_VALUE, Short.MAX_VALUE));
                case INT4 -> new Shape("int4", from -> whole(from, Integer.MIN_VALUE, Integer.MAX_VALUE));
                case INT8 -> new Shape("int8", from -> whole(from, Long.MIN_VALUE, Long.MAX_VALUE));
                case NUMERIC -> numeric(random);
                case UNLIMITED_NUMERIC ->
                    new Shape("numeric", from -> decimal(from, from.nextInt(29), from.nextInt(11)));
                case FLOAT4 ->
                    new Shape("float4", from -> real(from, Float.toString(Float.intBitsToFloat(from.nextInt()))));
                case FLOAT8 ->
                    new Shape("float8", from -> real(from, Double.toString(Double.longBitsToDouble(from.nextLong()))));
                case BOOL -> new Shape("bool", from -> String.valueOf(from.nextBoolean()));
                case CHAR -> text("char", 1 + random.nextInt(8));
                case VARCHAR -> text("varchar", 1 + random.nextInt(20));
                case TEXT -> new Shape("text", from -> quoted(characters(from, from.nextInt(40))));
                case BYTEA -> new Shape("bytea", Kind::bytes);
                case DATE -> new Shape("date", from -> "'" + day(from) + "'");
                case TIME -> new Shape("time(" + precision + ")", from -> "'" + time(from, precision) + "'");
                case TIMESTAMP ->
                    new Shape(
                            "timestamp(" + precision + ")",
                            from -> "'" + day(from) + " " + time(from, precision) + "'");
                case TIMESTAMPTZ ->
                    new Shape(
                            "timestamptz(" + precision + ")",
                            from -> "'" + day(from) + " " + time(from, precision) + "Z'");
                case UUID -> new Shape("uuid", from -> "'" + new UUID(from.nextLong(), from.nextLong()) + "'");
                case JSON ->
                    new Shape("json", from -> "json_build_object('k', " + quoted(characters(from, 3)) + "::text)");
                case JSONB ->
                    new Shape(
                            "jsonb",
                            from -> "jsonb_build_array(" + decimal(from, 25, 5) + ", " + quoted(characters(from, 3))
                                    + "::text)");
                case XML -> new Shape("xml", from -> "xmlelement(name e, " + quoted(letters(from)) + ")");
            };
        }

        private static String whole(Random from, long min, long max) {
            return switch (from.nextInt(6)) {
                case 0 -> "'" + min + "'";
                case 1 -> "'" + max + "'";
                case 2 -> "0";
                case 3 -> "'" + (from.nextInt(21) - 10) + "'";
                default -> "'" + from.longs(1, min, max).findFirst().orElseThrow() + "'";
            };
        }

        private static Shape numeric(Random random) {
            int digits = 1 + random.nextInt(38);
            int scale = random.nextInt(digits + 1);
            return new Shape(
                    "numeric(" + digits + ", " + scale + ")",
                    from -> from.nextInt(5) == 0
                            ? sign(from) + "9".repeat(digits - scale) + "." + "9".repeat(scale) + "0"
                            : decimal(from, digits - scale, scale));
        }

        private static String decimal(Random from, int before, int behind) {
            StringBuilder number = new StringBuilder(sign(from)).append('0');
            int used = before == 0 ? 0 : from.nextInt(before + 1);
            from.ints(used, 0, 10).forEach(number::append);
            number.append('.');
            from.ints(behind, 0, 10).forEach(number::append);
            return number.append(behind == 0 ? "0" : "").toString();
        }

        private static String sign(Random from) {
            return from.nextBoolean() ? "-" : "";
        }

        private static String real(Random from, String any) {
            return switch (from.nextInt(8)) {
                case 0 -> "'NaN'";
                case 1 -> "'Infinity'";
                case 2 -> "'-Infinity'";
                case 3 -> "'-0'";
                case 4 -> "'" + from.nextInt(100) / 4.0 + "'";
                default -> "'" + any + "'";
            };
        }

        private static Shape text(String type, int length) {
            return new Shape(
                    type + "(" + length + ")", from -> quoted(characters(from, from.nextInt(length + 1), length)));
        }

        private static String characters(Random from, int parts) {
            return characters(from, parts, Integer.MAX_VALUE);
        }

        private static String characters(Random from, int parts, int most) {
            StringBuilder text = new StringBuilder();
            for (int part = 0; part < parts; part++) {
                String next = CHARACTERS.get(from.nextInt(CHARACTERS.size()));
                if (text.codePointCount(0, text.length()) + next.codePointCount(0, next.length()) <= most) {
                    text.append(next);
                }
            }
            return text.toString();
        }

        private static String letters(Random from) {
            return "é<&>" + (char) ('a' + from.nextInt(26));
        }

        private static String quoted(String text) {
            return "'" + text.replace("'", "''") + "'";
        }

        private static String bytes(Random from) {
            byte[] bytes = new byte[from.nextInt(20)];
            from.nextBytes(bytes);
            return "'\\x" + HexFormat.of().formatHex(bytes) + "'";
        }

        private static String day(Random from) {
            return switch (from.nextInt(8)) {
                case 0 -> "0001-01-01";
                case 1 -> "9999-12-31";
                case 2 -> "2011-12-30";
                case 3 -> "2024-03-10";
                case 4 -> "1582-10-" + (from.nextInt(20) + 10);
                default ->
                    LocalDate.of(1 + from.nextInt(9999), 1, 1)
                            .plusDays(from.nextInt(365))
                            .toString();
            };
        }

        private static String time(Random from, int digits) {
            if (from.nextInt(5) == 0) {
                return "23:59:59" + fraction("999999", digits);
            } else if (from.nextInt(5) == 0) {
                return "02:30:00";
            }
            String fraction = String.format(Locale.ROOT, "%06d", from.nextInt(1_000_000));
            return LocalTime.MIN.plusSeconds(from.nextInt(86_400)).withNano(0).format(DateTimeFormatter.ISO_LOCAL_TIME)
                    + fraction(fraction, digits);
        }

        private static String fraction(String six, int digits) {
            return digits == 0 ? "" : "." + six.substring(0, digits);
        }
    }

    /** So many columns with names of that prefix. */
    static List<RandomColumn> several(String prefix, int count, Random random, boolean keys) {
        List<RandomColumn> columns = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            columns.add(keys ? key(prefix + index, random) : any(prefix + index, random));
        }
        return columns;
    }
}
