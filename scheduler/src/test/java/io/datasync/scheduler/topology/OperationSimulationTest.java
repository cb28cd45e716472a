package io.datasync.scheduler.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.datasync.message.OperationState;
import io.datasync.message.OperationState.OperationError;
import io.datasync.message.OperationState.Phase;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Random histories; the seed in a failure's message repeats it. */
final class OperationSimulationTest {
    @Test
    void everyOperationEndsAndOnlyForAReasonThatThereWas() {
        int steps = 0;
        int succeeded = 0;
        for (long seed = 1; seed <= 600; seed++) {
            SimulatedWorld world = new SimulatedWorld(seed, false);
            world.run();
            steps += world.steps();
            assertEquals(List.of(), world.violations(), "seed " + seed);
            OperationState state = Objects.requireNonNull(world.state());
            assertTrue(state.phase().isFinal(), "seed " + seed + " never ends: " + state);
            OperationError error = state.error();
            if (error == null) {
                succeeded++;
                assertEquals(0, world.wrongKeys(), "seed " + seed);
            } else {
                assertTrue(world.excuses().contains(error.code()), "seed " + seed + ": " + error);
            }
        }
        assertTrue(steps > 150_000, "steps: " + steps);
        assertTrue(succeeded > 100 && succeeded < 600, "succeeded: " + succeeded);
    }

    @Test
    void theInvariantsHoldEvenIfEventsOvertakeEachOther() {
        for (long seed = 1; seed <= 300; seed++) {
            SimulatedWorld world = new SimulatedWorld(seed, true);
            world.run();
            assertEquals(List.of(), world.violations(), "seed " + seed);
            OperationState state = world.state();
            if (state != null && state.phase() == Phase.SUCCEEDED) {
                assertEquals(0, world.wrongKeys(), "seed " + seed);
            }
        }
    }
}
