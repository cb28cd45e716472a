package io.datasync.benchmarks.connect;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** Bytes of a value whose schema both sides know. A decimal is the bytes of its unscaled value: exact. */
final class ValueCodec {
    private static final int MISSING = -1;

    private ValueCodec() {}

    /** Writes a value that is not null. */
    static void write(Schema schema, Object value, ByteWriter output) {
        if (Decimal.LOGICAL_NAME.equals(schema.name())) {
            writeBytes(((BigDecimal) value).unscaledValue().toByteArray(), output);
            return;
        }
        switch (schema.type()) {
            case STRUCT -> writeFields((Struct) value, output);
            case STRING -> writeBytes(((String) value).getBytes(StandardCharsets.UTF_8), output);
            case BOOLEAN -> output.writeByte((Boolean) value ? 1 : 0);
            case INT16 -> output.writeShort((Short) value);
            case INT32 -> output.writeInt((Integer) value);
            case INT64 -> output.writeLong((Long) value);
            case FLOAT64 -> output.writeLong(Double.doubleToRawLongBits((Double) value));
            case INT8, FLOAT32, BYTES, ARRAY, MAP -> throw unsupported(schema);
        }
    }

    /** Reads a value that is not null. */
    static Object read(Schema schema, ByteBuffer input) {
        if (Decimal.LOGICAL_NAME.equals(schema.name())) {
            int scale = Integer.parseInt(schema.parameters().get(Decimal.SCALE_FIELD));
            return readDecimal(input, scale);
        }
        return switch (schema.type()) {
            case STRUCT -> readFields(schema, input);
            case STRING -> readString(input);
            case BOOLEAN -> input.get() == 1;
            case INT16 -> input.getShort();
            case INT32 -> input.getInt();
            case INT64 -> input.getLong();
            case FLOAT64 -> Double.longBitsToDouble(input.getLong());
            case INT8, FLOAT32, BYTES, ARRAY, MAP -> throw unsupported(schema);
        };
    }

    private static void writeFields(Struct row, ByteWriter output) {
        for (Field field : row.schema().fields()) {
            @Nullable Object value = row.getWithoutDefault(field.name());
            output.writeByte(value == null ? MISSING : 0);
            if (value != null) {
                write(field.schema(), value, output);
            }
        }
    }

    private static Struct readFields(Schema schema, ByteBuffer input) {
        Struct row = new Struct(schema);
        for (Field field : schema.fields()) {
            if (input.get() != MISSING) {
                row.put(field, read(field.schema(), input));
            }
        }
        return row;
    }

    private static void writeBytes(byte[] bytes, ByteWriter output) {
        output.writeInt(bytes.length);
        output.write(bytes);
    }

    private static String readString(ByteBuffer input) {
        byte[] bytes = new byte[input.getInt()];
        input.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Eight bytes and fewer need no BigInteger. */
    private static BigDecimal readDecimal(ByteBuffer input, int scale) {
        int length = input.getInt();
        if (length > Long.BYTES) {
            byte[] bytes = new byte[length];
            input.get(bytes);
            return new BigDecimal(new BigInteger(bytes), scale);
        }
        long unscaled = input.get();
        for (int i = 1; i < length; i++) {
            unscaled = (unscaled << Byte.SIZE) | (input.get() & 0xFF);
        }
        return BigDecimal.valueOf(unscaled, scale);
    }

    private static DataException unsupported(Schema schema) {
        return new DataException("Columns of the type " + schema.type() + " are not copied");
    }
}
