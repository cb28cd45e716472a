package io.datasync.scheduler.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.datasync.config.DeletesSchedule;
import io.datasync.config.Schedule;
import io.datasync.config.TableConfig;
import io.datasync.config.TestingTable;
import io.datasync.config.UpdateType;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What holds for any tables, any log and any time: tried with many, chosen by a seed that a failure names. */
final class ScheduleCheckerPropertyTest {
    private static final Instant NOW = Instant.parse("2026-07-01T00:00:00.000001Z");
    private static final int TRIES = 1000;
    private static final List<String> NAMES = List.of("a", "b", "c", "d");

    @Test
    void aTableIsDueAtMostOnceAndOnlyIfItIsEnabledAndFree() {
        forAny(random -> {
            List<TableConfig> tables = tables(random);
            List<LastUpdate> log = log(random);
            Set<String> openTables = random.nextBoolean() ? Set.of("A", "c") : Set.of();

            List<DueOperation> due = new ScheduleChecker(tables, 3).due(new LastUpdates(log), openTables, NOW);

            Set<String> names = new HashSet<>();
            for (DueOperation operation : due) {
                assertTrue(operation.table().enabled());
                assertTrue(operation.table().schedule(operation.type()).enabled());
                assertTrue(names.add(operation.table().tableName()));
            }
            assertFalse(!openTables.isEmpty() && (names.contains("a") || names.contains("c")));
        });
    }

    @Test
    void dueOperationsAreInOrder() {
        forAny(random -> {
            List<TableConfig> tables = tables(random);
            List<LastUpdate> log = log(random);
            List<DueOperation> due = new ScheduleChecker(tables, 3).due(new LastUpdates(log), Set.of(), NOW);

            for (int index = 1; index < due.size(); index++) {
                DueOperation before = due.get(index - 1);
                DueOperation after = due.get(index);
                assertTrue(before.type().compareTo(after.type()) <= 0);
                if (before.type() == after.type() && before.dueSince() != null) {
                    assertTrue(after.dueSince() != null && !before.dueSince().isAfter(after.dueSince()));
                }
            }
        });
    }

    @Test
    void noMinimumIsLaterThanNowOrThanAnySuccessItMayCountFrom() {
        forAny(random -> {
            List<TableConfig> tables = tables(random);
            List<LastUpdate> log = log(random);
            double multiplier = multiplier(random);
            ScheduleChecker checker = new ScheduleChecker(tables, multiplier);
            LastUpdates updates = new LastUpdates(log);
            for (TableConfig table : tables) {
                for (UpdateType type : UpdateType.values()) {
                    Instant minimum =
                            checker.requested(table, type, updates, NOW).minimumDT();
                    if (minimum != null) {
                        assertFalse(minimum.isAfter(NOW));
                        assertTrue(updates.of(table).stream().anyMatch(update -> !minimum.isAfter(update.startedAt())));
                        assertEquals(minimum.truncatedTo(ChronoUnit.MICROS), minimum);
                    }
                }
            }
        });
    }

    @Test
    void whatHasJustSucceededIsNotDue() {
        forAny(random -> {
            List<TableConfig> tables = tables(random);
            List<LastUpdate> log = log(random);
            long secondsLater = between(random, 0, 59);
            ScheduleChecker checker = new ScheduleChecker(tables, 3);
            List<LastUpdate> after = new ArrayList<>(log);
            for (DueOperation due : checker.due(new LastUpdates(log), Set.of(), NOW)) {
                succeed(after, due, NOW);
            }

            assertEquals(
                    List.of(),
                    checker.due(new LastUpdates(after), Set.of(), NOW.plusSeconds(secondsLater)).stream()
                            .filter(due -> isDueAgain(due, after))
                            .toList());
        });
    }

    /** Plays a table's life: however clocks jump and runs fail, every row changed before a success's start was fetched. */
    @Test
    void withAMonotonousClockEveryChangeIsCoveredByTheSuccessesSoFar() {
        forAny(random -> {
            TableConfig table = table(random, "a");
            int multiplier = (int) between(random, 0, 3);
            ScheduleChecker checker = new ScheduleChecker(List.of(table), multiplier);
            List<LastUpdate> log = new ArrayList<>();
            Instant now = NOW;
            Instant covered = Instant.MIN;
            for (long step : steps(random)) {
                now = now.plus(Duration.ofMinutes(Math.abs(step)));
                for (DueOperation due : checker.due(new LastUpdates(log), Set.of(), now)) {
                    Instant minimum = due.minimumDT() == null ? Instant.MIN : due.minimumDT();
                    assertFalse(minimum.isAfter(covered), "a gap between " + covered + " and " + minimum);
                    if (step > 0) {
                        succeed(log, due, now);
                        covered = due.type().bringsRows() ? now : covered;
                    }
                }
            }
        });
    }

    /** Another type of the table may still be due; the same one, or one it counts as, may not. */
    private static boolean isDueAgain(DueOperation due, List<LastUpdate> log) {
        return log.stream()
                .filter(update -> update.tableName().equals(due.table().tableName()))
                .anyMatch(update -> update.startedAt().equals(NOW)
                        && update.operationId().startsWith("just")
                        && update.updateType().countsAs(due.type()));
    }

    private static void succeed(List<LastUpdate> log, DueOperation due, Instant start) {
        String table = due.table().tableName();
        String source = due.table().sourceSystem();
        log.removeIf(update -> update.tableName().equals(table)
                && update.sourceSystem().equals(source)
                && update.updateType() == due.type());
        long id = log.stream().mapToLong(LastUpdate::id).max().orElse(0) + 1;
        log.add(new LastUpdate(table, source, due.type(), id, "just-" + id, start, start, 0, null));
    }

    private static void forAny(Consumer<SplittableRandom> property) {
        for (long seed = 1; seed <= TRIES; seed++) {
            try {
                property.accept(new SplittableRandom(seed));
            } catch (AssertionError | RuntimeException failure) {
                throw new AssertionError("With seed " + seed + ": " + failure.getMessage(), failure);
            }
        }
    }

    /** Both ends included, and more often than others. */
    private static long between(SplittableRandom random, long min, long max) {
        return switch (random.nextInt(20)) {
            case 0 -> min;
            case 1 -> max;
            default -> random.nextLong(min, max + 1);
        };
    }

    private static double multiplier(SplittableRandom random) {
        return switch (random.nextInt(4)) {
            case 0 -> 0;
            case 1 -> 1e12;
            case 2 -> random.nextDouble() * 10;
            default -> random.nextDouble() * 1e12;
        };
    }

    private static TableConfig table(SplittableRandom random, String name) {
        TableConfig table = TestingTables.table(
                name,
                TestingTables.SOURCE,
                random.nextInt(4) > 0,
                schedule(random, 7 * 24 * 60),
                schedule(random, 24 * 60),
                schedule(random, 60));
        DeletesSchedule.Mode mode = random.nextBoolean() ? DeletesSchedule.Mode.IGNORE : DeletesSchedule.Mode.REMOVE;
        return TestingTable.like(table)
                .deletes(new DeletesSchedule(mode, schedule(random, 24 * 60).interval(), 10, Optional.empty()))
                .build();
    }

    private static Schedule schedule(SplittableRandom random, int minutes) {
        return new Schedule(random.nextBoolean(), Duration.ofMinutes(between(random, 1, 2L * minutes)));
    }

    private static List<TableConfig> tables(SplittableRandom random) {
        return NAMES.stream()
                .filter(name -> random.nextBoolean())
                .map(name -> table(random, name))
                .toList();
    }

    /** At most one success a table and type, as the view has it. */
    private static List<LastUpdate> log(SplittableRandom random) {
        return onlyLast(IntStream.range(0, random.nextInt(13))
                .mapToObj(unused -> update(random))
                .toList());
    }

    private static LastUpdate update(SplittableRandom random) {
        UpdateType[] types = UpdateType.values();
        long id = between(random, 1, 1000);
        Instant start = NOW.plus(Duration.ofMinutes(between(random, -100_000, 20_000)));
        return new LastUpdate(
                NAMES.get(random.nextInt(NAMES.size())),
                TestingTables.SOURCE,
                types[random.nextInt(types.length)],
                id,
                "operation-" + id,
                start,
                start,
                1,
                null);
    }

    /** Minutes that pass; those below zero, taken as positive, end with a failed run. */
    private static long[] steps(SplittableRandom random) {
        return IntStream.range(0, random.nextInt(61))
                .mapToLong(unused -> between(random, -2_000, 2_000))
                .toArray();
    }

    private static List<LastUpdate> onlyLast(List<LastUpdate> updates) {
        Map<String, LastUpdate> last = new HashMap<>();
        for (LastUpdate update : updates) {
            last.merge(
                    update.tableName() + update.updateType(),
                    update,
                    (one, other) -> one.id() > other.id() ? one : other);
        }
        return List.copyOf(last.values());
    }
}
