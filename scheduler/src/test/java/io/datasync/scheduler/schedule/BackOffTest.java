package io.datasync.scheduler.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.datasync.config.Schedule;
import io.datasync.config.TableConfig;
import io.datasync.config.UpdateType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BackOffTest {
    private static final Instant NOW = Instant.parse("2026-03-29T12:00:00Z");
    private static final Duration CHECK = Duration.ofMinutes(1);
    private static final TableConfig DAILY = TestingTables.table("Item", false, true, false);

    private final BackOff backOff = new BackOff(CHECK);

    @ParameterizedTest
    @CsvSource({"2, 2", "3, 4", "4, 8", "5, 16", "6, 32", "7, 60", "8, 60", "1000000, 60"})
    void thePauseDoublesUpToAnHourLessAQuarterAtMost(int failures, long minutes) {
        for (int operation = 0; operation < 50; operation++) {
            Duration pause = Duration.between(NOW, next(DAILY, failed(failures, "op-" + operation)));
            Duration longest = Duration.ofMinutes(minutes);
            assertTrue(pause.compareTo(longest) <= 0, () -> "" + pause);
            assertTrue(pause.compareTo(longest.multipliedBy(3).dividedBy(4)) >= 0, () -> "" + pause);
        }
    }

    @Test
    void aSingleFailureWaitsForTheNextTickOnly() {
        assertEquals(Optional.empty(), backOff.nextTry(DAILY, failed(1, "op"), NOW));
    }

    @Test
    void thePauseIsNoLongerThanTheTablesShortestIntervalNorShorterThanACheck() {
        Schedule often = Schedule.every(Duration.ofMinutes(5));
        TableConfig frequent = TestingTables.table("Item", Schedule.HOURLY_OFF, Schedule.DAILY_OFF, often);
        Schedule restless = Schedule.every(Duration.ofSeconds(10));
        TableConfig hectic = TestingTables.table("Item", Schedule.HOURLY_OFF, Schedule.DAILY_OFF, restless);
        Duration ofFrequent = Duration.between(NOW, next(frequent, failed(20, "op")));
        Duration ofHectic = Duration.between(NOW, next(hectic, failed(20, "op")));
        assertTrue(ofFrequent.compareTo(Duration.ofMinutes(5)) <= 0, () -> "" + ofFrequent);
        assertTrue(ofFrequent.compareTo(Duration.ofMinutes(3)) >= 0, () -> "" + ofFrequent);
        assertTrue(ofHectic.compareTo(CHECK) <= 0, () -> "" + ofHectic);
        assertTrue(ofHectic.compareTo(CHECK.dividedBy(2)) >= 0, () -> "" + ofHectic);
    }

    @Test
    void everySchedulerComesToTheSameMomentAndTablesThatFellIllTogetherToDifferentOnes() {
        assertEquals(
                next(DAILY, failed(5, "op-1")),
                new BackOff(CHECK).nextTry(DAILY, failed(5, "op-1"), NOW).orElseThrow());
        assertNotEquals(next(DAILY, failed(5, "op-1")), next(DAILY, failed(5, "op-2")));
    }

    @Test
    void aFailureOfTheFutureHoldsNothingBack() {
        Failures future = new Failures("Item", TestingTables.SOURCE, 9, "op", NOW.plusSeconds(1));
        assertEquals(Optional.empty(), backOff.nextTry(DAILY, future, NOW));
    }

    @Test
    void aTableThatIsHeldBackIsNotDueUntilItsNextTryButRunsByHand() {
        ScheduleChecker checker = new ScheduleChecker(List.of(DAILY), 0, backOff);
        LastUpdates updates = new LastUpdates(List.of(), List.of(), List.of(failed(3, "op")));
        Instant next = next(DAILY, failed(3, "op"));

        assertEquals(List.of(), checker.due(updates, Set.of(), NOW));
        assertEquals(Map.of("Item", next), checker.heldBack(updates, NOW));
        assertEquals(Optional.of(next), checker.nextDue(updates, NOW));
        assertEquals(
                UpdateType.DAILY,
                checker.requested(DAILY, UpdateType.DAILY, updates, NOW).type());
        assertEquals(1, checker.due(updates, Set.of(), next).size());
        assertEquals(Map.of(), checker.heldBack(updates, next));
    }

    private Instant next(TableConfig table, Failures failures) {
        return backOff.nextTry(table, failures, NOW).orElseThrow();
    }

    private static Failures failed(int count, String operationId) {
        return new Failures("Item", TestingTables.SOURCE, count, operationId, NOW);
    }
}
