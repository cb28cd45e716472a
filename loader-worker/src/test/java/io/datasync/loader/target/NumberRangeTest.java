package io.datasync.loader.target;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.datasync.loader.Chunks;
import io.datasync.loader.TestingChunks;
import io.datasync.loader.TestingRows;
import io.datasync.loader.target.TargetType.LengthUnit;
import io.datasync.rows.Chunk;
import io.datasync.rows.Column;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class NumberRangeTest {
    private static final TargetType TEXT = new TargetType.Text(0, LengthUnit.CODE_POINTS, null, false);
    private static final TargetType NUMBER = new TargetType.Decimal(0, 0);

    private static Optional<NumberRange.Bounds> bounds(BitSet out, TestingRows rows, TargetType... keys) {
        List<ColumnPair> pairs = new ArrayList<>();
        for (int index = 0; index < keys.length; index++) {
            Column source = rows.schema().columns().get(index);
            TargetColumn target = new TargetColumn("the " + source.name(), keys[index], "", false, false, false, false);
            pairs.add(new ColumnPair(index, source, target, true));
        }
        NumberRange range = new NumberRange(pairs);
        try (Chunks.Reader reader = new TestingChunks(rows.chunks(10)).open()) {
            for (Chunk chunk = reader.next(); chunk != null; chunk = reader.next()) {
                range.add(chunk, out);
            }
        }
        return range.bounds();
    }

    @Test
    void theFirstNumberAmongTheKeysHasARange() {
        TestingRows rows = TestingRows.of("a text(5)", "b decimal(9,2)", "c int32")
                .row("x", "1.50", 1)
                .row("y", "-20.25", 5)
                .row("z", "0.00", 3);
        assertEquals(
                Optional.of(new NumberRange.Bounds("the b", new BigDecimal("-20.25"), new BigDecimal("1.50"))),
                bounds(new BitSet(), rows, TEXT, NUMBER, TargetType.Int.BITS_32));
    }

    @Test
    void rejectedRowsDoNotCount() {
        BitSet out = new BitSet();
        out.set(0);
        out.set(2);
        TestingRows rows = TestingRows.of("a int32").row((Object) null).row(7).row(900);
        assertEquals(
                Optional.of(new NumberRange.Bounds("the a", new BigDecimal(7), new BigDecimal(7))),
                bounds(out, rows, TargetType.Int.BITS_32));
        out.set(1);
        assertEquals(Optional.empty(), bounds(out, rows, TargetType.Int.BITS_32));
    }

    @Test
    void textAndVeryLargeNumbersHaveNoRange() {
        assertEquals(
                Optional.empty(),
                bounds(new BitSet(), TestingRows.of("a text(5)").row("1"), TEXT));
        TestingRows large = TestingRows.of("a decimal(38,0)").row("1").row("12345678901234567890123");
        assertEquals(Optional.empty(), bounds(new BitSet(), large, NUMBER));
    }
}
