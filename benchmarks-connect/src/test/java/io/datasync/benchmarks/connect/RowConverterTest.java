package io.datasync.benchmarks.connect;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;

final class RowConverterTest {
    private static final Schema ROW = SchemaBuilder.struct()
            .name("row")
            .version(3)
            .optional()
            .field("amount", Decimal.builder(4).optional().build())
            .field("text", Schema.OPTIONAL_STRING_SCHEMA)
            .field("flag", Schema.BOOLEAN_SCHEMA)
            .field("small", Schema.INT16_SCHEMA)
            .field("middle", Schema.INT32_SCHEMA)
            .field("big", Schema.INT64_SCHEMA)
            .field("real", Schema.FLOAT64_SCHEMA)
            .build();

    private final RowConverter writer = new RowConverter();
    private final RowConverter reader = new RowConverter();

    @Test
    void everyKindOfValueComesBackAsItWas() {
        for (String amount : new String[] {
            "0.0000", "-0.0001", "1.2800", "-99999999999.9999", "922337203685477.5808", "-1234567890123456789012.3456"
        }) {
            assertComesBack(row().put("amount", new BigDecimal(amount)));
        }
        assertComesBack(row().put("text", " é😀  "));
        assertComesBack(row().put("small", Short.MIN_VALUE).put("middle", -2).put("big", Long.MIN_VALUE));
    }

    @Test
    void rowsOfOneSchemaShareItOnceRead() {
        SchemaAndValue first = read(writer.fromConnectData("topic", ROW, row()));
        SchemaAndValue second = read(writer.fromConnectData("topic", ROW, row()));
        assertEquals(ROW, first.schema());
        assertSame(first.schema(), second.schema());
        Schema other =
                SchemaBuilder.struct().field("text", Schema.STRING_SCHEMA).build();
        Struct otherRow = new Struct(other).put("text", "x");
        assertEquals(
                otherRow, read(writer.fromConnectData("topic", other, otherRow)).value());
        assertEquals(ROW, read(writer.fromConnectData("topic", ROW, row())).schema());
    }

    @Test
    void noValueIsNoBytes() {
        assertNull(writer.fromConnectData("topic", ROW, null));
        assertEquals(SchemaAndValue.NULL, reader.toConnectData("topic", null));
    }

    @Test
    void typesThatNoRowHasAreRefused() {
        assertThrows(DataException.class, () -> writer.fromConnectData("topic", Schema.FLOAT32_SCHEMA, 1f));
    }

    private static Struct row() {
        return new Struct(ROW)
                .put("flag", true)
                .put("small", (short) 1)
                .put("middle", 2)
                .put("big", 3L)
                .put("real", -0.5);
    }

    private void assertComesBack(Struct row) {
        byte[] bytes = writer.fromConnectData("topic", ROW, row);
        assertEquals(row, read(bytes).value());
        assertArrayEquals(bytes, new RowConverter().fromConnectData("topic", ROW, row));
    }

    private SchemaAndValue read(byte[] bytes) {
        return reader.toConnectData("topic", bytes);
    }
}
