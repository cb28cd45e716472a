package io.datasync.rows;

import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OutOfMemoryException;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;

/**
 * A chunk as the value of one Kafka record: a complete Arrow IPC stream of schema, one record batch and end mark, so that
 * every record can be read by itself, in any language.
 *
 * @see <a href="https://arrow.apache.org/docs/format/Columnar.html#ipc-streaming-format">Arrow IPC streaming format</a>
 */
public final class ChunkCodec {
    private ChunkCodec() {}

    /** Encodes the rows of {@code root} up to its row count. */
    public static byte[] encode(VectorSchemaRoot root) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 20);
        try (ArrowStreamWriter writer = new ArrowStreamWriter(root, null, Channels.newChannel(bytes))) {
            writer.start();
            writer.writeBatch();
            writer.end();
        } catch (IOException impossible) {
            throw new DataSyncException(ErrorCode.INTERNAL, "Writing to memory failed", impossible);
        }
        return bytes.toByteArray();
    }

    /**
     * Decodes a chunk; the caller closes it.
     *
     * @throws DataSyncException with {@link ErrorCode#BATCH_DAMAGED} if the bytes are not a chunk
     */
    public static Chunk decode(byte[] bytes, BufferAllocator allocator) {
        ArrowStreamReader reader = new ArrowStreamReader(new ByteArrayInputStream(bytes), allocator);
        try {
            VectorSchemaRoot root = reader.getVectorSchemaRoot();
            if (!reader.loadNextBatch()) {
                throw new IOException("no record batch");
            }
            return new Chunk(ArrowSchemas.fromArrow(root.getSchema()), root, reader);
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException | OutOfMemoryException damage) {
            DataSyncException failure = new DataSyncException(
                    ErrorCode.BATCH_DAMAGED, "Not an Arrow chunk: " + damage.getMessage(), damage);
            closeAfter(failure, reader);
            throw failure;
        }
    }

    private static void closeAfter(DataSyncException failure, ArrowStreamReader reader) {
        try {
            reader.close();
        } catch (IOException second) {
            failure.addSuppressed(second);
        }
    }
}
