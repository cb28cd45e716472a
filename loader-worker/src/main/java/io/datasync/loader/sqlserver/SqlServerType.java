package io.datasync.loader.sqlserver;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The type of a column as the catalog describes it.
 *
 * @param name system type, in lower case, such as {@code nvarchar}
 * @param maxLength most bytes of a value, -1 for a {@code max} type
 * @param precision digits in all, of exact numbers
 * @param scale digits behind the point, or of the second's fraction
 * @param collation of character types, otherwise null
 * @param codePage of {@code char} and {@code varchar}: the Windows code page of the collation, 65001 for UTF-8
 */
record SqlServerType(
        String name,
        int maxLength,
        int precision,
        int scale,
        @Nullable String collation,
        int codePage) {

    private static final Set<String> TEMPORAL =
            Set.of("date", "time", "datetime2", "datetime", "smalldatetime", "datetimeoffset");

    /** Longest text of a temporal value: {@code 9999-12-31T23:59:59.9999999+00:00}. */
    private static final int TEMPORAL_LENGTH = 34;

    private static final int UUID_LENGTH = 36;

    /** A type without length, precision and collation. */
    static SqlServerType of(String name) {
        return new SqlServerType(name, 0, 0, 0, null, 0);
    }

    private static SqlServerType ascii(int length) {
        return new SqlServerType("varchar", length, 0, 0, "Latin1_General_BIN2", 1252);
    }

    boolean isTemporal() {
        return TEMPORAL.contains(name);
    }

    /** Whether the type holds text. */
    boolean isText() {
        return name.endsWith("char");
    }

    /** Whether values of different length are different although the server calls them equal. */
    boolean hasLength() {
        return name.equals("varchar") || name.equals("nvarchar") || name.equals("varbinary");
    }

    boolean isUnlimited() {
        return maxLength < 0;
    }

    /** Most characters of an {@code nchar} or {@code nvarchar}, most bytes of other types; -1 if unlimited. */
    int length() {
        return name.startsWith("n") && isText() && maxLength > 0 ? maxLength / 2 : maxLength;
    }

    /** The type as DDL writes it, without collation. */
    String declaration() {
        return switch (name) {
            case "char", "varchar", "nchar", "nvarchar", "binary", "varbinary" ->
                name + "(" + (isUnlimited() ? "max" : Integer.toString(length())) + ")";
            case "decimal", "numeric" -> name + "(" + precision + ", " + scale + ")";
            case "time", "datetime2", "datetimeoffset" -> name + "(" + scale + ")";
            default -> name;
        };
    }

    /** The declaration and, for text, the collation. */
    String declarationWithCollation() {
        return collation == null ? declaration() : declaration() + " COLLATE " + collation;
    }

    /**
     * The type in which bulk copy carries values of this type into a staging table. Temporal values and uniqueidentifiers
     * go as text, since the driver would take a date and time through the JVM's default time zone, where a time of day
     * in a daylight-saving gap does not exist; fixed lengths go as varying ones, since not every server pads what comes
     * by bulk copy; and smallmoney as a decimal, since Babelfish takes its four bytes for a number without sign. All other
     * types carry themselves.
     */
    SqlServerType carrier() {
        if (isTemporal()) {
            return ascii(TEMPORAL_LENGTH);
        }
        return switch (name) {
            case "uniqueidentifier" -> ascii(UUID_LENGTH);
            case "char" -> new SqlServerType("varchar", maxLength, 0, 0, collation, codePage);
            case "nchar" -> new SqlServerType("nvarchar", maxLength, 0, 0, collation, codePage);
            case "binary" -> new SqlServerType("varbinary", maxLength, 0, 0, null, 0);
            case "smallmoney" -> new SqlServerType("decimal", 0, 10, 4, null, 0);
            default -> this;
        };
    }
}
