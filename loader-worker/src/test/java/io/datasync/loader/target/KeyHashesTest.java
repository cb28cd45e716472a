package io.datasync.loader.target;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.datasync.loader.Chunks;
import io.datasync.loader.TestingChunks;
import io.datasync.loader.TestingRows;
import io.datasync.loader.target.TargetType.Equality;
import io.datasync.loader.target.TargetType.LengthUnit;
import io.datasync.rows.Chunk;
import io.datasync.rows.Column;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class KeyHashesTest {
    private static final TargetType INT = TargetType.Int.BITS_32;

    private static TargetType text(Equality equality) {
        return new TargetType.Text(0, LengthUnit.CODE_POINTS, null, false, equality);
    }

    private static KeyHashes hashes(TestingRows rows, TargetType... keys) {
        List<ColumnPair> pairs = new ArrayList<>();
        for (int index = 0; index < rows.schema().columns().size(); index++) {
            Column source = rows.schema().columns().get(index);
            boolean key = index < keys.length;
            TargetType type = key ? keys[index] : INT;
            pairs.add(new ColumnPair(
                    index, source, new TargetColumn(source.name(), type, "", false, false, false, false), key));
        }
        return new KeyHashes(pairs);
    }

    private static boolean areDistinct(TestingRows rows, TargetType... keys) {
        KeyHashes hashes = hashes(rows, keys);
        add(hashes, rows, new BitSet());
        return hashes.areDistinct();
    }

    private static void add(KeyHashes hashes, TestingRows rows, BitSet out) {
        try (Chunks.Reader reader = new TestingChunks(rows.chunks(1000)).open()) {
            for (Chunk chunk = reader.next(); chunk != null; chunk = reader.next()) {
                hashes.add(chunk, out);
            }
        }
    }

    @Test
    void aKeyThatComesTwiceIsFoundInWhateverChunk() {
        TestingRows rows = TestingRows.of("id int32", "v int32");
        IntStream.range(0, 5000).forEach(id -> rows.row(id, 1));
        assertTrue(areDistinct(rows, INT));
        assertFalse(areDistinct(rows.row(17, 2), INT));
    }

    @Test
    void aKeyOfSeveralColumnsIsTakenAsAWhole() {
        TestingRows rows = TestingRows.of("a int64", "b text(9)").row(1, "a").row(1, "b");
        rows.row(2, "a").row(12, "").row(1, "2");
        assertTrue(areDistinct(rows, TargetType.Int.BITS_64, text(Equality.BYTES)));
        assertFalse(areDistinct(rows.row(1, "b"), TargetType.Int.BITS_64, text(Equality.BYTES)));
    }

    @Test
    void rejectedRowsDoNotCount() {
        TestingRows rows =
                TestingRows.of("id int32").row(1).row(1).row((Object) null).row((Object) null);
        BitSet out = new BitSet();
        out.set(1, 4);
        KeyHashes hashes = hashes(rows, INT);
        add(hashes, rows, out);
        assertTrue(hashes.areDistinct());
    }

    @Test
    void blanksAtTheEndCountOnlyWhereTheDatabaseSeesThem() {
        TestingRows rows =
                TestingRows.of("id text(9)").row("a").row("a ").row("").row(" a");
        assertTrue(areDistinct(rows, text(Equality.BYTES)));
        assertFalse(areDistinct(rows, text(Equality.BYTES_BUT_LAST_BLANKS)));
        TestingRows blank = TestingRows.of("id text(9)").row("").row("   ");
        assertFalse(areDistinct(blank, text(Equality.BYTES_BUT_LAST_BLANKS)));
    }

    @Test
    void nothingIsClaimedOfValuesThatAreEqualInMoreThanOneForm() {
        assertFalse(areDistinct(TestingRows.of("id text(9)").row("a"), text(Equality.COLLATION)));
        assertFalse(areDistinct(TestingRows.of("id float64").row(0.5), new TargetType.FloatingPoint(true)));
        assertFalse(areDistinct(TestingRows.of("id int32").row(1)));
    }

    @Test
    void numbersAndTimesAreToldApartAndFoundAgain() {
        TestingRows rows = TestingRows.of("a decimal(38,4)", "b timestamp(6)", "c uuid");
        TargetType[] types = {new TargetType.Decimal(0, 0), TargetType.Timestamp.ofPrecision(6), new TargetType.Uuid()};
        Random random = new Random(1);
        for (int row = 0; row < 3000; row++) {
            rows.row(
                    BigDecimal.valueOf(random.nextLong(), 4).toPlainString(),
                    LocalDateTime.of(2026, 1, 1, 0, 0).plusSeconds(row),
                    new UUID(0, row));
        }
        assertTrue(areDistinct(rows, types));
        rows.row("1.5", LocalDateTime.of(1, 1, 1, 0, 0), new UUID(1, 1));
        assertTrue(areDistinct(rows, types));
        rows.row("1.50", LocalDateTime.of(1, 1, 1, 0, 0), new UUID(1, 1));
        assertFalse(areDistinct(rows, types));
    }

    @Test
    void ofTooManyRowsNothingIsClaimed() {
        TestingRows rows = TestingRows.of("id int64");
        KeyHashes hashes = hashes(rows, TargetType.Int.BITS_64);
        for (int part = 0; part < 11; part++) {
            TestingRows next = TestingRows.of("id int64");
            long start = part * 100_000L;
            IntStream.range(0, 100_000).forEach(id -> next.row(start + id));
            add(hashes, next, new BitSet());
            assertEquals(part < 10, hashes.areDistinct(), "part " + part);
        }
    }
}
