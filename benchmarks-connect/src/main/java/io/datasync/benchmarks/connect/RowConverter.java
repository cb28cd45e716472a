package io.datasync.benchmarks.connect;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.storage.Converter;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/**
 * Rows in a compact binary form, without a schema registry: every record is its schema's length and bytes, then the
 * values. A reader that meets the schema bytes of the record before does not decode them again, and compression takes
 * the repetition out.
 */
@NullUnmarked // Of an interface that has no such marks.
public final class RowConverter implements Converter {
    private Schema writtenSchema;
    private byte[] writtenSchemaBytes;
    private Schema readSchema;
    private byte[] readSchemaBytes;
    private final ByteWriter writer = new ByteWriter();

    @Override
    public void configure(Map<String, ?> settings, boolean isKey) {}

    @Override
    public ConfigDef config() {
        return new ConfigDef();
    }

    @Override
    public byte @Nullable [] fromConnectData(String topic, Schema schema, Object value) {
        if (value == null) {
            return null;
        }
        if (schema == null) {
            throw new DataException("A value without a schema, in topic " + topic);
        }
        if (schema != writtenSchema) {
            writtenSchemaBytes = SchemaCodec.encode(schema);
            writtenSchema = schema;
        }
        writer.clear();
        writer.writeInt(writtenSchemaBytes.length);
        writer.write(writtenSchemaBytes);
        ValueCodec.write(schema, value, writer);
        return writer.toByteArray();
    }

    @Override
    public SchemaAndValue toConnectData(String topic, byte[] bytes) {
        if (bytes == null) {
            return SchemaAndValue.NULL;
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        int length = buffer.getInt();
        int start = buffer.position();
        int end = start + length;
        if (readSchemaBytes == null || !Arrays.equals(bytes, start, end, readSchemaBytes, 0, readSchemaBytes.length)) {
            readSchemaBytes = Arrays.copyOfRange(bytes, start, end);
            readSchema = SchemaCodec.decode(readSchemaBytes);
        }
        buffer.position(end);
        return new SchemaAndValue(readSchema, ValueCodec.read(readSchema, buffer));
    }
}
