package io.datasync.rows;

import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;

/**
 * A chunk as the value of one Kafka record: a complete Arrow IPC stream of schema, one record batch and end mark, so that
 * every record can be read by itself, in any language. Behind the end mark, where no reader of Arrow looks, stand 4 bytes of
 * CRC-32C of all before, high byte first: Arrow trusts what it reads, and takes any amount of memory for damaged bytes.
 *
 * @see <a href="https://arrow.apache.org/docs/format/Columnar.html#ipc-streaming-format">Arrow IPC streaming format</a>
 */
public final class ChunkCodec {
    private static final int CHECKSUM_BYTES = Integer.BYTES;

    private ChunkCodec() {}

    /** Encodes the rows of {@code root} up to its row count. */
    public static byte[] encode(VectorSchemaRoot root) {
        ChunkBytes bytes = new ChunkBytes(root);
        try (ArrowStreamWriter writer = new ArrowStreamWriter(root, null, bytes)) {
            writer.start();
            writer.writeBatch();
            writer.end();
        } catch (IOException impossible) {
            throw new DataSyncException(ErrorCode.INTERNAL, "Writing to memory failed", impossible);
        }
        return bytes.withChecksum();
    }

    /**
     * Decodes a chunk; the caller closes it.
     *
     * @throws DataSyncException with {@link ErrorCode#BATCH_DAMAGED} if the bytes are not a chunk
     */
    public static Chunk decode(byte[] bytes, BufferAllocator allocator) {
        int length = bytes.length - CHECKSUM_BYTES;
        if (length < 0 || checksum(bytes, length) != ByteBuffer.wrap(bytes).getInt(length)) {
            throw new DataSyncException(
                    ErrorCode.BATCH_DAMAGED, "Not a chunk: " + bytes.length + " bytes whose checksum does not fit");
        }
        ArrowStreamReader reader = new ArrowStreamReader(new ByteArrayInputStream(bytes, 0, length), allocator);
        try {
            VectorSchemaRoot root = reader.getVectorSchemaRoot();
            if (!reader.loadNextBatch()) {
                throw new IOException("no record batch");
            }
            return new Chunk(ArrowSchemas.fromArrow(root.getSchema()), root, reader);
        } catch (IOException | RuntimeException damage) {
            // Arrow throws nearly anything for what is not its own, and its OutOfMemoryException.
            DataSyncException failure = new DataSyncException(
                    ErrorCode.BATCH_DAMAGED, "Not an Arrow chunk: " + damage.getMessage(), damage);
            closeAfter(failure, reader);
            throw failure;
        }
    }

    private static int checksum(byte[] bytes, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, length);
        return (int) checksum.getValue();
    }

    private static void closeAfter(DataSyncException failure, ArrowStreamReader reader) {
        try {
            reader.close();
        } catch (IOException second) {
            failure.addSuppressed(second);
        }
    }
}
