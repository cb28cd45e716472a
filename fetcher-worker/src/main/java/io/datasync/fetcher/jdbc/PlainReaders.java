package io.datasync.fetcher.jdbc;

import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.VarBinaryVector;

/** Values that a source hands out as Arrow takes them. */
final class PlainReaders {
    private PlainReaders() {}

    static ColumnReader bool(int source) {
        return (row, vector, index) -> {
            boolean value = row.bool(source);
            if (row.wasNull()) {
                vector.setNull(index);
            } else {
                ((BitVector) vector).setSafe(index, value ? 1 : 0);
            }
        };
    }

    static ColumnReader int16(int source) {
        return (row, vector, index) -> {
            long value = row.whole(source);
            if (row.wasNull()) {
                vector.setNull(index);
            } else {
                ((SmallIntVector) vector).setSafe(index, (short) value);
            }
        };
    }

    static ColumnReader int32(int source) {
        return (row, vector, index) -> {
            long value = row.whole(source);
            if (row.wasNull()) {
                vector.setNull(index);
            } else {
                ((IntVector) vector).setSafe(index, (int) value);
            }
        };
    }

    static ColumnReader int64(int source) {
        return (row, vector, index) -> {
            long value = row.whole(source);
            if (row.wasNull()) {
                vector.setNull(index);
            } else {
                ((BigIntVector) vector).setSafe(index, value);
            }
        };
    }

    static ColumnReader float32(int source) {
        return (row, vector, index) -> {
            float value = row.float32(source);
            if (row.wasNull()) {
                vector.setNull(index);
            } else {
                ((Float4Vector) vector).setSafe(index, value);
            }
        };
    }

    static ColumnReader float64(int source) {
        return (row, vector, index) -> {
            double value = row.float64(source);
            if (row.wasNull()) {
                vector.setNull(index);
            } else {
                ((Float8Vector) vector).setSafe(index, value);
            }
        };
    }

    static ColumnReader binary(int source) {
        return (row, vector, index) -> {
            Bytes value = row.binary(source);
            if (value == null) {
                vector.setNull(index);
            } else {
                ((VarBinaryVector) vector).setSafe(index, value.array(), value.start(), value.length());
            }
        };
    }

    static ColumnReader uuid(int source) {
        return (row, vector, index) -> {
            Bytes value = row.uuid(source);
            if (value == null) {
                vector.setNull(index);
            } else {
                FixedSizeBinaryVector uuids = (FixedSizeBinaryVector) vector;
                uuids.setIndexDefined(index);
                uuids.getDataBuffer()
                        .setBytes((long) index * uuids.getByteWidth(), value.array(), value.start(), value.length());
            }
        };
    }
}
