package io.datasync.fetcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.rows.ArrowSchemas;
import io.datasync.rows.Column;
import io.datasync.rows.ColumnType;
import io.datasync.rows.RowSchema;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HighWaterMarkTest {

    @ParameterizedTest
    @ValueSource(strings = {"int16", "int32", "int64", "decimal(18,0)"})
    void theLargestNumberOfAllChunksCountsWhateverTheirOrder(String type) {
        assertEquals(7L, largest(type, new Long[] {-3L, 7L, null}, new Long[] {2L}, new Long[0]));
        assertEquals(-5L, largest(type, new Long[] {-30L, -5L}));
        assertNull(largest(type, new Long[] {null}, new Long[0]));
    }

    @Test
    void numbersOf64BitsAreKeptExactly() {
        assertEquals(Long.MAX_VALUE, largest("int64", new Long[] {Long.MAX_VALUE, Long.MIN_VALUE}));
        assertEquals(-999_999_999_999_999_999L, largest("decimal(18,0)", new Long[] {-999_999_999_999_999_999L}));
    }

    @Test
    void withoutAColumnThereIsNone() {
        RowSchema schema = schema("int64");
        assertNull(HighWaterMark.of(Optional.empty(), schema).value());
    }

    @ParameterizedTest
    @ValueSource(strings = {"decimal(19,0)", "decimal(10,2)", "float64", "text(10)", "timestamp(3)"})
    void whatIsNoWholeNumberOf64BitsIsRefused(String type) {
        DataSyncException refusal =
                assertThrows(DataSyncException.class, () -> HighWaterMark.of(Optional.of("id"), schema(type)));
        assertEquals(ErrorCode.CONFIGURATION, refusal.code());
        assertTrue(String.valueOf(refusal.getMessage()).startsWith("cursor.column: id is " + type), refusal.toString());
        assertThrows(DataSyncException.class, () -> HighWaterMark.of(Optional.of("other"), schema(type)));
    }

    private static RowSchema schema(String type) {
        return new RowSchema(List.of(new Column("Id", ColumnType.parse(type), true)));
    }

    private static @Nullable Long largest(String type, @Nullable Long[]... chunks) {
        RowSchema schema = schema(type);
        HighWaterMark mark = HighWaterMark.of(Optional.of("Id"), schema);
        try (BufferAllocator allocator = new RootAllocator();
                VectorSchemaRoot root = VectorSchemaRoot.create(ArrowSchemas.toArrow(schema), allocator)) {
            for (@Nullable Long[] chunk : chunks) {
                root.allocateNew();
                for (int row = 0; row < chunk.length; row++) {
                    set(root.getVector(0), row, chunk[row]);
                }
                root.setRowCount(chunk.length);
                mark.add(root);
            }
        }
        return mark.value();
    }

    private static void set(FieldVector vector, int row, @Nullable Long value) {
        if (value == null) {
            vector.setNull(row);
        } else if (vector instanceof SmallIntVector numbers) {
            numbers.setSafe(row, value.shortValue());
        } else if (vector instanceof IntVector numbers) {
            numbers.setSafe(row, value.intValue());
        } else if (vector instanceof BigIntVector numbers) {
            numbers.setSafe(row, value);
        } else {
            ((DecimalVector) vector).setSafe(row, BigDecimal.valueOf(value));
        }
    }
}
