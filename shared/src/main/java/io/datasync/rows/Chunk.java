package io.datasync.rows;

import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ExtensionTypeVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/** A decoded chunk: one Arrow vector a column. It holds memory outside the heap until it is closed. */
public final class Chunk implements AutoCloseable {
    private final RowSchema schema;
    private final VectorSchemaRoot root;
    private final BufferAllocator memory;

    /**
     * A chunk over vectors as {@link ArrowSchemas} makes them for the schema.
     *
     * @param memory the chunk's own, which is closed with it
     */
    public Chunk(RowSchema schema, VectorSchemaRoot root, BufferAllocator memory) {
        this.schema = schema;
        this.root = root;
        this.memory = memory;
    }

    public RowSchema schema() {
        return schema;
    }

    public int rows() {
        return root.getRowCount();
    }

    /** The vector of the column at {@code index}; its class follows from the column's type, see {@link ArrowSchemas}. */
    public FieldVector vector(int index) {
        FieldVector vector = root.getVector(index);
        // Arrow wraps the UUID column where some library has registered that extension type.
        return vector instanceof ExtensionTypeVector<?> wrapped ? wrapped.getUnderlyingVector() : vector;
    }

    @Override
    public void close() {
        root.close();
        memory.close();
    }
}
