package io.datasync.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RejectLimitTest {
    @ParameterizedTest
    @CsvSource({
        "0,0",
        "1_000,1000",
        "0%,0",
        "0.10%,0.1%",
        "100 %,100%",
        "10%,10%",
        "9223372036854775807,9223372036854775807"
    })
    void aNumberOrAPercentageIsRead(String text, String limit) {
        assertEquals(limit, RejectLimit.parse(text).toString());
        assertEquals(RejectLimit.parse(text), RejectLimit.parse(limit));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1.5", "100.1%", "-1%", "9223372036854775808", "some", "%", "1e3", "1%%"})
    void whatIsNeitherIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> RejectLimit.parse(text));
    }

    @Test
    void aNumberIsTheSameAllTheTime() {
        assertEquals(7, RejectLimit.ofRows(7).allowed(0, false));
        assertEquals(7, RejectLimit.ofRows(7).allowed(1_000_000, true));
    }

    @Test
    void aPercentageIsOfAllRowsInTheEndAndLenientBefore() {
        RejectLimit limit = RejectLimit.parse("0.1%");
        assertEquals(0, limit.allowed(999, true));
        assertEquals(1, limit.allowed(1_000, true));
        assertEquals(1, limit.allowed(1_999, true));
        assertEquals(RejectLimit.EARLY_ROWS + 1, limit.allowed(1_999, false));
        assertEquals(Long.MAX_VALUE / 1_000, limit.allowed(Long.MAX_VALUE, true));
    }
}
