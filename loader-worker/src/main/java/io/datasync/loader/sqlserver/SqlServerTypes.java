package io.datasync.loader.sqlserver;

import io.datasync.loader.target.TargetType;
import io.datasync.rows.ColumnType;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.Map;

/** SQL Server's types: what they can hold, and which one a new column gets. */
final class SqlServerTypes {
    private static final int MAX_NVARCHAR = 4_000;
    private static final int MAX_VARBINARY = 8_000;
    /** The longest text key that a clustered index takes, 900 bytes. */
    private static final int MAX_KEY_CHARACTERS = 450;

    private static final int MAX_FRACTION_DIGITS = 7;
    private static final long MINUTE_NANOS = 60_000_000_000L;
    private static final int UTF_8 = 65001;

    /** Code pages whose charset in Java is not named windows-N. */
    private static final Map<Integer, String> CHARSETS = Map.of(
            437,
            "IBM437",
            850,
            "IBM850",
            874,
            "x-windows-874",
            932,
            "windows-31j",
            936,
            "x-mswin-936",
            949,
            "x-windows-949",
            950,
            "x-windows-950");

    private SqlServerTypes() {}

    /**
     * What values of the type's columns may be.
     *
     * @see <a href="https://learn.microsoft.com/sql/t-sql/data-types/data-types-transact-sql">Data types</a>; their pages give the
     *     ranges: {@code float} and {@code real} begin at the smallest number of full precision
     */
    static TargetType target(SqlServerType type) {
        int length = type.isUnlimited() ? 0 : type.length();
        return switch (type.name()) {
            case "bit" -> new TargetType.Bool();
            case "tinyint" -> new TargetType.Int(0, 255);
            case "smallint" -> TargetType.Int.BITS_16;
            case "int" -> TargetType.Int.BITS_32;
            case "bigint" -> TargetType.Int.BITS_64;
            case "decimal", "numeric" -> new TargetType.Decimal(type.precision(), type.scale());
            case "money" -> new TargetType.Decimal(19, 4, TargetType.Int.BITS_64);
            case "smallmoney" -> new TargetType.Decimal(10, 4, TargetType.Int.BITS_32);
            case "real" -> new TargetType.FloatingPoint(false, false);
            case "float" -> new TargetType.FloatingPoint(true, false);
            case "char", "varchar" ->
                new TargetType.Text(length, TargetType.LengthUnit.BYTES, charset(type.codePage()), true);
            case "nchar", "nvarchar" -> new TargetType.Text(length, TargetType.LengthUnit.UTF16_UNITS, null, true);
            case "binary", "varbinary" -> new TargetType.Binary(length);
            case "uniqueidentifier" -> new TargetType.Uuid();
            default -> temporal(type);
        };
    }

    private static TargetType temporal(SqlServerType type) {
        return switch (type.name()) {
            case "date" -> new TargetType.Date();
            case "time" -> new TargetType.Time(type.scale());
            case "datetime2" -> TargetType.Timestamp.ofPrecision(type.scale());
            case "datetimeoffset" -> new TargetType.TimestampTz(type.scale());
            case "datetime" ->
                new TargetType.Timestamp(
                        TargetType.Timestamp.THREE_HUNDREDTHS,
                        LocalDateTime.of(1753, 1, 1, 0, 0),
                        LocalDateTime.of(9999, 12, 31, 23, 59, 59, 997_000_000));
            case "smalldatetime" ->
                new TargetType.Timestamp(
                        MINUTE_NANOS, LocalDateTime.of(1900, 1, 1, 0, 0), LocalDateTime.of(2079, 6, 6, 23, 59));
            default -> new TargetType.Other();
        };
    }

    /** The charset of a Windows code page; of one that Java does not know only what all have in common. */
    private static Charset charset(int codePage) {
        if (codePage == UTF_8) {
            return StandardCharsets.UTF_8;
        }
        String name = CHARSETS.getOrDefault(codePage, "windows-" + codePage);
        return Charset.isSupported(name) ? Charset.forName(name) : StandardCharsets.US_ASCII;
    }

    /** The type of a new column that holds every value of {@code type}; text keys are cut to what an index takes. */
    static String declaration(ColumnType type, boolean key) {
        if (type instanceof ColumnType.Bool) {
            return "bit";
        } else if (type instanceof ColumnType.Int16) {
            return "smallint";
        } else if (type instanceof ColumnType.Int32) {
            return "int";
        } else if (type instanceof ColumnType.Int64) {
            return "bigint";
        } else if (type instanceof ColumnType.Float32) {
            return "real";
        } else if (type instanceof ColumnType.Float64) {
            return "float";
        } else if (type instanceof ColumnType.Decimal decimal) {
            return "decimal(" + decimal.precision() + ", " + decimal.scale() + ")";
        } else if (type instanceof ColumnType.Text text) {
            return "nvarchar(" + length(text.maxLength(), MAX_NVARCHAR, key ? MAX_KEY_CHARACTERS : 0) + ")";
        } else if (type instanceof ColumnType.Binary binary) {
            return "varbinary(" + length(binary.maxLength(), MAX_VARBINARY, key ? 2 * MAX_KEY_CHARACTERS : 0) + ")";
        }
        return temporalDeclaration(type);
    }

    private static String temporalDeclaration(ColumnType type) {
        if (type instanceof ColumnType.Date) {
            return "date";
        } else if (type instanceof ColumnType.Time time) {
            return "time(" + Math.min(time.precision(), MAX_FRACTION_DIGITS) + ")";
        } else if (type instanceof ColumnType.Timestamp timestamp) {
            return "datetime2(" + Math.min(timestamp.precision(), MAX_FRACTION_DIGITS) + ")";
        } else if (type instanceof ColumnType.TimestampTz timestamp) {
            return "datetimeoffset(" + Math.min(timestamp.precision(), MAX_FRACTION_DIGITS) + ")";
        } else if (type instanceof ColumnType.Uuid) {
            return "uniqueidentifier";
        }
        throw new IllegalArgumentException("Not a column type: " + type);
    }

    private static String length(int length, int most, int mostOfKey) {
        if (mostOfKey > 0) {
            return Integer.toString(length == 0 ? mostOfKey : Math.min(length, mostOfKey));
        }
        return length == 0 || length > most ? "max" : Integer.toString(length);
    }
}
