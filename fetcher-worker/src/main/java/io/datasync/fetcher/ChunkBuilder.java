package io.datasync.fetcher;

import io.datasync.rows.ArrowSchemas;
import io.datasync.rows.RejectedRow;
import io.datasync.rows.RowSchema;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Fills vectors with rows until they hold about 1 MiB; one huge row may take them beyond that. */
public final class ChunkBuilder implements AutoCloseable {
    static final int FULL_BYTES = 1 << 20;

    /** Vectors that a huge row made so large are given back. */
    private static final int MOST_KEPT_BYTES = 4 * FULL_BYTES;

    private static final int OFFSET_BITS = 32;

    private final VectorSchemaRoot root;
    private final List<BaseVariableWidthVector> variable;
    private final long bitsOfRow;
    private int rows;

    /** Vectors without a row, in memory of {@code allocator}. */
    public ChunkBuilder(RowSchema schema, BufferAllocator allocator) {
        this.root = VectorSchemaRoot.create(ArrowSchemas.toArrow(schema), allocator);
        this.variable = root.getFieldVectors().stream()
                .filter(BaseVariableWidthVector.class::isInstance)
                .map(BaseVariableWidthVector.class::cast)
                .toList();
        this.bitsOfRow =
                root.getFieldVectors().stream().mapToLong(ChunkBuilder::bits).sum();
        root.allocateNew();
    }

    /** Bits of a value, with the one that says whether it is null. */
    private static long bits(FieldVector vector) {
        return 1
                + (vector instanceof BaseFixedWidthVector fixed ? Math.max(1, fixed.getTypeWidth() * 8L) : OFFSET_BITS);
    }

    /**
     * Adds the next row of the stream.
     *
     * @return false if it has no more
     * @throws RejectedRow if the row cannot be carried; the chunk is as before
     */
    public boolean add(RowStream stream) throws RejectedRow {
        if (!stream.next(root, rows)) {
            return false;
        }
        rows++;
        return true;
    }

    /** Rows so far. */
    public int rows() {
        return rows;
    }

    /** Whether the rows are worth sending. */
    public boolean isFull() {
        return bytes() >= FULL_BYTES;
    }

    private long bytes() {
        long bytes = rows * bitsOfRow / 8;
        for (BaseVariableWidthVector vector : variable) {
            bytes += vector.getOffsetBuffer()
                    .getInt((vector.getLastSet() + 1) * (long) BaseVariableWidthVector.OFFSET_WIDTH);
        }
        return bytes;
    }

    /** The rows so far; valid until {@link #clear}. */
    public VectorSchemaRoot chunk() {
        root.setRowCount(rows);
        return root;
    }

    /** Forgets the rows. */
    public void clear() {
        boolean keep = bytes() <= MOST_KEPT_BYTES;
        for (FieldVector vector : root.getFieldVectors()) {
            if (keep) {
                vector.reset();
            } else {
                vector.clear();
                vector.allocateNew();
            }
        }
        rows = 0;
    }

    @Override
    public void close() {
        root.close();
    }
}
