package io.datasync.loader.postgresql;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CopyBufferTest {
    private static String written(long unscaled, int scale) {
        CopyBuffer buffer = new CopyBuffer(1);
        buffer.putNumber(unscaled, scale);
        return new String(buffer.bytes(), 0, buffer.size(), StandardCharsets.US_ASCII);
    }

    private static String expected(long unscaled, int scale) {
        return BigDecimal.valueOf(unscaled, scale).toPlainString();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 9, 10, 99, 100, 999_999_999_999_999_999L, 1_000_000_000_000_000_000L, Long.MAX_VALUE})
    void writesNumbersOfAllLengthsWithAnyScale(long number) {
        for (int scale = 0; scale <= 38; scale++) {
            assertEquals(expected(number, scale), written(number, scale));
            assertEquals(expected(-number, scale), written(-number, scale));
        }
    }

    @Test
    void writesNumbersAsBigDecimalDoes() {
        Random random = new Random(11);
        for (int count = 0; count < 10_000; count++) {
            long number = random.nextLong() >> random.nextInt(Long.SIZE);
            int scale = random.nextInt(20);
            if (number != Long.MIN_VALUE) {
                assertEquals(expected(number, scale), written(number, scale));
            }
        }
    }
}
