package io.datasync.scheduler.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random histories of whole installations. A failure names the seed of its history; {@code -Dsimulation.seed=N} repeats that one
 * alone.
 */
final class ClusterSimulationTest {
    private static final String SEED = "simulation.seed";

    /** Drawn once, as a test that fails is run once more: it has to fail again. */
    private static final long TODAY = Long.getLong(SEED, new Random().nextLong());

    private static final int STEPS = 10_000;
    private static final int MOST_STEPS_TO_SETTLE = 50_000;

    @ParameterizedTest
    @ValueSource(longs = {1, 1_000, 1_000_000})
    void nothingIsLostAndNothingDoubledWhateverGoesWrong(long firstSeed) {
        long successes = 0;
        for (long seed = firstSeed; seed < firstSeed + 10; seed++) {
            successes += run(seed);
        }
        assertTrue(successes > 100, "Only " + successes + " operations succeeded");
    }

    @Test
    void nothingIsLostAndNothingDoubledUnderASeedOfToday() {
        run(TODAY);
    }

    private static long run(long seed) {
        SimulatedCluster cluster = new SimulatedCluster(seed);
        String repeat = "repeat with -D" + SEED + "=" + seed;
        cluster.run(STEPS);
        assertEquals(Set.of(), cluster.violations(), repeat);
        cluster.settle(MOST_STEPS_TO_SETTLE);
        assertEquals(Set.of(), cluster.violations(), repeat);
        return cluster.successes();
    }
}
