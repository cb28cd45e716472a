package io.datasync.scheduler.tick;

import static org.junit.jupiter.api.Assertions.assertFalse;

import io.datasync.config.TableConfig;
import io.datasync.lifecycle.RunUntilStopped;
import io.datasync.scheduler.log.LogEntry;
import io.datasync.scheduler.log.TestingStates;
import io.datasync.scheduler.schedule.TestingTables;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** All of it happens between the first tick and the second, a day later. */
final class TickWhenNeededTest {
    private static final Duration DAY = Duration.ofDays(1);
    private static final TableConfig A = TestingTables.table("A", true, true, true);
    private static final TableConfig B = TestingTables.table("B", true, true, true);
    private static final TableConfig C = TestingTables.table("C", false, false, true);

    private final SchedulerWorld world = new SchedulerWorld();

    @BeforeEach
    void createTopics() {
        world.withTopics(world.topics.events(), world.topics.tasks());
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void anOperationThatACapHeldBackIsStartedWhenAnotherEnds() {
        TickWhenNeeded step = step(A, B, C);
        try (RunUntilStopped ignored = start(step)) {
            awaitOpen("A", "B");

            complete("A");
            step.operationEnded();

            awaitOpen("B", "C");
        }
    }

    @Test
    void aTableIsStartedWhenItFallsDue() {
        world.opened("C", null);
        complete("C");
        world.clock.advance(TestingTables.HOURLY.minusMillis(50));
        try (RunUntilStopped ignored = start(step(A, C))) {
            // By now it is decided what the first tick starts.
            awaitOpen("A");

            world.clock.advance(Duration.ofMillis(50));

            awaitOpen("A", "C");
        }
    }

    @Test
    void stoppingEndsTheWaiting() {
        RunUntilStopped loop = start(step(A));
        awaitOpen("A");

        loop.close();

        assertFalse(loop.isAlive());
    }

    private TickWhenNeeded step(TableConfig... tables) {
        return new TickWhenNeeded(world.tick(world.starter(), tables), DAY, world.clock);
    }

    private static RunUntilStopped start(TickWhenNeeded step) {
        return RunUntilStopped.start("tick", step, Duration.ZERO, Duration.ofMinutes(1));
    }

    private void complete(String table) {
        for (LogEntry entry : world.log.openOperations()) {
            if (entry.operation().tableName().equals(table)) {
                world.log.complete(TestingStates.succeeded(entry.operation(), 1, world.clock.instant()));
            }
        }
    }

    private void awaitOpen(String... tables) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> openTables().equals(List.of(tables)));
    }

    private List<String> openTables() {
        return world.log.openOperations().stream()
                .map(entry -> entry.operation().tableName())
                .toList();
    }
}
