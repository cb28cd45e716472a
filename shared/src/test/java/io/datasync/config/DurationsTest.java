package io.datasync.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

    @ParameterizedTest
    @CsvSource({
        "250ms, PT0.25S",
        "90s, PT1M30S",
        "15m, PT15M",
        "1h30m, PT1H30M",
        "2d, PT48H",
        "1d1h1m1s1ms, PT25H1M1.001S",
        "PT15M, PT15M",
        "P1D, PT24H",
        "PT0.5S, PT0.5S",
        "3650d, PT87600H"
    })
    void aDurationIsReadInEitherForm(String text, Duration expected) {
        assertEquals(expected, Durations.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"15", "-15", "1_000", "1.5"})
    void aNumberWithoutUnitIsRefused(String text) {
        assertEquals(
                "has no unit; write for example 90s, 15m, 1h30m, 2d or PT15M",
                assertThrows(IllegalArgumentException.class, () -> Durations.parse(text))
                        .getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "m",
                "15 m",
                "15M",
                "15min",
                "30m1h",
                "1h1h",
                "1.5h",
                "-5m",
                "P",
                "PT",
                "P1W",
                "soon",
                "9999999999d"
            })
    void whatIsNoDurationIsRefused(String text) {
        assertEquals(
                "is not a duration; write for example 90s, 15m, 1h30m, 2d or PT15M",
                assertThrows(IllegalArgumentException.class, () -> Durations.parse(text))
                        .getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0s", "0d0h", "PT0S", "PT-15M", "P-1D"})
    void aDurationIsLongerThanZero(String text) {
        assertEquals(
                "must be longer than zero; write for example 90s, 15m, 1h30m, 2d or PT15M",
                assertThrows(IllegalArgumentException.class, () -> Durations.parse(text))
                        .getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"3650d1ms", "999999999d", "P99999D", "PT999999999999H"})
    void aDurationIsAtMostTenYears(String text) {
        assertEquals(
                "must not be longer than 3650d",
                assertThrows(IllegalArgumentException.class, () -> Durations.parse(text))
                        .getMessage());
    }

    @Test
    void everyDurationReadsBackAsItIsWritten() {
        Random random = new Random(20_260_101);
        for (int i = 0; i < 10_000; i++) {
            long most = Durations.LONGEST.toMillis() >> random.nextInt(36);
            Duration duration = Duration.ofMillis(1 + (long) (random.nextDouble() * (most - 1)));
            assertEquals(duration, Durations.parse(Durations.format(duration)), Durations.format(duration));
            assertEquals(duration, Durations.parse(duration.toString()), duration.toString());
        }
        assertEquals(Duration.ofNanos(1), Durations.parse(Durations.format(Duration.ofNanos(1))));
    }

    @Test
    void whateverTheTextItIsADurationOrRefused() {
        Random random = new Random(20_260_102);
        String letters = "0123456789dhmsPT._- Z";
        for (int i = 0; i < 100_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(8); length > 0; length--) {
                text.append(letters.charAt(random.nextInt(letters.length())));
            }
            try {
                Duration duration = Durations.parse(text.toString());
                assertEquals(duration, Durations.parse(Durations.format(duration)));
            } catch (IllegalArgumentException refused) {
                assertNotNull(refused.getMessage());
            }
        }
    }
}
