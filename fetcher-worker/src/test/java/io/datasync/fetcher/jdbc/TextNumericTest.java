package io.datasync.fetcher.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.SQLDataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers as a server with a cast of its own may write them; {@link JdbcFetcherTest} has those of PostgreSQL. */
final class TextNumericTest {
    private final Int128 target = new Int128();

    @ParameterizedTest
    @CsvSource({
        "0, 1, 0, 0",
        "-7, 1, 0, -7",
        "5.00, 18, 0, 5",
        "-5.10, 3, 1, -51",
        "0.000, 1, 1, 0",
        "000.010, 2, 3, 10",
        "1.5, 20, 19, 15000000000000000000",
        "999999999999999999, 18, 0, 999999999999999999",
        "1000000000000000000, 19, 0, 1000000000000000000",
        "-9999999999999999999999999999.9999999999, 38, 10, -99999999999999999999999999999999999999",
        "99999999999999999999999999999999999999.000000, 38, 0, 99999999999999999999999999999999999999"
    })
    void aNumberThatFitsIsTakenExactly(String text, int precision, int scale, BigInteger expected) {
        assertTrue(unscaled(text, precision, scale));
        BigInteger low = new BigInteger(Long.toUnsignedString(target.low()));
        assertEquals(
                expected, BigInteger.valueOf(target.high()).shiftLeft(Long.SIZE).add(low));
        assertEquals(expected.signum() < 0, target.high() < 0);
    }

    @ParameterizedTest
    @CsvSource({
        "10, 1, 0",
        "5.01, 18, 0",
        "0.001, 18, 2",
        "1, 3, 3",
        "100000000000000000000000000000000000000, 40, 0",
        "999999999999999999999999999999999999999999999999999999999999999999999999999999.0, 38, 0",
        "NaN, 10, 0",
        "Infinity, 10, 0",
        "-Infinity, 10, 0"
    })
    void anyOtherIsLeftToTheCaller(String text, int precision, int scale) {
        assertFalse(unscaled(text, precision, scale));
    }

    private boolean unscaled(String text, int precision, int scale) {
        byte[] bytes = ("1" + text + "1").getBytes(StandardCharsets.US_ASCII);
        return TextNumeric.unscaled(bytes, 1, text.length(), precision, scale, target);
    }

    @Test
    void aDecimalHasTheDigitsThatAreWritten() throws SQLDataException {
        assertEquals(new BigDecimal("-1.50"), TextNumeric.decimal(new byte[] {'-', '1', '.', '5', '0', '0'}, 0, 5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "Infinity", "-Infinity"})
    void whatIsNoNumberIsAFailureOfTheValue(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        SQLDataException failure =
                assertThrows(SQLDataException.class, () -> TextNumeric.decimal(bytes, 0, bytes.length));
        assertEquals("22003", failure.getSQLState());
    }
}
