package io.datasync.rows;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Looks whether texts and binaries lie where their bytes are: whoever reads one takes as much memory as its offsets say. */
final class ChunkBounds {
    private ChunkBounds() {}

    /**
     * Returns if all values lie within their vector's bytes.
     *
     * @throws IOException if not
     */
    static void require(VectorSchemaRoot root) throws IOException {
        for (FieldVector vector : root.getFieldVectors()) {
            if (vector instanceof BaseVariableWidthVector values && root.getRowCount() > 0) {
                require(values, root.getRowCount());
            }
        }
    }

    private static void require(BaseVariableWidthVector values, int rows) throws IOException {
        IntBuffer offsets = values.getOffsetBuffer()
                .nioBuffer(0, (rows + 1) * BaseVariableWidthVector.OFFSET_WIDTH)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asIntBuffer();
        int before = 0;
        int falls = 0;
        for (int row = 0; row <= rows; row++) {
            int offset = offsets.get(row);
            // Negative if it is less than the one before, which is never negative where no other has been.
            falls |= offset - before | offset;
            before = offset;
        }
        if (falls < 0 || before > values.getDataBuffer().capacity()) {
            throw new IOException("column " + values.getName() + " has values beyond its bytes");
        }
    }
}
