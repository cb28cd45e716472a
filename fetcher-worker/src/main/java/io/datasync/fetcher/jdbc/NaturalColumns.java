package io.datasync.fetcher.jdbc;

import io.datasync.config.JdeSite.Trim;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.rows.Column;
import io.datasync.rows.ColumnType;
import java.sql.Types;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Every column of a result under its own label and with the type that the source gives it.
 *
 * <p>A number without declared digits (PostgreSQL's {@code numeric}, Oracle's {@code NUMBER}) becomes decimal(38,10);
 * digits beyond 38 are cut from the declaration, and values that need them are rejected.
 */
public final class NaturalColumns implements ColumnPlan {
    private static final int SQLSERVER_DATETIMEOFFSET = -155;
    private static final int ORACLE_TIMESTAMP_TZ = -101;
    private static final int ORACLE_TIMESTAMP_LOCAL_TZ = -102;
    private static final int ORACLE_BINARY_FLOAT = 100;
    private static final int ORACLE_BINARY_DOUBLE = 101;

    /** Oracle's scale of a NUMBER without declared digits. */
    private static final int ORACLE_NO_SCALE = -127;

    private static final int MOST_DIGITS = 38;
    private static final int MOST_FRACTION_DIGITS = 9;
    private static final ColumnType.Decimal UNDECLARED_DECIMAL = new ColumnType.Decimal(MOST_DIGITS, 10);

    /** Drivers give the largest length of their product for a type without one: from 1 GiB on it is no limit. */
    private static final int NO_LENGTH = 1 << 30;

    private static final Set<String> TEXT_LIKE = Set.of("json", "jsonb", "xml", "citext");

    private final SourceProduct product;

    public NaturalColumns(SourceProduct product) {
        this.product = product;
    }

    @Override
    public List<StreamedColumn> choose(List<SourceColumn> columns) {
        Set<String> names = new HashSet<>();
        for (SourceColumn column : columns) {
            String label = column.label();
            if (label.isBlank() || label.equals("?column?")) {
                throw query("Column " + column.index() + " of the query has no name; give it an alias");
            }
            if (!names.add(label.toLowerCase(Locale.ROOT))) {
                throw query("Two columns of the query are named " + label + "; give one an alias");
            }
        }
        return columns.stream().map(this::streamed).toList();
    }

    private StreamedColumn streamed(SourceColumn column) {
        ColumnType type = type(column);
        return new StreamedColumn(
                new Column(column.label(), type, column.nullable()), column.label(), reader(column, type));
    }

    /** The type of a column. */
    private ColumnType type(SourceColumn column) {
        if (TEXT_LIKE.contains(column.typeName())) {
            return new ColumnType.Text(0);
        }
        return switch (column.typeName()) {
            case "uuid", "uniqueidentifier" -> new ColumnType.Uuid();
            case "timestamptz" -> new ColumnType.TimestampTz(fraction(column));
            case "timetz", "money" -> throwsOnPostgres(column);
            default -> byCode(column);
        };
    }

    private ColumnType throwsOnPostgres(SourceColumn column) {
        if (product == SourceProduct.POSTGRESQL) {
            throw unsupported(column);
        }
        return byCode(column);
    }

    private ColumnType byCode(SourceColumn column) {
        return switch (column.type()) {
            case Types.BOOLEAN -> new ColumnType.Bool();
            case Types.BIT -> bit(column);
            case Types.TINYINT, Types.SMALLINT -> new ColumnType.Int16();
            case Types.INTEGER -> new ColumnType.Int32();
            case Types.BIGINT -> new ColumnType.Int64();
            case Types.REAL, ORACLE_BINARY_FLOAT -> new ColumnType.Float32();
            case Types.FLOAT, Types.DOUBLE, ORACLE_BINARY_DOUBLE -> new ColumnType.Float64();
            case Types.NUMERIC, Types.DECIMAL -> decimal(column);
            case Types.CHAR, Types.VARCHAR, Types.NCHAR, Types.NVARCHAR -> new ColumnType.Text(length(column));
            case Types.LONGVARCHAR, Types.LONGNVARCHAR, Types.CLOB, Types.NCLOB, Types.SQLXML -> new ColumnType.Text(0);
            case Types.BINARY, Types.VARBINARY -> new ColumnType.Binary(length(column));
            case Types.LONGVARBINARY, Types.BLOB -> new ColumnType.Binary(0);
            case Types.DATE -> new ColumnType.Date();
            case Types.TIME -> new ColumnType.Time(fraction(column));
            case Types.TIMESTAMP -> new ColumnType.Timestamp(fraction(column));
            case Types.TIMESTAMP_WITH_TIMEZONE,
                    SQLSERVER_DATETIMEOFFSET,
                    ORACLE_TIMESTAMP_TZ,
                    ORACLE_TIMESTAMP_LOCAL_TZ -> new ColumnType.TimestampTz(fraction(column));
            default -> throw unsupported(column);
        };
    }

    private ColumnReader reader(SourceColumn column, ColumnType type) {
        int source = column.index();
        String name = column.label();
        if (type instanceof ColumnType.Bool) {
            return PlainReaders.bool(source);
        } else if (type instanceof ColumnType.Int16) {
            return PlainReaders.int16(source);
        } else if (type instanceof ColumnType.Int32) {
            return PlainReaders.int32(source);
        } else if (type instanceof ColumnType.Int64) {
            return PlainReaders.int64(source);
        } else if (type instanceof ColumnType.Float32) {
            return PlainReaders.float32(source);
        } else if (type instanceof ColumnType.Float64) {
            return PlainReaders.float64(source);
        } else if (type instanceof ColumnType.Decimal decimal) {
            return new DecimalReader(source, name, decimal);
        } else if (type instanceof ColumnType.Text) {
            return new TextReader(column, name, Trim.NONE);
        } else if (type instanceof ColumnType.Binary) {
            return PlainReaders.binary(source);
        } else if (type instanceof ColumnType.Date) {
            return TemporalReaders.date(source, name);
        } else if (type instanceof ColumnType.Time) {
            return TemporalReaders.time(source, name);
        } else if (type instanceof ColumnType.Timestamp timestamp) {
            return TemporalReaders.timestamp(source, name, timestamp.precision());
        } else if (type instanceof ColumnType.TimestampTz timestamp) {
            return TemporalReaders.timestampWithZone(source, name, timestamp.precision());
        }
        return PlainReaders.uuid(source);
    }

    /** PostgreSQL's bool and SQL Server's bit are one bit; PostgreSQL's bit(n) is a string of them. */
    private ColumnType bit(SourceColumn column) {
        if (column.typeName().equals("bit") && column.precision() > 1) {
            throw unsupported(column);
        }
        return new ColumnType.Bool();
    }

    private ColumnType decimal(SourceColumn column) {
        int precision = column.precision();
        int scale = product == SourceProduct.POSTGRESQL ? postgresScale(column.scale()) : column.scale();
        if (precision <= 0 || scale == ORACLE_NO_SCALE) {
            return UNDECLARED_DECIMAL;
        }
        if (scale < 0) {
            return new ColumnType.Decimal(Math.min(MOST_DIGITS, precision - scale), 0);
        }
        int kept = Math.min(scale, MOST_DIGITS);
        return new ColumnType.Decimal(Math.min(MOST_DIGITS, Math.max(precision, kept)), kept);
    }

    /** The server keeps a scale, -1000 to 1000, in 11 bits; the driver takes a negative one for a large one. */
    private static int postgresScale(int scale) {
        return ((scale & 0x7ff) ^ 0x400) - 0x400;
    }

    private static int length(SourceColumn column) {
        return column.precision() <= 0 || column.precision() >= NO_LENGTH - 1 ? 0 : column.precision();
    }

    /** Java's times end at nanoseconds: what DB2's timestamp(12) has behind them would be cut off by its driver. */
    private static int fraction(SourceColumn column) {
        if (column.scale() > MOST_FRACTION_DIGITS) {
            throw unsupported(column);
        }
        return Math.max(0, column.scale());
    }

    private static DataSyncException unsupported(SourceColumn column) {
        return new DataSyncException(
                ErrorCode.UNSUPPORTED_TYPE,
                "Column " + column.label() + " has the type " + column.typeName()
                        + ", which cannot be carried; cast it in the query, for instance to text, or leave it out");
    }

    private static DataSyncException query(String message) {
        return new DataSyncException(ErrorCode.SOURCE_QUERY, message);
    }
}
