package io.datasync.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StatisticsTest {

    @Test
    void theMedianIsTheMiddleOrTheMeanOfTheMiddleTwo() {
        assertEquals(2, Statistics.median(List.of(9.0, 1.0, 2.0)));
        assertEquals(3, Statistics.median(List.of(1.0, 4.0, 2.0, 100.0)));
    }

    @Test
    void aPercentileIsOneOfTheValues() {
        List<Double> values =
                IntStream.rangeClosed(1, 30).mapToObj(Double::valueOf).toList();
        assertEquals(15, Statistics.percentile(values, 50));
        assertEquals(29, Statistics.percentile(values, 95));
        assertEquals(30, Statistics.percentile(values, 100));
        assertEquals(7, Statistics.percentile(List.of(7.0), 95));
    }

    @Test
    void nothingHasNoMedian() {
        assertThrows(IllegalArgumentException.class, () -> Statistics.median(List.of()));
    }

    @Test
    void hopsOfSeveralOperationsAreTheMediansOfEachStepInTheOrderOfTime() {
        List<List<Hop>> operations = List.of(
                List.of(new Hop("opened", 0.1), new Hop("closed", 0.9)),
                List.of(new Hop("closed", 0.5), new Hop("opened", 0.3)),
                List.of(new Hop("opened", 0.2), new Hop("closed", 0.7)));
        assertEquals(List.of(new Hop("opened", 0.2), new Hop("closed", 0.7)), Statistics.medianHops(operations));
    }
}
