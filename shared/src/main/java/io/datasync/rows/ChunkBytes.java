package io.datasync.rows;

import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/** What an Arrow writer writes, in one array that is made large enough for it at once. */
final class ChunkBytes implements WritableByteChannel {
    /** More than the description of a column and the padding of its buffers take, unless its name is very long. */
    private static final int BYTES_BESIDE_COLUMN = 1_024;

    private byte[] bytes;
    private int size;

    ChunkBytes(VectorSchemaRoot root) {
        long expected = BYTES_BESIDE_COLUMN;
        for (FieldVector vector : root.getFieldVectors()) {
            expected += vector.getBufferSize() + BYTES_BESIDE_COLUMN;
        }
        bytes = new byte[Math.toIntExact(expected)];
    }

    @Override
    public int write(ByteBuffer source) {
        int length = source.remaining();
        if (length > bytes.length - size) {
            bytes = Arrays.copyOf(bytes, Math.addExact(Math.addExact(size, length), size / 2));
        }
        source.get(bytes, size, length);
        size += length;
        return length;
    }

    /** All that was written, and behind it its checksum. */
    byte[] withChecksum() {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, size);
        byte[] all = Arrays.copyOf(bytes, size + Integer.BYTES);
        ByteBuffer.wrap(all).putInt(size, (int) checksum.getValue());
        return all;
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
