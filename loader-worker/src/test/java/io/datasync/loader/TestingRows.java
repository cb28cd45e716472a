package io.datasync.loader;

import io.datasync.rows.ArrowSchemas;
import io.datasync.rows.ChunkCodec;
import io.datasync.rows.Column;
import io.datasync.rows.ColumnType;
import io.datasync.rows.RowSchema;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TimeNanoVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** Rows for tests, as plain objects, and their chunks. */
public final class TestingRows {

    private final RowSchema schema;
    private final List<@Nullable Object[]> rows = new ArrayList<>();

    private TestingRows(RowSchema schema) {
        this.schema = schema;
    }

    /** Rows of columns such as {@code id int32} or {@code name text(20)}; all of them nullable. */
    public static TestingRows of(String... columns) {
        return new TestingRows(schema(columns));
    }

    public static RowSchema schema(String... columns) {
        return new RowSchema(Arrays.stream(columns)
                .map(column -> {
                    int blank = column.lastIndexOf(' ');
                    return new Column(column.substring(0, blank), ColumnType.parse(column.substring(blank + 1)), true);
                })
                .toList());
    }

    public RowSchema schema() {
        return schema;
    }

    public int size() {
        return rows.size();
    }

    public TestingRows row(@Nullable Object... values) {
        rows.add(values);
        return this;
    }

    /** The values as one chunk each of so many rows; no rows give no chunk. */
    public List<byte[]> chunks(int rowsPerChunk) {
        List<byte[]> chunks = new ArrayList<>();
        try (BufferAllocator allocator = new RootAllocator()) {
            for (int first = 0; first < rows.size(); first += rowsPerChunk) {
                List<@Nullable Object[]> part = rows.subList(first, Math.min(rows.size(), first + rowsPerChunk));
                try (VectorSchemaRoot root = VectorSchemaRoot.create(ArrowSchemas.toArrow(schema), allocator)) {
                    for (int row = 0; row < part.size(); row++) {
                        for (int column = 0; column < schema.columns().size(); column++) {
                            set(root.getVector(column), row, part.get(row)[column]);
                        }
                    }
                    root.setRowCount(part.size());
                    chunks.add(ChunkCodec.encode(root));
                }
            }
        }
        return chunks;
    }

    private void set(FieldVector vector, int row, @Nullable Object value) {
        if (value == null) {
            return;
        } else if (vector instanceof BitVector bits) {
            bits.setSafe(row, (Boolean) value ? 1 : 0);
        } else if (vector instanceof SmallIntVector shorts) {
            shorts.setSafe(row, (Integer) value);
        } else if (vector instanceof IntVector ints) {
            ints.setSafe(row, (Integer) value);
        } else if (vector instanceof BigIntVector longs) {
            longs.setSafe(row, value instanceof Number number ? number.longValue() : units(value, 10_000_000));
        } else if (vector instanceof Float4Vector floats) {
            floats.setSafe(row, (Float) value);
        } else if (vector instanceof Float8Vector doubles) {
            doubles.setSafe(row, (Double) value);
        } else if (vector instanceof DecimalVector decimals) {
            decimals.setSafe(row, new BigDecimal((String) value).setScale(decimals.getScale()));
        } else if (vector instanceof VarCharVector texts) {
            texts.setSafe(row, ((String) value).getBytes(StandardCharsets.UTF_8));
        } else if (vector instanceof VarBinaryVector binaries) {
            binaries.setSafe(row, (byte[]) value);
        } else if (vector instanceof FixedSizeBinaryVector uuids) {
            uuids.setSafe(row, bytes((UUID) value));
        } else if (vector instanceof DateDayVector days) {
            days.setSafe(row, (int) ((LocalDate) value).toEpochDay());
        } else if (vector instanceof TimeNanoVector times) {
            times.setSafe(row, ((LocalTime) value).toNanoOfDay());
        } else {
            ((TimeStampVector) vector).setSafe(row, units(value, 1_000_000));
        }
    }

    private static long units(Object value, long unitsPerSecond) {
        Instant instant = value instanceof OffsetDateTime offset
                ? offset.toInstant()
                : ((LocalDateTime) value).toInstant(ZoneOffset.UTC);
        return instant.getEpochSecond() * unitsPerSecond + instant.getNano() * unitsPerSecond / 1_000_000_000;
    }

    private static byte[] bytes(UUID uuid) {
        return ByteBuffer.allocate(16)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits())
                .array();
    }
}
