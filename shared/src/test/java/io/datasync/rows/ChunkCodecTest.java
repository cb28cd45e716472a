package io.datasync.rows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32C;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TimeNanoVector;
import org.apache.arrow.vector.TimeStampMicroTZVector;
import org.apache.arrow.vector.TimeStampMicroVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.extension.UuidType;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.ExtensionTypeRegistry;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ChunkCodecTest {
    /** More than any chunk here needs, less than a wild length asks for. */
    private static final long MEMORY = 64 << 20;

    private final BufferAllocator allocator = new RootAllocator(MEMORY);
    private final RowSchema schema = everyColumn();

    @AfterEach
    void everyByteIsGivenBack() {
        assertEquals(0, allocator.getAllocatedMemory());
        allocator.close();
    }

    @Test
    void everyTypeComesBackWithItsValuesAndNulls() {
        byte[] bytes = encode(3);
        try (VectorSchemaRoot expected = root(3);
                Chunk chunk = ChunkCodec.decode(bytes, allocator)) {
            assertEquals(schema, chunk.schema());
            assertEquals(3, chunk.rows());
            for (int column = 0; column < schema.columns().size(); column++) {
                assertEquals(values(expected.getVector(column)), values(chunk.vector(column)));
                assertEquals(1, chunk.vector(column).getNullCount());
            }
        }
    }

    @Test
    void aChunkWithoutRowsIsAChunk() {
        try (Chunk chunk = ChunkCodec.decode(encode(0), allocator)) {
            assertEquals(0, chunk.rows());
            assertEquals(schema, chunk.schema());
        }
    }

    @Test
    void anArrowReaderOfAnyLanguageReadsAChunk() throws IOException {
        try (ArrowStreamReader reader = new ArrowStreamReader(new ByteArrayInputStream(encode(3)), allocator)) {
            assertTrue(reader.loadNextBatch());
            assertEquals(3, reader.getVectorSchemaRoot().getRowCount());
            Field decimal = reader.getVectorSchemaRoot().getSchema().findField("decimal(15,4)");
            assertEquals(new ArrowType.Decimal(15, 4, 128), decimal.getType());
            assertEquals("decimal(15,4)", decimal.getMetadata().get(ArrowSchemas.TYPE_KEY));
        }
    }

    /** Another library in the process may have registered it; then Arrow wraps the column. */
    @Test
    void aRegisteredUuidTypeDoesNotDisturb() {
        byte[] bytes = encode(3);
        ArrowType.ExtensionType uuid = UuidType.INSTANCE;
        ExtensionTypeRegistry.register(uuid);
        try (Chunk chunk = ChunkCodec.decode(bytes, allocator)) {
            assertEquals(schema, chunk.schema());
            int column = schema.indexOf("uuid").orElseThrow();
            assertEquals(FixedSizeBinaryVector.class, chunk.vector(column).getClass());
        } finally {
            ExtensionTypeRegistry.unregister(uuid);
        }
    }

    @Test
    void anyTruncationIsDamage() {
        byte[] bytes = encode(2);
        for (int length = 0; length < bytes.length; length++) {
            assertDamaged(Arrays.copyOf(bytes, length));
        }
    }

    @Test
    void garbageIsDamage() {
        Random random = new Random(42);
        for (int round = 0; round < 2_000; round++) {
            byte[] garbage = new byte[random.nextInt(200)];
            random.nextBytes(garbage);
            assertDamaged(garbage);
        }
        assertDamaged("{\"type\":\"BatchFetched\"}".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aFlippedBitIsDamage() {
        byte[] bytes = encode(2);
        Random random = new Random(7);
        for (int position = 0; position < bytes.length; position++) {
            byte[] flipped = bytes.clone();
            flipped[position] ^= (byte) (1 << random.nextInt(8));
            assertDamaged(flipped);
        }
    }

    /** Arrow itself takes a byte array as long as these 4 bytes say. */
    @Test
    void aLengthBeyondTheEndIsDamageAndNotAllocated() {
        byte[] bytes = encode(2);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(4, Integer.MAX_VALUE);
        assertDamaged(bytes);
    }

    @Test
    void aStreamThatIsNoArrowIsDamageEvenIfItsChecksumFits() {
        assertDamaged(withChecksum(new byte[0]));
        assertDamaged(withChecksum(new byte[64]));
        byte[] chunk = encode(2);
        for (int length = 0; length < chunk.length - 12; length += 64) {
            assertDamaged(withChecksum(Arrays.copyOf(chunk, length)));
        }
    }

    /** The batch needs more than is there. */
    @Test
    void aChunkThatDoesNotFitIntoTheMemoryLeavesNothingBehind() {
        byte[] bytes = encode(2);
        try (BufferAllocator small = allocator.newChildAllocator("small", 0, 512)) {
            assertThrows(
                    DataSyncException.class,
                    () -> ChunkCodec.decode(bytes, small).close());
            assertEquals(0, small.getAllocatedMemory());
        }
    }

    /** Whoever can write to a batch topic can write a checksum too. The seed is fixed, so that a failure comes again. */
    @Test
    void aHostileChunkIsDamageOrRowsAndTakesNoMoreMemoryThanItsSizeWarrants() {
        byte[] chunk = encode(3);
        byte[] good = Arrays.copyOf(chunk, chunk.length - Integer.BYTES);
        long mostHeap = 2L * 1024 * 1024;
        ThreadMXBean thread =
                (ThreadMXBean) ManagementFactory.getPlatformMXBean(java.lang.management.ThreadMXBean.class);
        Random random = new Random(20_260_329);
        int damaged = 0;
        for (int round = 0; round < 30_000; round++) {
            byte[] hostile = withChecksum(mutated(good, random));
            try (BufferAllocator memory = allocator.newChildAllocator("round", 0, MEMORY)) {
                long before = thread.getCurrentThreadAllocatedBytes();
                try (Chunk rows = ChunkCodec.decode(hostile, memory)) {
                    texts(rows);
                } catch (DataSyncException damage) {
                    assertEquals(ErrorCode.BATCH_DAMAGED, damage.code());
                    assertEquals(0, damage.getSuppressed().length, damage.toString());
                    damaged++;
                }
                int seen = round;
                long heap = thread.getCurrentThreadAllocatedBytes() - before;
                assertTrue(heap < mostHeap, () -> "round " + seen + " took " + heap + " bytes of the heap");
                long off = memory.getPeakMemoryAllocation();
                assertTrue(off <= (1 << 20) + 4L * hostile.length, () -> "round " + seen + " took " + off + " bytes");
            }
        }
        int refused = damaged;
        assertTrue(refused > 10_000 && refused < 30_000, () -> refused + " refused");
    }

    /** What a reader of texts does: their lengths are what it takes memory by. */
    private static void texts(Chunk chunk) {
        for (int column = 0; column < chunk.schema().columns().size(); column++) {
            if (chunk.vector(column) instanceof BaseVariableWidthVector texts) {
                for (int row = 0; row < chunk.rows(); row++) {
                    texts.getObject(row);
                }
            }
        }
    }

    private static byte[] mutated(byte[] good, Random random) {
        byte[] hostile = good.clone();
        ByteBuffer bytes = ByteBuffer.wrap(hostile).order(ByteOrder.LITTLE_ENDIAN);
        int[] odd = {0, 1, -1, 8, 16, good.length, Integer.MAX_VALUE, Integer.MIN_VALUE, 1 << 30, 0xFFFF};
        for (int times = random.nextInt(3); times >= 0; times--) {
            int position = random.nextInt(hostile.length - Long.BYTES);
            switch (random.nextInt(4)) {
                case 0 -> hostile[position] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes.putInt(position & ~3, odd[random.nextInt(odd.length)]);
                case 2 -> bytes.putLong(position & ~7, (long) odd[random.nextInt(odd.length)] << random.nextInt(33));
                default -> bytes.putInt(position & ~3, random.nextInt());
            }
        }
        return random.nextInt(20) == 0 ? Arrays.copyOf(hostile, random.nextInt(hostile.length)) : hostile;
    }

    private static byte[] withChecksum(byte[] bytes) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes);
        return ByteBuffer.allocate(bytes.length + 4)
                .put(bytes)
                .putInt((int) checksum.getValue())
                .array();
    }

    @Test
    void aStreamOfForeignColumnsIsDamage() {
        Schema foreign = new Schema(List.of(Field.nullable("Id", new ArrowType.Int(32, true))));
        try (VectorSchemaRoot root = VectorSchemaRoot.create(foreign, allocator)) {
            root.setRowCount(0);
            assertDamaged(ChunkCodec.encode(root));
        }
    }

    @Test
    void aColumnThatHoldsAnotherTypeThanItSaysIsDamage() {
        FieldType lying =
                new FieldType(true, new ArrowType.Int(32, true), null, Map.of(ArrowSchemas.TYPE_KEY, "decimal(15,4)"));
        try (VectorSchemaRoot root =
                VectorSchemaRoot.create(new Schema(List.of(new Field("Id", lying, null))), allocator)) {
            root.setRowCount(0);
            assertDamaged(ChunkCodec.encode(root));
        }
    }

    @Test
    void schemasComeBackFromArrow() {
        assertEquals(schema, ArrowSchemas.fromArrow(ArrowSchemas.toArrow(schema)));
        RowSchema required = new RowSchema(List.of(new Column("Id", new ColumnType.Int64(), false)));
        assertEquals(required, ArrowSchemas.fromArrow(ArrowSchemas.toArrow(required)));
    }

    private void assertDamaged(byte[] bytes) {
        DataSyncException failure = assertThrows(DataSyncException.class, () -> {
            try (Chunk chunk = ChunkCodec.decode(bytes, allocator)) {
                assertEquals(-1, chunk.rows(), "was taken for a chunk");
            }
        });
        assertEquals(ErrorCode.BATCH_DAMAGED, failure.code());
    }

    private byte[] encode(int rows) {
        try (VectorSchemaRoot root = root(rows)) {
            return ChunkCodec.encode(root);
        }
    }

    private static RowSchema everyColumn() {
        return new RowSchema(ColumnTypeTest.everyType()
                .map(type -> new Column(type.text(), type, true))
                .toList());
    }

    /** The first row has low values, the second nulls, the third high values. */
    private VectorSchemaRoot root(int rows) {
        VectorSchemaRoot root = VectorSchemaRoot.create(ArrowSchemas.toArrow(schema), allocator);
        for (FieldVector vector : root.getFieldVectors()) {
            vector.allocateNew();
            for (int row = 0; row < rows; row++) {
                if (row % 3 != 1) {
                    set(vector, row, row % 3 == 2);
                }
            }
        }
        root.setRowCount(rows);
        return root;
    }

    private static void set(FieldVector vector, int row, boolean high) {
        if (vector instanceof BitVector bits) {
            bits.setSafe(row, high ? 1 : 0);
        } else if (vector instanceof SmallIntVector numbers) {
            numbers.setSafe(row, high ? Short.MAX_VALUE : Short.MIN_VALUE);
        } else if (vector instanceof IntVector numbers) {
            numbers.setSafe(row, high ? Integer.MAX_VALUE : Integer.MIN_VALUE);
        } else if (vector instanceof BigIntVector numbers) {
            numbers.setSafe(row, high ? Long.MAX_VALUE : Long.MIN_VALUE);
        } else if (vector instanceof Float4Vector numbers) {
            numbers.setSafe(row, high ? Float.MAX_VALUE : Float.NaN);
        } else if (vector instanceof Float8Vector numbers) {
            numbers.setSafe(row, high ? Double.MAX_VALUE : -0.0);
        } else if (vector instanceof DecimalVector numbers) {
            BigDecimal unit = BigDecimal.ONE.movePointLeft(numbers.getScale());
            numbers.setSafe(row, high ? unit.multiply(BigDecimal.valueOf(9)) : unit.negate());
        } else if (vector instanceof VarCharVector texts) {
            texts.setSafe(row, (high ? "\uD83D\uDE00 \u0000" : "").getBytes(StandardCharsets.UTF_8));
        } else if (vector instanceof VarBinaryVector bytes) {
            bytes.setSafe(row, high ? new byte[] {0, -1} : new byte[0]);
        } else if (vector instanceof FixedSizeBinaryVector bytes) {
            bytes.setSafe(row, new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, (byte) (high ? -1 : 0)});
        } else {
            setTime(vector, row, high);
        }
    }

    private static void setTime(FieldVector vector, int row, boolean high) {
        if (vector instanceof DateDayVector days) {
            // 9999-12-31 and 0001-01-01.
            days.setSafe(row, high ? 2_932_896 : -719_162);
        } else if (vector instanceof TimeNanoVector nanos) {
            nanos.setSafe(row, high ? 86_399_999_999_999L : 0);
        } else if (vector instanceof TimeStampMicroVector micros) {
            micros.setSafe(row, high ? 253_402_300_799_999_999L : -62_135_596_800_000_000L);
        } else if (vector instanceof TimeStampMicroTZVector micros) {
            micros.setSafe(row, high ? 253_402_300_799_999_999L : -62_135_596_800_000_000L);
        } else {
            throw new IllegalArgumentException("No test value for " + vector.getClass());
        }
    }

    private static List<String> values(FieldVector vector) {
        List<String> values = new ArrayList<>();
        for (int row = 0; row < vector.getValueCount(); row++) {
            Object value = vector.getObject(row);
            values.add(value instanceof byte[] bytes ? Arrays.toString(bytes) : String.valueOf(value));
        }
        return values;
    }
}
