package io.datasync.scheduler.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.datasync.config.Schedule;
import io.datasync.config.TableConfig;
import io.datasync.config.UpdateType;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** What holds for any tables, any log and any time. */
final class ScheduleCheckerPropertyTest {
    private static final Instant NOW = Instant.parse("2026-07-01T00:00:00.000001Z");
    private static final List<String> NAMES = List.of("a", "b", "c", "d");

    @Property(tries = 2000)
    void aTableIsDueAtMostOnceAndOnlyIfItIsEnabledAndFree(
            @ForAll("tables") List<TableConfig> tables,
            @ForAll("log") List<LastUpdate> log,
            @ForAll Set<Boolean> open) {
        Set<String> openTables = open.contains(true) ? Set.of("A", "c") : Set.of();

        List<DueOperation> due = new ScheduleChecker(tables, 3).due(new LastUpdates(log), openTables, NOW);

        Set<String> names = new HashSet<>();
        for (DueOperation operation : due) {
            assertTrue(operation.table().enabled());
            assertTrue(operation.table().schedule(operation.type()).enabled());
            assertTrue(names.add(operation.table().tableName()));
        }
        assertFalse(!openTables.isEmpty() && (names.contains("a") || names.contains("c")));
    }

    @Property(tries = 2000)
    void dueOperationsAreInOrder(@ForAll("tables") List<TableConfig> tables, @ForAll("log") List<LastUpdate> log) {
        List<DueOperation> due = new ScheduleChecker(tables, 3).due(new LastUpdates(log), Set.of(), NOW);

        for (int index = 1; index < due.size(); index++) {
            DueOperation before = due.get(index - 1);
            DueOperation after = due.get(index);
            assertTrue(before.type().compareTo(after.type()) <= 0);
            if (before.type() == after.type() && before.dueSince() != null) {
                assertTrue(after.dueSince() != null && !before.dueSince().isAfter(after.dueSince()));
            }
        }
    }

    @Property(tries = 2000)
    void noMinimumIsLaterThanNowOrThanAnySuccessItMayCountFrom(
            @ForAll("tables") List<TableConfig> tables,
            @ForAll("log") List<LastUpdate> log,
            @ForAll @DoubleRange(min = 0, max = 1e12) double multiplier) {
        ScheduleChecker checker = new ScheduleChecker(tables, multiplier);
        LastUpdates updates = new LastUpdates(log);
        for (TableConfig table : tables) {
            for (UpdateType type : UpdateType.values()) {
                Instant minimum = checker.requested(table, type, updates, NOW).minimumDT();
                if (minimum != null) {
                    assertFalse(minimum.isAfter(NOW));
                    assertTrue(updates.of(table).stream().anyMatch(update -> !minimum.isAfter(update.startedAt())));
                    assertEquals(minimum.truncatedTo(ChronoUnit.MICROS), minimum);
                }
            }
        }
    }

    @Property(tries = 2000)
    void whatHasJustSucceededIsNotDue(
            @ForAll("tables") List<TableConfig> tables,
            @ForAll("log") List<LastUpdate> log,
            @ForAll @LongRange(min = 0, max = 59) long secondsLater) {
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
    }

    /** Plays a table's life: however clocks jump and runs fail, every row changed before a success's start was fetched. */
    @Property(tries = 1000)
    void withAMonotonousClockEveryChangeIsCoveredByTheSuccessesSoFar(
            @ForAll("table") TableConfig table,
            @ForAll("steps") List<Integer> minutes,
            @ForAll @IntRange(max = 3) int multiplier) {
        ScheduleChecker checker = new ScheduleChecker(List.of(table), multiplier);
        List<LastUpdate> log = new ArrayList<>();
        Instant now = NOW;
        Instant covered = Instant.MIN;
        for (int step : minutes) {
            now = now.plus(Duration.ofMinutes(Math.abs(step)));
            for (DueOperation due : checker.due(new LastUpdates(log), Set.of(), now)) {
                Instant minimum = due.minimumDT() == null ? Instant.MIN : due.minimumDT();
                assertFalse(minimum.isAfter(covered), "a gap between " + covered + " and " + minimum);
                if (step > 0) {
                    succeed(log, due, now);
                    covered = now;
                }
            }
        }
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
        log.add(new LastUpdate(table, source, due.type(), id, "just-" + id, start, start, 0));
    }

    @Provide
    Arbitrary<TableConfig> table() {
        return Combinators.combine(
                        Arbitraries.of(NAMES),
                        Arbitraries.of(true, true, true, false),
                        schedule(7 * 24 * 60),
                        schedule(24 * 60),
                        schedule(60))
                .as((name, enabled, mass, daily, hourly) ->
                        TestingTables.table(name, TestingTables.SOURCE, enabled, mass, daily, hourly));
    }

    @Provide
    Arbitrary<List<TableConfig>> tables() {
        return table().list().uniqueElements(TableConfig::tableName).ofMaxSize(NAMES.size());
    }

    /** At most one success a table and type, as the view has it. */
    @Provide
    Arbitrary<List<LastUpdate>> log() {
        Arbitrary<LastUpdate> update = Combinators.combine(
                        Arbitraries.of(NAMES),
                        Arbitraries.of(UpdateType.class),
                        Arbitraries.longs().between(1, 1000),
                        Arbitraries.longs().between(-100_000, 20_000))
                .as((name, type, id, minutes) -> {
                    Instant start = NOW.plus(Duration.ofMinutes(minutes));
                    return new LastUpdate(name, TestingTables.SOURCE, type, id, "operation-" + id, start, start, 1);
                });
        return update.list().ofMaxSize(12).map(ScheduleCheckerPropertyTest::onlyLast);
    }

    @Provide
    Arbitrary<List<Integer>> steps() {
        return Arbitraries.integers().between(-2_000, 2_000).list().ofMaxSize(60);
    }

    private static Arbitrary<Schedule> schedule(int minutes) {
        return Combinators.combine(
                        Arbitraries.of(true, false), Arbitraries.integers().between(1, 2 * minutes))
                .as((enabled, interval) -> new Schedule(enabled, Duration.ofMinutes(interval)));
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
