package io.datasync.rows;

import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorLoader;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * A chunk as the value of one Kafka record: a complete Arrow IPC stream of schema, one record batch and end mark, so that
 * every record can be read by itself, in any language. Behind the end mark, where no reader of Arrow looks, stand 4 bytes of
 * CRC-32C of all before, high byte first: Arrow trusts what it reads, and takes any amount of memory for damaged bytes.
 *
 * @see <a href="https://arrow.apache.org/docs/format/Columnar.html#ipc-streaming-format">Arrow IPC streaming format</a>
 */
public final class ChunkCodec {
    private static final int CHECKSUM_BYTES = Integer.BYTES;

    /** A chunk's vectors take its own size, rounded up to a power of two, and new bits of what is null. */
    private static final int MEMORY_FOR_BYTE = 4;

    private static final int MEMORY_BESIDE = 1 << 20;

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
        BufferAllocator memory =
                allocator.newChildAllocator("chunk", 0, MEMORY_BESIDE + MEMORY_FOR_BYTE * (long) length);
        try {
            return decode(ByteBuffer.wrap(bytes, 0, length), memory);
        } catch (IOException | RuntimeException damage) {
            // Arrow throws nearly anything for what is not its own, and its OutOfMemoryException.
            DataSyncException failure = new DataSyncException(
                    ErrorCode.BATCH_DAMAGED, "Not an Arrow chunk: " + damage.getMessage(), damage);
            closeAfter(failure, memory);
            throw failure;
        }
    }

    private static Chunk decode(ByteBuffer bytes, BufferAllocator memory) throws IOException {
        ChunkFrames frames = ChunkFrames.of(bytes);
        Schema schema = MessageSerializer.deserializeSchema(frames.schema());
        RowSchema rows = ArrowSchemas.fromArrow(schema);
        VectorSchemaRoot root = VectorSchemaRoot.create(schema, memory);
        try (ArrowBuf body = memory.buffer(frames.body().remaining())) {
            body.setBytes(0, frames.body());
            load(frames.batch(), body, root);
            ChunkBounds.require(root);
            return new Chunk(rows, root, memory);
        } catch (IOException | RuntimeException damage) {
            root.close();
            throw damage;
        }
    }

    /** The vectors share the memory of {@code body}; whoever else holds it does not when this returns. */
    private static void load(RecordBatch batch, ArrowBuf body, VectorSchemaRoot root) throws IOException {
        int held = body.refCnt();
        // Once more, as what reads the batch gives the body up, but not if it fails.
        body.getReferenceManager().retain();
        ArrowRecordBatch loaded;
        try {
            loaded = MessageSerializer.deserializeRecordBatch(batch, body);
        } catch (IOException | RuntimeException damage) {
            body.getReferenceManager().release(body.refCnt() - held);
            throw damage;
        }
        try (loaded) {
            new VectorLoader(root).load(loaded);
        }
    }

    private static int checksum(byte[] bytes, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, length);
        return (int) checksum.getValue();
    }

    private static void closeAfter(DataSyncException failure, BufferAllocator memory) {
        try {
            memory.close();
        } catch (RuntimeException second) {
            failure.addSuppressed(second);
        }
    }
}
