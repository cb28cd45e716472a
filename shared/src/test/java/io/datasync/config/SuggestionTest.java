package io.datasync.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionTest {

    @ParameterizedTest
    @CsvSource({
        "a, a, 0",
        "interval, intervall, 1",
        "inteval, interval, 1",
        "itnerval, interval, 1",
        "INTERVAL, interval, 0",
        "abc, xyz, 3",
        "'', abc, 3"
    })
    void theDistanceCountsSingleSlips(String left, String right, int distance) {
        assertEquals(distance, Suggestion.distance(left, right));
        assertEquals(distance, Suggestion.distance(right, left));
    }

    @Test
    void onlyACloseWordIsSuggested() {
        List<String> allowed = List.of("swap", "truncate");
        assertEquals(Optional.of("swap"), Suggestion.closest("swop", allowed));
        assertEquals(Optional.of("truncate"), Suggestion.closest("Truncated", allowed));
        assertEquals(Optional.empty(), Suggestion.closest("delete", allowed));
        assertEquals("; did you mean swap? allowed: swap, truncate", Suggestion.among("swop", allowed));
        assertEquals("; allowed: swap, truncate", Suggestion.among("delete", allowed));
    }
}
