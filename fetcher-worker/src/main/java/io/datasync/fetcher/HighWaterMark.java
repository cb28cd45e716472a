package io.datasync.fetcher;

import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.rows.Column;
import io.datasync.rows.ColumnType;
import io.datasync.rows.RowSchema;
import java.util.Optional;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** The largest number of a cursor column in the chunks it is shown. */
final class HighWaterMark {
    /** Any number of so many digits fits a long. */
    private static final int LONG_DIGITS = 18;

    private final int column;
    private @Nullable Long largest;

    private HighWaterMark(int column) {
        this.column = column;
    }

    /**
     * The mark of a column, or one that stays null if there is none.
     *
     * @throws DataSyncException with {@link ErrorCode#CONFIGURATION} if the rows have no such column, or no whole numbers of 64 bits
     *     in it
     */
    static HighWaterMark of(Optional<String> name, RowSchema schema) {
        return name.map(wanted -> new HighWaterMark(index(wanted, schema))).orElseGet(() -> new HighWaterMark(-1));
    }

    private static int index(String name, RowSchema schema) {
        int index = schema.indexOf(name).orElse(-1);
        if (index < 0) {
            throw new DataSyncException(ErrorCode.CONFIGURATION, "cursor.column: the source has no column " + name);
        }
        Column column = schema.columns().get(index);
        if (!isWhole(column.type())) {
            throw new DataSyncException(
                    ErrorCode.CONFIGURATION,
                    "cursor.column: " + name + " is " + column.type().text()
                            + ", not a whole number of at most 64 bits; cast it in the query, for instance to bigint");
        }
        return index;
    }

    private static boolean isWhole(ColumnType type) {
        return type instanceof ColumnType.Int16
                || type instanceof ColumnType.Int32
                || type instanceof ColumnType.Int64
                || (type instanceof ColumnType.Decimal decimal
                        && decimal.scale() == 0
                        && decimal.precision() <= LONG_DIGITS);
    }

    void add(VectorSchemaRoot chunk) {
        if (column < 0) {
            return;
        }
        FieldVector vector = chunk.getVector(column);
        for (int row = 0; row < chunk.getRowCount(); row++) {
            if (!vector.isNull(row)) {
                long number = number(vector, row);
                largest = largest == null ? number : Math.max(largest, number);
            }
        }
    }

    private static long number(FieldVector vector, int row) {
        return vector instanceof DecimalVector decimals
                ? decimals.getDataBuffer().getLong((long) row * DecimalVector.TYPE_WIDTH)
                : ((BaseIntVector) vector).getValueAsLong(row);
    }

    /** Null if there was no number. */
    @Nullable
    Long value() {
        return largest;
    }
}
