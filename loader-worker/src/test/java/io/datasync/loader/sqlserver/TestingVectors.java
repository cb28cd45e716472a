package io.datasync.loader.sqlserver;

import io.datasync.loader.Chunks;
import io.datasync.rows.ArrowSchemas;
import io.datasync.rows.Chunk;
import io.datasync.rows.ChunkCodec;
import io.datasync.rows.Column;
import io.datasync.rows.ColumnType;
import io.datasync.rows.RowSchema;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.ObjIntConsumer;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** Chunks of one column, filled by hand. */
final class TestingVectors {
    private TestingVectors() {}

    /**
     * A chunk of one column.
     *
     * @param fill sets the vector's value at each row
     */
    static <V extends FieldVector> Chunk chunk(
            BufferAllocator allocator, String name, ColumnType type, int rows, ObjIntConsumer<V> fill) {
        RowSchema schema = new RowSchema(List.of(new Column(name, type, true)));
        try (VectorSchemaRoot root = VectorSchemaRoot.create(ArrowSchemas.toArrow(schema), allocator)) {
            root.allocateNew();
            @SuppressWarnings("unchecked")
            V vector = (V) root.getVector(0);
            for (int row = 0; row < rows; row++) {
                fill.accept(vector, row);
            }
            root.setRowCount(rows);
            return ChunkCodec.decode(ChunkCodec.encode(root), allocator);
        }
    }

    /** Reads the chunks, and then throws {@code end} unless it is null. */
    static Chunks.Reader reader(@Nullable RuntimeException end, Chunk... chunks) {
        Deque<Chunk> left = new ArrayDeque<>(List.of(chunks));
        return new Chunks.Reader() {
            @Override
            public @Nullable Chunk next() {
                if (left.isEmpty() && end != null) {
                    throw end;
                }
                return left.poll();
            }

            @Override
            public void close() {
                left.clear();
            }
        };
    }

    /** What the driver would see, a list for each row. */
    static List<List<@Nullable Object>> pull(ArrowBulkData data) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        while (data.next()) {
            List<@Nullable Object> row = new ArrayList<>();
            for (Object value : data.getRowData()) {
                row.add(value);
            }
            rows.add(row);
        }
        return rows;
    }
}
