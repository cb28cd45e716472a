package io.datasync.rows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.arrow.flatbuf.Field;
import org.apache.arrow.flatbuf.FieldNode;
import org.apache.arrow.flatbuf.KeyValue;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.flatbuf.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The messages of an Arrow IPC stream within a record: one schema and one record batch. Arrow's own reader takes memory for any
 * length that stands there; here nothing may be longer than the record, or say again and again what stands there once.
 *
 * @param schema message with the schema
 * @param batch message with the record batch
 * @param body buffers of the record batch
 * @see <a href="https://arrow.apache.org/docs/format/Columnar.html#encapsulated-message-format">Encapsulated messages</a>
 */
record ChunkFrames(Message schema, RecordBatch batch, ByteBuffer body) {
    private static final int CONTINUATION = -1;

    /** Of a column: what is null, offsets, values. */
    private static final int MOST_BUFFERS = 3;

    /** No destination has more columns. */
    private static final int MOST_COLUMNS = 30_000;

    /**
     * Finds the messages.
     *
     * @throws IOException if they are not there
     * @throws RuntimeException of any kind if a message points beyond its end
     */
    static ChunkFrames of(ByteBuffer record) throws IOException {
        ByteBuffer left = record.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        Message schema = message(left);
        if (schema == null || schema.headerType() != MessageHeader.Schema || schema.bodyLength() != 0) {
            throw new IOException("no schema at the beginning");
        }
        Schema columns = (Schema) schema.header(new Schema());
        requirePlain(columns, schema.getByteBuffer().limit());
        Message batch = message(left);
        if (batch == null || batch.headerType() != MessageHeader.RecordBatch) {
            throw new IOException("no record batch behind the schema");
        }
        RecordBatch rows = (RecordBatch) batch.header(new RecordBatch());
        ByteBuffer body = body(left, batch.bodyLength());
        requireRows(rows, columns.fieldsLength(), body.remaining());
        return new ChunkFrames(schema, rows, body);
    }

    /** As many rows in each column, whose values have a bit at least, and no other buffers than columns have. */
    private static void requireRows(RecordBatch batch, int columns, long bytes) throws IOException {
        if (batch.nodesLength() != columns
                || batch.buffersLength() > MOST_BUFFERS * columns
                || batch.variadicBufferCountsLength() > 0) {
            throw new IOException("a record batch of other columns than the schema's");
        }
        if (batch.length() < 0 || batch.length() > Byte.SIZE * bytes) {
            throw new IOException(batch.length() + " rows in " + bytes + " bytes");
        }
        for (int index = 0; index < columns; index++) {
            FieldNode node = batch.nodes(index);
            if (node.length() != batch.length() || node.nullCount() < 0 || node.nullCount() > node.length()) {
                throw new IOException("a column of other rows than the batch's");
            }
        }
    }

    /** The next message without its body; null at the end of the stream. */
    private static @Nullable Message message(ByteBuffer left) throws IOException {
        int length = left.remaining() < Integer.BYTES ? 0 : left.getInt();
        if (length == CONTINUATION) {
            length = left.remaining() < Integer.BYTES ? 0 : left.getInt();
        }
        return length == 0 ? null : Message.getRootAsMessage(body(left, length));
    }

    private static ByteBuffer body(ByteBuffer left, long length) throws IOException {
        if (length < 0 || length > left.remaining()) {
            throw new IOException(length + " bytes announced, " + left.remaining() + " left");
        }
        ByteBuffer body = left.slice().order(ByteOrder.LITTLE_ENDIAN).limit((int) length);
        left.position(left.position() + (int) length);
        return body;
    }

    /** Columns without children, whose texts do not share their bytes. */
    private static void requirePlain(Schema schema, int length) throws IOException {
        long texts = 0;
        if (schema.fieldsLength() > MOST_COLUMNS || schema.customMetadataLength() > 0) {
            throw new IOException("more columns than any table has, or metadata of the schema");
        }
        for (int index = 0; index < schema.fieldsLength(); index++) {
            Field field = schema.fields(index);
            if (field.childrenLength() > 0 || field.dictionary() != null) {
                throw new IOException("a column with children or a dictionary");
            }
            texts += length(field.nameAsByteBuffer());
            for (int entry = 0; entry < field.customMetadataLength() && texts <= length; entry++) {
                KeyValue metadata = field.customMetadata(entry);
                texts += Integer.BYTES + length(metadata.keyAsByteBuffer()) + length(metadata.valueAsByteBuffer());
            }
        }
        if (texts > length) {
            throw new IOException("names and metadata of " + texts + " bytes in " + length);
        }
    }

    private static int length(@Nullable ByteBuffer text) {
        return text == null ? 0 : text.remaining();
    }
}
