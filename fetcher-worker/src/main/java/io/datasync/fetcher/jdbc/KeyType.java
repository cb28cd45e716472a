package io.datasync.fetcher.jdbc;

import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import java.math.BigDecimal;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.regex.Pattern;

/**
 * How a value of a key column becomes a text, and a parameter again that the column is compared with by its own rules and
 * indexes.
 *
 * <p>PostgreSQL and SQL Server turn values into texts and back themselves. Of other products, only numbers, texts, dates and
 * timestamps are known well enough.
 *
 * @param name type that the text is cast to; for other products a name of our own
 */
record KeyType(SourceProduct product, String name) {
    private static final String NUMBER = "number";
    private static final String TEXT = "text";
    private static final String DATE = "date";
    private static final String TIMESTAMP = "timestamp";

    /** Oracle's DATE, which has a time. Compared with a timestamp, it would be turned into one, and its index left alone. */
    private static final String DATE_AND_TIME = "date and time";

    /** Words or quoted names, a schema before them and a length behind: it comes from a message and stands in a statement. */
    private static final Pattern NAME = Pattern.compile(
            "(?:\"[^\"]+\"|\\w+)(?:\\.(?:\"[^\"]+\"|\\w+))?(?: \\w+)*(?:\\(\\d+(?:,\\d+)?\\))?(?:\\[\\])?");

    KeyType {
        if (!NAME.matcher(name).matches()) {
            throw new DataSyncException(ErrorCode.MALFORMED_MESSAGE, "'" + name + "' is no type of a key column");
        }
    }

    /**
     * The type of a column.
     *
     * @throws DataSyncException with {@link ErrorCode#UNSUPPORTED_TYPE} if rows cannot be divided by it
     */
    static KeyType of(SourceColumn column, SourceProduct product) {
        return new KeyType(
                product,
                switch (product) {
                    case POSTGRESQL -> postgres(column);
                    case SQLSERVER -> sqlServer(column);
                    case ORACLE -> column.typeName().equals(DATE) ? DATE_AND_TIME : other(column);
                    case DB2, OTHER -> other(column);
                });
    }

    /** The driver knows columns with a sequence by names that are no types. */
    private static String postgres(SourceColumn column) {
        return switch (column.typeName()) {
            case "smallserial" -> "int2";
            case "serial" -> "int4";
            case "bigserial" -> "int8";
            default -> column.typeName();
        };
    }

    /** A type without length or digits would cut the value; one wider than the column could keep its index from being used. */
    private static String sqlServer(SourceColumn column) {
        String type = column.typeName().replace(" identity", "").replace("()", "");
        return switch (type) {
            case "bigint", "int", "smallint", "tinyint", "bit", "money", "smallmoney", "float", "real" -> type;
            case "date", "datetime", "smalldatetime", "uniqueidentifier" -> type;
            case "decimal", "numeric" -> type + "(" + column.precision() + "," + column.scale() + ")";
            case "datetime2", "datetimeoffset", "time" -> type + "(" + column.scale() + ")";
            case "char", "varchar" -> "varchar(8000)";
            case "nchar", "nvarchar" -> "nvarchar(4000)";
            default -> throw unsupported(column);
        };
    }

    private static String other(SourceColumn column) {
        return switch (column.type()) {
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT, Types.NUMERIC, Types.DECIMAL -> NUMBER;
            case Types.CHAR, Types.VARCHAR, Types.NCHAR, Types.NVARCHAR -> TEXT;
            case Types.DATE -> DATE;
            case Types.TIMESTAMP -> TIMESTAMP;
            default -> throw unsupported(column);
        };
    }

    private static DataSyncException unsupported(SourceColumn column) {
        return new DataSyncException(
                ErrorCode.UNSUPPORTED_TYPE,
                "Key column " + column.label() + " has the type " + column.typeName()
                        + ", by which rows cannot be divided; set slices: 1");
    }

    /** An expression whose {@code getString} is the text of the column's value. */
    String text(String column) {
        return switch (product) {
            case POSTGRESQL -> "CAST(" + column + " AS text)";
            case SQLSERVER -> "CONVERT(nvarchar(4000), " + column + ", " + sqlServerStyle() + ")";
            case ORACLE -> oracleText(column);
            case DB2, OTHER -> column;
        };
    }

    /** As a key is compared and never shown, digits beyond the sixth make slices uneven at most. */
    private String oracleText(String column) {
        return switch (name) {
            case DATE_AND_TIME -> "TO_CHAR(" + column + ", 'YYYY-MM-DD HH24:MI:SS')";
            case TIMESTAMP -> "TO_CHAR(" + column + ", 'YYYY-MM-DD HH24:MI:SS.FF6')";
            default -> column;
        };
    }

    /** 3 loses no digit of a float, 2 none of money, 126 is ISO 8601. */
    private int sqlServerStyle() {
        return switch (name) {
            case "float", "real" -> 3;
            case "money", "smallmoney" -> 2;
            default -> 126;
        };
    }

    /** What stands for the value in a statement. */
    String parameter() {
        if (castsTexts()) {
            return "CAST(? AS " + name + ")";
        }
        return name.equals(DATE_AND_TIME) ? "CAST(? AS DATE)" : "?";
    }

    private boolean castsTexts() {
        return product == SourceProduct.POSTGRESQL || product == SourceProduct.SQLSERVER;
    }

    /** The parameter's value. */
    Object value(String text) {
        if (castsTexts()) {
            return text;
        }
        return switch (name) {
            case NUMBER -> new BigDecimal(text);
            case DATE -> LocalDate.parse(text);
            case TIMESTAMP, DATE_AND_TIME -> LocalDateTime.parse(text.replace(' ', 'T'));
            default -> text;
        };
    }
}
