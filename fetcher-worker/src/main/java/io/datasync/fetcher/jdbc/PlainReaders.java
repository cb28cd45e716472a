package io.datasync.fetcher.jdbc;

import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.UUID;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.VarBinaryVector;

/** Values that a driver hands out as Arrow takes them. */
final class PlainReaders {
    private static final int UUID_BYTES = 16;

    private PlainReaders() {}

    static ColumnReader bool(int source) {
        return (row, vector, index) -> {
            boolean value = row.getBoolean(source);
            if (row.wasNull()) {
                vector.setNull(index);
            } else {
                ((BitVector) vector).setSafe(index, value ? 1 : 0);
            }
        };
    }

    static ColumnReader int16(int source) {
        return (row, vector, index) -> {
            short value = row.getShort(source);
            if (row.wasNull()) {
                vector.setNull(index);
            } else {
                ((SmallIntVector) vector).setSafe(index, value);
            }
        };
    }

    static ColumnReader int32(int source) {
        return (row, vector, index) -> {
            int value = row.getInt(source);
            if (row.wasNull()) {
                vector.setNull(index);
            } else {
                ((IntVector) vector).setSafe(index, value);
            }
        };
    }

    static ColumnReader int64(int source) {
        return (row, vector, index) -> {
            long value = row.getLong(source);
            if (row.wasNull()) {
                vector.setNull(index);
            } else {
                ((BigIntVector) vector).setSafe(index, value);
            }
        };
    }

    static ColumnReader float32(int source) {
        return (row, vector, index) -> {
            float value = row.getFloat(source);
            if (row.wasNull()) {
                vector.setNull(index);
            } else {
                ((Float4Vector) vector).setSafe(index, value);
            }
        };
    }

    static ColumnReader float64(int source) {
        return (row, vector, index) -> {
            double value = row.getDouble(source);
            if (row.wasNull()) {
                vector.setNull(index);
            } else {
                ((Float8Vector) vector).setSafe(index, value);
            }
        };
    }

    static ColumnReader binary(int source) {
        return (row, vector, index) -> {
            byte[] value = row.getBytes(source);
            if (value == null) {
                vector.setNull(index);
            } else {
                ((VarBinaryVector) vector).setSafe(index, value);
            }
        };
    }

    /** PostgreSQL's uuid as the driver's object, SQL Server's uniqueidentifier as text. */
    static ColumnReader uuid(int source) {
        return (row, vector, index) -> {
            Object value = row.getObject(source);
            if (value == null) {
                vector.setNull(index);
            } else {
                UUID uuid = value instanceof UUID known
                        ? known
                        : UUID.fromString(value.toString().toLowerCase(Locale.ROOT));
                byte[] bytes = ByteBuffer.allocate(UUID_BYTES)
                        .putLong(uuid.getMostSignificantBits())
                        .putLong(uuid.getLeastSignificantBits())
                        .array();
                ((FixedSizeBinaryVector) vector).setSafe(index, bytes);
            }
        };
    }
}
