package io.datasync.scheduler.schedule;

import static io.datasync.config.UpdateType.DAILY;
import static io.datasync.config.UpdateType.DELETES;
import static io.datasync.config.UpdateType.HOURLY;
import static io.datasync.config.UpdateType.MASS;
import static io.datasync.scheduler.schedule.TestingTables.SOURCE;
import static io.datasync.scheduler.schedule.TestingTables.table;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.datasync.config.NumberCursor;
import io.datasync.config.Schedule;
import io.datasync.config.TableConfig;
import io.datasync.config.TestingTable;
import io.datasync.config.UpdateType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ScheduleCheckerTest {
    private static final Instant NOW = Instant.parse("2026-03-08T12:00:00Z");
    private static final TableConfig ALL = table("Item", true, true, true);
    private static final TableConfig NO_MASS = table("Item", false, true, true);
    private static final TableConfig HOURLY_ONLY = table("Item", false, false, true);

    private final List<LastUpdate> last = new ArrayList<>();

    @Test
    void firstSyncIsAMassOfEverythingIfMassIsOn() {
        assertEquals(List.of(new DueOperation(ALL, MASS, null, null)), due(ALL));
    }

    @Test
    void firstSyncIsADailyOfEverythingIfMassIsOff() {
        assertEquals(List.of(new DueOperation(NO_MASS, DAILY, null, null)), due(NO_MASS));
    }

    @Test
    void firstSyncIsAnHourlyOfEverythingIfNothingElseIsOn() {
        assertEquals(List.of(new DueOperation(HOURLY_ONLY, HOURLY, null, null)), due(HOURLY_ONLY));
    }

    @Test
    void noScheduleIsOnSoNothingIsDue() {
        assertEquals(List.of(), due(table("Item", false, false, false)));
    }

    @Test
    void aDisabledTableIsNeverDue() {
        Schedule on = Schedule.every(Duration.ofHours(1));
        assertEquals(List.of(), due(table("Item", SOURCE, false, on, on, on)));
    }

    @Test
    void aTableWithAnOpenOperationIsLeftAloneWhateverTheCaseOfItsName() {
        List<DueOperation> due = new ScheduleChecker(List.of(ALL), 3).due(LastUpdates.NONE, Set.of("ITEM"), NOW);

        assertEquals(List.of(), due);
    }

    @Test
    void aMassCountsAsDailyAndHourly() {
        succeeded("Item", MASS, "2026-03-08T11:30:00Z");

        assertEquals(List.of(), due(ALL));
    }

    @Test
    void aDailyCountsAsHourlyButNotAsMass() {
        succeeded("Item", DAILY, "2026-03-08T11:30:00Z");

        assertEquals(List.of(), due(NO_MASS));
        assertEquals(MASS, due(ALL).get(0).type());
    }

    @Test
    void anHourlyCountsAsNothingElse() {
        succeeded("Item", HOURLY, "2026-03-08T11:30:00Z");

        assertEquals(List.of(new DueOperation(NO_MASS, DAILY, null, null)), due(NO_MASS));
    }

    @Test
    void theIntervalCountsFromTheStartAndEndsToTheMicrosecond() {
        succeeded("Item", MASS, "2026-03-08T11:00:00.000001Z");
        assertEquals(List.of(), due(ALL));

        last.clear();
        succeeded("Item", MASS, "2026-03-08T11:00:00Z");
        DueOperation due = due(ALL).get(0);
        assertEquals(HOURLY, due.type());
        assertEquals(NOW, due.dueSince());
    }

    @Test
    void onlyTheMostThoroughOfTheDueTypesIsTaken() {
        succeeded("Item", MASS, "2026-02-01T00:00:00Z");

        assertEquals(List.of(MASS), due(ALL).stream().map(DueOperation::type).toList());
    }

    @Test
    void dailyLooksBackFromTheStartOfTheLastDailyOrMass() {
        succeeded("Item", MASS, "2026-03-06T10:00:00Z");
        assertMinimum("2026-03-03T10:00:00Z", DAILY, due(ALL));

        succeeded("Item", DAILY, "2026-03-07T11:00:00Z");
        assertMinimum("2026-03-04T11:00:00Z", DAILY, due(ALL));
    }

    @Test
    void hourlyLooksBackFromTheLastDailyNotFromTheLastHourly() {
        succeeded("Item", MASS, "2026-03-06T10:00:00Z");
        succeeded("Item", DAILY, "2026-03-08T02:00:00Z");
        succeeded("Item", HOURLY, "2026-03-08T10:30:00Z");

        assertMinimum("2026-03-07T23:00:00Z", HOURLY, due(ALL));
    }

    @Test
    void hourlyAloneLooksBackFromTheLastSuccessOfAnyKind() {
        succeeded("Item", DAILY, "2024-01-01T00:00:00Z");
        succeeded("Item", HOURLY, "2026-03-08T10:30:00Z");

        assertMinimum("2026-03-08T07:30:00Z", HOURLY, due(HOURLY_ONLY));
    }

    @Test
    void aReplayedMassPutsThePointToCountFromBackThoughADailyStartedLater() {
        succeeded("Item", DAILY, "2026-03-08T10:00:00Z");
        succeeded("Item", MASS, "2026-03-06T10:00:00Z");

        assertMinimum("2026-03-03T10:00:00Z", DAILY, due(ALL));
    }

    @Test
    void anotherSourceSystemStartsAnew() {
        last.add(new LastUpdate("Item", "OTHER", MASS, 1, "op", NOW, NOW, 1, null));

        assertEquals(List.of(new DueOperation(ALL, MASS, null, null)), due(ALL));
    }

    @Test
    void namesAreTheSameWhateverTheirCase() {
        last.add(new LastUpdate("ITEM", "jde", MASS, 1, "op", NOW, NOW, 1, null));

        assertEquals(List.of(), due(ALL));
    }

    @Test
    void massComesBeforeDailyBeforeHourlyThenNeverSyncedThenLongestOverdue() {
        last.add(update("h1", MASS, "2026-03-08T09:00:00Z"));
        last.add(update("h2", MASS, "2026-03-08T08:00:00Z"));
        last.add(update("d1", MASS, "2026-03-06T00:00:00Z"));
        last.add(update("m1", MASS, "2026-02-01T00:00:00Z"));
        List<TableConfig> tables = List.of(
                table("h1", true, true, true),
                table("h2", true, true, true),
                table("d1", true, true, true),
                table("m1", true, true, true),
                table("m2", true, true, true));

        List<DueOperation> due = new ScheduleChecker(tables, 3).due(new LastUpdates(last), Set.of(), NOW);

        assertEquals(
                List.of("m2", "m1", "d1", "h2", "h1"),
                due.stream().map(operation -> operation.table().tableName()).toList());
    }

    @Test
    void aStartALittleInTheFutureIsNotDueAgainAndNoMinimumIsLaterThanNow() {
        succeeded("Item", MASS, "2026-03-08T12:30:00Z");

        assertEquals(List.of(), due(ALL));
        DueOperation byHand = checker(ALL, 0).requested(ALL, HOURLY, new LastUpdates(last), NOW);
        assertEquals(NOW, byHand.minimumDT());
    }

    @Test
    void aStartInAFarFutureIsDueOnceAndForgottenAfterTheNextRun() {
        succeeded("Item", DAILY, "2099-01-01T00:00:00Z");
        assertMinimum("2026-03-05T12:00:00Z", DAILY, due(NO_MASS));

        succeeded("Item", DAILY, "2026-03-08T11:59:00Z");
        assertEquals(List.of(), due(NO_MASS));
    }

    @Test
    void aClockChangeInSpringMakesNoDifference() {
        // Clocks of New York went forward on this day at 07:00 UTC.
        succeeded("Item", DAILY, "2026-03-07T12:00:00Z");

        assertMinimum("2026-03-04T12:00:00Z", DAILY, due(NO_MASS));
    }

    @Test
    void fractionsOfAnIntervalAreExactAndRoundedDownToMicroseconds() {
        succeeded("Item", DAILY, "2026-03-08T10:00:00Z");
        TableConfig table = table(
                "Item",
                new Schedule(false, Duration.ofDays(7)),
                new Schedule(true, Duration.ofDays(1)),
                new Schedule(true, Duration.ofNanos(3_333)));

        DueOperation due =
                checker(table, 0.5).due(new LastUpdates(last), Set.of(), NOW).get(0);

        assertEquals(Instant.parse("2026-03-08T09:59:59.999998Z"), due.minimumDT());
    }

    @Test
    void hugeMultipliersAndIntervalsMeanEverything() {
        succeeded("Item", DAILY, "2026-03-01T10:00:00Z");

        for (double multiplier : new double[] {1e6, 1e300, Double.MAX_VALUE}) {
            assertNull(checker(NO_MASS, multiplier)
                    .due(new LastUpdates(last), Set.of(), NOW)
                    .get(0)
                    .minimumDT());
        }
        Schedule never = Schedule.every(Duration.ofSeconds(Long.MAX_VALUE));
        assertEquals(List.of(), due(table("Item", Schedule.DAILY_OFF, never, never)));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, Double.NaN, Double.POSITIVE_INFINITY})
    void aMultiplierThatIsNoNumberOfIntervalsIsRefused(double multiplier) {
        assertThrows(IllegalArgumentException.class, () -> new ScheduleChecker(List.of(), multiplier));
    }

    @Test
    void deletesWaitForTheFirstRowsAndForWhateverElseIsDue() {
        TableConfig table = TestingTables.deleting("Item");
        assertEquals(List.of(), due(TestingTables.onlyDeletes("Item")));
        assertEquals(MASS, due(table).get(0).type());

        succeeded("Item", MASS, "2026-03-08T11:30:00Z");
        assertEquals(List.of(new DueOperation(table, DELETES, null, null)), due(table));

        succeeded("Item", MASS, "2026-03-08T10:30:00Z");
        assertEquals(HOURLY, due(table).get(0).type());
    }

    @Test
    void deletesCountAsNothingElseAndNothingElseAsThem() {
        TableConfig table = TestingTables.deleting("Item");
        succeeded("Item", MASS, "2026-03-06T10:00:00Z");
        succeeded("Item", DELETES, "2026-03-08T11:00:00Z");
        assertMinimum("2026-03-03T10:00:00Z", DAILY, due(table));

        succeeded("Item", DAILY, "2026-03-08T11:30:00Z");
        assertEquals(List.of(), due(table));
        assertEquals(Optional.of(Instant.parse("2026-03-08T12:30:00Z")), nextDue(table));
        assertEquals(Optional.of(Instant.parse("2026-03-09T11:00:00Z")), nextDue(TestingTables.onlyDeletes("Item")));

        last.clear();
        succeeded("Item", DELETES, "2026-03-08T11:00:00Z");
        assertEquals(List.of(new DueOperation(HOURLY_ONLY, HOURLY, null, null)), due(HOURLY_ONLY));
    }

    @Test
    void failedDeletesWaitEverLongerAndHoldNothingElseBack() {
        TableConfig table = TestingTables.deleting("Item");
        succeeded("Item", MASS, "2026-03-08T11:30:00Z");
        for (int failed = 1; failed < 10; failed++) {
            Duration pause = Duration.ofHours(Math.min(24, 1L << (failed - 1)));
            LastUpdates updates = new LastUpdates(
                    last, List.of(), List.of(), List.of(new Failures("Item", SOURCE, failed, "op", NOW.minus(pause))));
            ScheduleChecker checker = new ScheduleChecker(List.of(table), 3, new BackOff(Duration.ofMinutes(1)));
            assertEquals(1, checker.due(updates, Set.of(), NOW).size());
            assertEquals(List.of(), checker.due(updates, Set.of(), NOW.minusMillis(1)));
            assertEquals(Optional.of(NOW), checker.nextDue(updates, NOW.minusMillis(1)));
            assertEquals(Map.of(), checker.heldBack(updates, NOW.minusMillis(1)));
        }
    }

    @Test
    void theNextTableFallsDueOnceTheShortestIntervalSinceItsLastSuccessHasPassed() {
        succeeded("Item", MASS, "2026-03-08T11:30:00Z");

        assertEquals(Optional.of(Instant.parse("2026-03-08T12:30:00Z")), nextDue(ALL));
        assertEquals(Optional.of(Instant.parse("2026-03-15T11:30:00Z")), nextDue(table("Item", true, false, false)));
    }

    @Test
    void whatIsDueAlreadyOrNeverSucceededOrIsDisabledDoesNotFallDueNext() {
        Schedule on = Schedule.every(Duration.ofHours(1));
        assertEquals(Optional.empty(), nextDue(ALL));
        succeeded("Item", MASS, "2026-03-08T11:00:00Z");

        assertEquals(Optional.empty(), nextDue(table("Item", false, false, true)));
        assertEquals(Optional.empty(), nextDue(table("Other", true, true, true)));
        succeeded("Item", MASS, "2026-03-08T11:59:00Z");
        assertEquals(Optional.empty(), nextDue(table("Item", SOURCE, false, on, on, on)));
    }

    @Test
    void whatIsAskedForByHandHasTheSameLowerBound() {
        succeeded("Item", DAILY, "2026-03-08T10:00:00Z");
        LastUpdates updates = new LastUpdates(last);

        assertEquals(
                new DueOperation(ALL, HOURLY, Instant.parse("2026-03-08T07:00:00Z"), null),
                checker(ALL, 3).requested(ALL, HOURLY, updates, NOW));
        assertNull(checker(ALL, 3).requested(ALL, MASS, updates, NOW).minimumDT());
    }

    @Test
    void anIncrementalFetchOfATableWithACursorGoesOnFromTheLargestNumberThatIsKnown() {
        TableConfig table = TestingTable.like(ALL)
                .cursor(new NumberCursor(Optional.of("Id"), 10))
                .build();
        succeeded("Item", MASS, "2026-03-08T08:00:00Z");
        assertNull(requested(table, HOURLY).highWaterMark(), "no success has told a number");
        last.add(marked(last.remove(0), 500));
        assertEquals(500, requested(table, HOURLY).highWaterMark());
        assertNull(requested(table, MASS).highWaterMark());
        assertNull(requested(ALL, HOURLY).highWaterMark(), "a table without a cursor");
        succeeded("Item", DAILY, "2026-03-08T10:00:00Z");
        assertEquals(
                500, requested(table, HOURLY).highWaterMark(), "the last one knows none, so the one before counts");
        last.add(marked(last.remove(1), 700));
        assertEquals(700, requested(table, DAILY).highWaterMark());

        UnfinishedMass emptied = new UnfinishedMass("Item", SOURCE, 99);
        DueOperation everything =
                checker(table, 3).requested(table, HOURLY, new LastUpdates(last, List.of(emptied), List.of()), NOW);
        assertNull(everything.highWaterMark());
        assertNull(everything.minimumDT());
    }

    private DueOperation requested(TableConfig table, UpdateType type) {
        return checker(table, 3).requested(table, type, new LastUpdates(last), NOW);
    }

    private void succeeded(String table, UpdateType type, String start) {
        last.removeIf(update -> update.updateType() == type);
        last.add(update(table, type, start));
    }

    private LastUpdate update(String table, UpdateType type, String start) {
        long id = last.stream().mapToLong(LastUpdate::id).max().orElse(0) + 1;
        Instant startedAt = Instant.parse(start);
        return new LastUpdate(
                table, SOURCE, type, id, "operation-" + id, startedAt, startedAt.plusSeconds(60), 1, null);
    }

    private static LastUpdate marked(LastUpdate update, long highWaterMark) {
        return new LastUpdate(
                update.tableName(),
                update.sourceSystem(),
                update.updateType(),
                update.id(),
                update.operationId(),
                update.startedAt(),
                update.endedAt(),
                update.records(),
                highWaterMark);
    }

    private Optional<Instant> nextDue(TableConfig table) {
        return checker(table, 3).nextDue(new LastUpdates(last), NOW);
    }

    @Test
    void afterAMassThatMayHaveEmptiedTheTableAndFailedEverythingIsFetched() {
        succeeded("Item", MASS, "2026-03-08T08:00:00Z");
        long before = last.get(0).id();
        LastUpdates emptied = new LastUpdates(last, List.of(new UnfinishedMass("ITEM", "jde", before + 1)), List.of());
        LastUpdates refilled =
                new LastUpdates(last, List.of(new UnfinishedMass("Item", SOURCE, before - 1)), List.of());
        LastUpdates ofAnother =
                new LastUpdates(last, List.of(new UnfinishedMass("Lot", SOURCE, before + 1)), List.of());

        assertNull(checker(ALL, 0).requested(ALL, HOURLY, emptied, NOW).minimumDT());
        assertEquals(
                List.of(new DueOperation(ALL, HOURLY, null, Instant.parse("2026-03-08T09:00:00Z"))),
                checker(ALL, 0).due(emptied, Set.of(), NOW));
        Instant start = Instant.parse("2026-03-08T08:00:00Z");
        assertEquals(
                start, checker(ALL, 0).requested(ALL, HOURLY, refilled, NOW).minimumDT());
        assertEquals(
                start, checker(ALL, 0).requested(ALL, HOURLY, ofAnother, NOW).minimumDT());
    }

    private List<DueOperation> due(TableConfig table) {
        return checker(table, 3).due(new LastUpdates(last), Set.of(), NOW);
    }

    private static ScheduleChecker checker(TableConfig table, double multiplier) {
        return new ScheduleChecker(List.of(table), multiplier);
    }

    private static void assertMinimum(@Nullable String expected, UpdateType type, List<DueOperation> due) {
        assertEquals(1, due.size());
        assertEquals(type, due.get(0).type());
        assertEquals(
                expected == null ? null : Instant.parse(expected), due.get(0).minimumDT());
    }
}
