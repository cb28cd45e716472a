package io.datasync.fetcher.jdbc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the server makes of values is tried in {@link JdbcFetcherTest}. */
final class CopyLineTest {
    private final int[] starts = new int[4];
    private final int[] lengths = new int[4];

    @Test
    void aByteIsKeptWhereverItStandsInTheRow() {
        for (int octet = 1; octet < 256; octet++) {
            for (int before = 0; before < 17; before++) {
                if (octet != '\t' && octet != '\n' && octet != '\\') {
                    String value = "" + (char) octet;
                    String first = value.repeat(before);
                    assertValues(first + "\t" + value + "\t" + value + value + "\n", first, value, value + value);
                }
            }
        }
    }

    @Test
    void aBackslashIsSeenWhereverItStandsInTheRow() {
        for (int before = 0; before < 17; before++) {
            String first = "x".repeat(before);
            assertValues(first + "\\\\\t\\t\\n\t\\\\N\n", first + "\\", "\t\n", "\\N");
            assertValues(first + "\t\t\\\\\\\\b\n", first, "", "\\\\b");
        }
    }

    private void assertValues(String row, String... values) {
        byte[] bytes = row.getBytes(StandardCharsets.ISO_8859_1);
        byte[] before = bytes.clone();
        byte[] plain = CopyLine.split(bytes, starts, lengths);
        for (int column = 1; column <= values.length; column++) {
            assertEquals(
                    values[column - 1],
                    new String(plain, starts[column], lengths[column], StandardCharsets.ISO_8859_1),
                    row);
        }
        assertArrayEquals(before, bytes, "the driver's array stays as it is");
    }

    @Test
    void nullHasNoLength() {
        CopyLine.split("\\N\t\t\\N\n".getBytes(StandardCharsets.US_ASCII), starts, lengths);
        assertEquals("[0, -1, 0, -1]", Arrays.toString(lengths));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "a\tb\n", "a\tb\tc", "a\tb\tc\td\n", "\t\t\t\t\t\t\t\t\t\t\n"})
    void aRowThatIsNoLineOfThatManyColumnsIsRefused(String row) {
        DataSyncException failure = assertThrows(
                DataSyncException.class,
                () -> CopyLine.split(row.getBytes(StandardCharsets.US_ASCII), starts, lengths));
        assertEquals(ErrorCode.INTERNAL, failure.code());
    }
}
