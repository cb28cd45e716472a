package io.datasync.scheduler.tick;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.datasync.config.TableConfig;
import io.datasync.config.UpdateType;
import io.datasync.message.FetchTask;
import io.datasync.message.Json;
import io.datasync.message.Operation;
import io.datasync.scheduler.log.LogEntry;
import io.datasync.scheduler.log.TestingStates;
import io.datasync.scheduler.schedule.TestingTables;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class SchedulerTickTest {
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
    void whatIsDueIsStartedUntilTheCapAndTheRestOnceThereIsRoom() {
        SchedulerTick tick = world.tick(world.starter(), C, B, A);
        tick.run();
        assertEquals(List.of("A", "B"), openTables());

        tick.run();
        assertEquals(List.of("A", "B"), openTables());

        completeAll();
        tick.run();
        assertEquals(List.of("C"), openTables());
        assertEquals(3, world.records(world.topics.tasks(), 3).size());
    }

    @Test
    void betweenTwoTicksWhatWasHeldBackIsStartedToo() {
        SchedulerTick tick = world.tick(world.starter(), C, B, A);
        tick.run();
        completeAll();

        tick.startDue();

        assertEquals(List.of("C"), openTables());
    }

    @Test
    void aTableWhoseOperationFailedWaitsForTheNextTick() {
        SchedulerTick tick = world.tick(world.starter(), A);
        tick.run();
        Operation first = world.log.openOperations().get(0).operation();
        world.log.complete(TestingStates.failed(first, "no", world.clock.instant()));

        tick.startDue();
        assertEquals(List.of(), openTables());

        tick.run();
        assertEquals(List.of("A"), openTables());
    }

    @Test
    void aTableThatKeepsFailingIsLeftAloneForLongerByEverySchedulerAndOneStartedAnew() {
        failed("A");
        failed("A");
        SchedulerTick tick = world.tick(world.starter(), A, C);
        tick.run();
        assertEquals(List.of("C"), openTables());
        assertEquals(Set.of("A"), tick.heldBack().keySet());
        Instant next = Objects.requireNonNull(tick.heldBack().get("A"));
        assertEquals(Optional.of(next), tick.nextDue());
        SchedulerTick another = world.tick(world.starter(), A, C);
        another.run();
        assertEquals(Map.of("A", next), another.heldBack());

        world.clock.advance(Duration.between(world.clock.instant(), next));
        another.startDue();

        assertTrue(openTables().contains("A"));
        assertEquals(Map.of(), another.heldBack());
    }

    @Test
    void aTickKnowsWhenTheNextTableFallsDue() {
        SchedulerTick tick = world.tick(world.starter(), A);
        tick.run();
        assertEquals(Optional.empty(), tick.nextDue());

        completeAll();
        tick.startDue();

        assertEquals(Optional.of(SchedulerWorld.START.plus(TestingTables.HOURLY)), tick.nextDue());
    }

    @Test
    void aTableIsSyncedAgainOnceItsIntervalHasPassed() {
        SchedulerTick tick = world.tick(world.starter(), A);
        tick.run();
        completeAll();

        world.clock.advance(Duration.ofMinutes(59));
        tick.run();
        assertEquals(List.of(), openTables());

        world.clock.advance(Duration.ofMinutes(1));
        tick.run();
        Operation hourly = world.log.openOperations().get(0).operation();
        assertEquals(UpdateType.HOURLY, hourly.updateType());
        assertEquals(SchedulerWorld.START.minus(Duration.ofHours(3)), hourly.minimumDT());
        FetchTask task = Json.read(world.records(world.topics.tasks(), 2).get(1).value(), FetchTask.class);
        assertEquals(hourly, task.operation());
    }

    @Test
    void theCapOfASourceHoldsBackItsOwnTablesOnly() {
        SchedulerTick tick = world.tick(world.starter(Map.of(TestingTables.SOURCE, SchedulerWorld.source(1))), A, B, C);

        tick.run();

        assertEquals(List.of("A"), openTables());
    }

    @Test
    void manySchedulersStartEachTableOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Void>> ticks = new ArrayList<>();
            for (int index = 0; index < 4; index++) {
                SchedulerTick tick = world.tick(world.starter(), A, B);
                ticks.add(() -> {
                    tick.run();
                    return null;
                });
            }
            for (Future<Void> result : threads.invokeAll(ticks)) {
                result.get();
            }
        } finally {
            threads.shutdownNow();
        }

        assertEquals(Set.of("A", "B"), new HashSet<>(openTables()));
        assertEquals(2, world.log.recent(10).size());
        assertEquals(2, world.records(world.topics.tasks(), 2).size());
    }

    @Test
    void aTableThatCannotBeStartedDoesNotHoldBackTheOthers() {
        TableConfig tooLong = TestingTables.table("A".repeat(129), true, true, true);

        world.tick(world.starter(), tooLong, B).run();

        assertEquals(List.of("B"), openTables());
    }

    @Test
    void nothingIsStartedAfterStop() {
        SchedulerTick tick = world.tick(world.starter(), A);
        tick.stop();

        tick.run();

        assertEquals(List.of(), openTables());
    }

    @Test
    void aDeadOperationIsClosedAndItsTableStartedAnewInOneTick() {
        Operation dead = world.opened("A", null);
        world.clock.advance(Duration.ofMinutes(2));

        world.tick(world.starter(), A).run();

        assertTrue(world.log.find(dead.operationId()).orElseThrow().endedAt() != null);
        assertEquals(List.of("A"), openTables());
    }

    @Test
    void theLogIsPurgedAtOnceAndThenOnceADay() {
        SchedulerTick tick = world.tick(world.starter());
        failed("A");
        world.clock.advance(Duration.ofDays(91));
        tick.run();
        assertEquals(0, world.log.recent(10).size());

        failed("A");
        world.clock.advance(Duration.ofHours(23));
        failed("B");
        tick.run();
        assertEquals(2, world.log.recent(10).size());

        world.clock.advance(Duration.ofDays(90));
        tick.run();
        assertEquals(1, world.log.recent(10).size());
    }

    private void failed(String table) {
        Operation operation = world.opened(table, null);
        world.log.complete(TestingStates.failed(operation, "no", world.clock.instant()));
    }

    private void completeAll() {
        for (LogEntry entry : world.log.openOperations()) {
            world.log.complete(TestingStates.succeeded(entry.operation(), 1, world.clock.instant()));
        }
    }

    private List<String> openTables() {
        return world.log.openOperations().stream()
                .map(entry -> entry.operation().tableName())
                .toList();
    }
}
