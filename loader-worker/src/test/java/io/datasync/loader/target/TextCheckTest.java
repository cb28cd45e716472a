package io.datasync.loader.target;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.datasync.loader.TestingRows;
import io.datasync.loader.target.TargetType.LengthUnit;
import io.datasync.rows.Chunk;
import io.datasync.rows.ChunkCodec;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Function;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class TextCheckTest {
    private static final Charset WESTERN = Charset.forName("windows-1252");
    private static final @Nullable Charset UNICODE = null;

    private final BufferAllocator allocator = new RootAllocator();

    @AfterEach
    void close() {
        allocator.close();
    }

    private static TextCheck check(int maxLength, LengthUnit unit, @Nullable Charset charset, boolean takesNul) {
        return new TextCheck(new TargetType.Text(maxLength, unit, charset, takesNul));
    }

    /** The rows that fit; says that all do only if that is so. */
    private BitSet fitting(TextCheck check, List<@Nullable String> texts) {
        return ask(texts, vector -> {
            BitSet fitting = new BitSet();
            for (int row = 0; row < texts.size(); row++) {
                fitting.set(row, vector.isNull(row) || check.fits(vector, row));
            }
            boolean all = fitting.cardinality() == texts.size();
            assertTrue(all || !check.allFit(vector, texts.size()), "all fit, but only these do: " + fitting);
            return fitting;
        });
    }

    private boolean allFit(TextCheck check, List<@Nullable String> texts) {
        return ask(texts, vector -> check.allFit(vector, texts.size()));
    }

    private <T> T ask(List<@Nullable String> texts, Function<FieldVector, T> question) {
        TestingRows rows = TestingRows.of("v text(0)");
        texts.forEach(text -> rows.row(text));
        try (Chunk chunk = ChunkCodec.decode(rows.chunks(1000).get(0), allocator)) {
            return question.apply(chunk.vector(0));
        }
    }

    @Test
    void lengthsAreCountedInTheUnitOfTheColumn() {
        List<@Nullable String> texts = List.of("", "abc", "abcd", "äöü", "äöüß", "😀😀", "😀😀😀", "a😀");
        assertEquals(
                "{0, 1, 3, 5, 6, 7}",
                fitting(check(3, LengthUnit.CODE_POINTS, UNICODE, false), texts).toString());
        assertEquals(
                "{0, 1, 3, 7}",
                fitting(check(3, LengthUnit.UTF16_UNITS, UNICODE, false), texts).toString());
        assertEquals(
                "{0, 1}",
                fitting(check(3, LengthUnit.BYTES, UNICODE, false), texts).toString());
        assertEquals(
                "{0, 1, 3}",
                fitting(check(3, LengthUnit.BYTES, WESTERN, false), texts).toString());
        assertEquals(
                texts.size(),
                fitting(check(0, LengthUnit.CODE_POINTS, UNICODE, false), texts).cardinality());
    }

    @Test
    void aTextOfManyBytesAndFewCharactersIsSeenToFitAtOnce() {
        TextCheck check = check(3, LengthUnit.CODE_POINTS, UNICODE, false);
        assertTrue(allFit(check, List.of("abc", "äöü", "😀😀😀")));
        assertFalse(allFit(check, List.of("abc", "äöü", "😀😀😀😀")));
        TextCheck western = check(3, LengthUnit.BYTES, WESTERN, false);
        assertTrue(allFit(western, List.of("abc", "", "678")));
        assertFalse(allFit(western, List.of("abcd")));
    }

    @Test
    void theLengthOfANullDoesNotCount() {
        List<@Nullable String> texts = new ArrayList<>();
        texts.add("abc");
        texts.add(null);
        texts.add("de");
        TextCheck check = check(3, LengthUnit.CODE_POINTS, UNICODE, false);
        assertTrue(allFit(check, texts));
        assertEquals(3, fitting(check, texts).cardinality());
    }

    @Test
    void aCharacterThatTheColumnLacksIsFoundWhereverItIs() {
        for (int before = 0; before < 20; before++) {
            String text = "x".repeat(before);
            List<@Nullable String> texts = List.of("12345678", text + "\0" + text, text + "€", text + "Ω", "12345678");
            assertEquals(
                    "{0, 2, 3, 4}",
                    fitting(check(0, LengthUnit.CODE_POINTS, UNICODE, false), texts)
                            .toString());
            assertEquals(
                    "{0, 2, 4}",
                    fitting(check(0, LengthUnit.BYTES, WESTERN, false), texts).toString());
            assertEquals(
                    "{0, 1, 2, 4}",
                    fitting(check(0, LengthUnit.BYTES, WESTERN, true), texts).toString());
        }
    }
}
