package io.datasync.rows;

import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Row schemas as Arrow schemas. Each field names its {@link ColumnType} in its metadata, so that lengths and precisions
 * survive that Arrow itself has no place for; every field is nullable, as a NULL is judged at the destination.
 */
public final class ArrowSchemas {
    static final String TYPE_KEY = "datasync.type";
    static final String NULLABLE_KEY = "datasync.nullable";
    private static final String EXTENSION_KEY = "ARROW:extension:name";
    private static final String EXTENSION_METADATA_KEY = "ARROW:extension:metadata";

    private ArrowSchemas() {}

    public static Schema toArrow(RowSchema schema) {
        return new Schema(schema.columns().stream().map(ArrowSchemas::field).toList());
    }

    /**
     * The row schema that {@link #toArrow} was given.
     *
     * @throws IllegalArgumentException if a field does not name its column type, or a type other than its own
     */
    public static RowSchema fromArrow(Schema schema) {
        List<Column> columns =
                schema.getFields().stream().map(ArrowSchemas::column).toList();
        return new RowSchema(columns);
    }

    private static Field field(Column column) {
        String type = column.type().text();
        String nullable = Boolean.toString(column.nullable());
        Map<String, String> metadata = column.type() instanceof ColumnType.Uuid
                ? Map.of(
                        TYPE_KEY, type, NULLABLE_KEY, nullable, EXTENSION_KEY, "arrow.uuid", EXTENSION_METADATA_KEY, "")
                : Map.of(TYPE_KEY, type, NULLABLE_KEY, nullable);
        return new Field(column.name(), new FieldType(true, arrowType(column.type()), null, metadata), null);
    }

    private static Column column(Field field) {
        String text = field.getMetadata().get(TYPE_KEY);
        if (field.getName() == null || text == null) {
            throw new IllegalArgumentException(
                    "Field " + field.getName() + " has no name or no " + TYPE_KEY + " metadata");
        }
        ColumnType type = ColumnType.parse(text);
        if (!sameStorage(arrowType(type), field.getType())) {
            throw new IllegalArgumentException(
                    "Field " + field.getName() + " says " + text + " but holds " + field.getType());
        }
        return new Column(
                field.getName(), type, Boolean.parseBoolean(field.getMetadata().get(NULLABLE_KEY)));
    }

    private static boolean sameStorage(ArrowType expected, @Nullable ArrowType found) {
        ArrowType storage = found instanceof ArrowType.ExtensionType extension ? extension.storageType() : found;
        return expected.equals(storage);
    }

    private static ArrowType arrowType(ColumnType type) {
        if (type instanceof ColumnType.Bool) {
            return ArrowType.Bool.INSTANCE;
        } else if (type instanceof ColumnType.Int16) {
            return new ArrowType.Int(16, true);
        } else if (type instanceof ColumnType.Int32) {
            return new ArrowType.Int(32, true);
        } else if (type instanceof ColumnType.Int64) {
            return new ArrowType.Int(64, true);
        } else if (type instanceof ColumnType.Float32) {
            return new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);
        } else if (type instanceof ColumnType.Float64) {
            return new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
        } else if (type instanceof ColumnType.Decimal decimal) {
            return new ArrowType.Decimal(decimal.precision(), decimal.scale(), 128);
        } else if (type instanceof ColumnType.Text) {
            return ArrowType.Utf8.INSTANCE;
        } else if (type instanceof ColumnType.Binary) {
            return ArrowType.Binary.INSTANCE;
        } else if (type instanceof ColumnType.Date) {
            return new ArrowType.Date(DateUnit.DAY);
        } else if (type instanceof ColumnType.Time) {
            return new ArrowType.Time(TimeUnit.NANOSECOND, 64);
        } else if (type instanceof ColumnType.Timestamp timestamp) {
            return timestamp(timestamp.precision(), null);
        } else if (type instanceof ColumnType.TimestampTz timestamp) {
            return timestamp(timestamp.precision(), "UTC");
        } else if (type instanceof ColumnType.Uuid) {
            return new ArrowType.FixedSizeBinary(16);
        }
        throw new IllegalArgumentException("Not a column type: " + type);
    }

    /** Arrow's nanoseconds do not reach the years 1 and 9999, and it has no unit of 100 ns: finer timestamps are whole numbers. */
    private static ArrowType timestamp(int precision, @Nullable String zone) {
        return precision <= 6 ? new ArrowType.Timestamp(TimeUnit.MICROSECOND, zone) : new ArrowType.Int(64, true);
    }
}
