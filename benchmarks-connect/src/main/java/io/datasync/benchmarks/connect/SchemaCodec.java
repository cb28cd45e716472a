package io.datasync.benchmarks.connect;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.errors.DataException;

/** Bytes of a schema: its type, name, parameters and fields. Defaults and documentation are left out: no row needs them. */
final class SchemaCodec {
    private SchemaCodec() {}

    static byte[] encode(Schema schema) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            write(schema, new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static Schema decode(byte[] bytes) {
        try {
            return read(new DataInputStream(new ByteArrayInputStream(bytes)));
        } catch (IOException e) {
            throw new DataException("Not the bytes of a schema", e);
        }
    }

    private static void write(Schema schema, DataOutputStream output) throws IOException {
        output.writeUTF(schema.type().name());
        output.writeBoolean(schema.isOptional());
        output.writeBoolean(schema.name() != null);
        if (schema.name() != null) {
            output.writeUTF(schema.name());
        }
        output.writeBoolean(schema.version() != null);
        if (schema.version() != null) {
            output.writeInt(schema.version());
        }
        Map<String, String> parameters = schema.parameters() == null ? Map.of() : new TreeMap<>(schema.parameters());
        output.writeShort(parameters.size());
        for (Map.Entry<String, String> parameter : parameters.entrySet()) {
            output.writeUTF(parameter.getKey());
            output.writeUTF(parameter.getValue());
        }
        if (schema.type() == Schema.Type.STRUCT) {
            output.writeShort(schema.fields().size());
            for (Field field : schema.fields()) {
                output.writeUTF(field.name());
                write(field.schema(), output);
            }
        }
    }

    private static Schema read(DataInputStream input) throws IOException {
        SchemaBuilder schema = new SchemaBuilder(Schema.Type.valueOf(input.readUTF()));
        if (input.readBoolean()) {
            schema.optional();
        }
        if (input.readBoolean()) {
            schema.name(input.readUTF());
        }
        if (input.readBoolean()) {
            schema.version(input.readInt());
        }
        for (int parameters = input.readShort(); parameters > 0; parameters--) {
            schema.parameter(input.readUTF(), input.readUTF());
        }
        if (schema.type() == Schema.Type.STRUCT) {
            for (int fields = input.readShort(); fields > 0; fields--) {
                schema.field(input.readUTF(), read(input));
            }
        }
        return schema.build();
    }
}
