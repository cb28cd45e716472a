package io.datasync.scheduler.log;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.datasync.config.DestinationConfig;
import io.datasync.config.TableConfig;
import io.datasync.config.UpdateType;
import io.datasync.database.ControlSchema;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.message.LoadCounts;
import io.datasync.message.Operation;
import io.datasync.message.OperationState;
import io.datasync.message.OperationState.OperationError;
import io.datasync.scheduler.schedule.BackOff;
import io.datasync.scheduler.schedule.LastUpdate;
import io.datasync.scheduler.schedule.ScheduleChecker;
import io.datasync.scheduler.schedule.TestingTables;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the log promises on every product. */
abstract class DataUpdateLogContract {
    private static final Instant START = Instant.parse("2026-03-08T07:30:00.123456Z");
    private static final Caps NO_CAPS = new Caps(Integer.MAX_VALUE, Integer.MAX_VALUE);
    private static final OperationError STALE = new OperationError(ErrorCode.STALE, "gone", "Reaper");

    private DataSource dataSource;
    private DestinationConfig config;
    private DataUpdateLog log;

    abstract DestinationConfig config();

    abstract DataSource dataSource();

    /** Empties the control schema. */
    @BeforeEach
    void emptyLog() throws SQLException {
        dataSource = dataSource();
        config = config();
        ControlSchema.migrate(dataSource, config);
        execute("DELETE FROM " + ControlSchema.table(config, "DataUpdate"));
        execute("DELETE FROM " + ControlSchema.table(config, "LoadLedger"));
        log = new DataUpdateLog(dataSource, config);
    }

    @AfterEach
    void everyClosedRowHasACountAndEveryOpenOneHasNone() throws SQLException {
        assertEquals(
                0,
                count(
                        "SELECT COUNT(*) FROM " + ControlSchema.table(config, "DataUpdate")
                                + " WHERE (EndDT IS NULL AND NumberRecords <> -2) OR (EndDT IS NOT NULL AND NumberRecords = -2)"));
    }

    @Test
    void itsClockIsTheDatabases() {
        Instant before = Instant.now();
        Duration off = Duration.between(before, log.now()).abs();
        // In the zone of this JVM the time would be hours off.
        assertTrue(off.compareTo(Duration.ofMinutes(10)) < 0, off.toString());
    }

    @Test
    void anOpenedOperationIsReadBackAsItWasWritten() {
        Instant minimum = Instant.parse("0001-01-01T00:00:00Z");
        Operation operation = new Operation("op-1", "Item", "JDE", UpdateType.DAILY, minimum, START);

        assertEquals(OpenResult.OPENED, log.open(operation, "op-0", NO_CAPS, START.plusSeconds(5)));

        LogEntry expected = new LogEntry(
                operation, "op-0", START.plusSeconds(5), null, false, LogEntry.OPEN, null, null, null, null, null);
        assertEquals(expected, log.find("op-1").orElseThrow());
        assertEquals(List.of(expected), log.openOperations());
        assertEquals(List.of(expected), log.recent(10));
    }

    @Test
    void timesAreStoredInUtcWhateverTheZoneOfThisJvm() throws SQLException {
        // Clocks of Newfoundland, where the tests run, skipped this time of day on this day.
        Instant skipped = Instant.parse("2026-03-08T02:30:00Z");

        log.open(operation("Item", UpdateType.MASS, skipped), null, NO_CAPS, skipped);

        assertEquals(
                1,
                count("SELECT COUNT(*) FROM " + ControlSchema.table(config, "DataUpdate") + " WHERE StartDT = "
                        + utcLiteral("2026-03-08 02:30:00")));
        assertEquals(skipped, log.openOperations().get(0).operation().startedAt());
    }

    /** A literal of that moment of UTC. */
    abstract String utcLiteral(String dateAndTime);

    @Test
    void timesAreRoundedDownToMicroseconds() {
        Operation operation = operation("Item", UpdateType.MASS, Instant.parse("2026-01-01T00:00:00.000000999Z"));

        log.open(operation, null, NO_CAPS, START);

        assertEquals(
                Instant.parse("2026-01-01T00:00:00Z"),
                log.openOperations().get(0).operation().startedAt());
    }

    @Test
    void manySchedulersRaceForOneTableAndExactlyOneOpensIt() throws Exception {
        List<OpenResult> results = race(16, number -> log.open(operation("Item"), null, NO_CAPS, START));

        assertEquals(1, Collections.frequency(results, OpenResult.OPENED));
        assertEquals(15, Collections.frequency(results, OpenResult.TABLE_BUSY));
        assertEquals(1, log.openOperations().size());
    }

    @Test
    void theDatabaseRefusesASecondOpenRowToThoseWhoDoNotAskTheLog() {
        log.open(operation("Item"), null, NO_CAPS, START);

        assertThrows(SQLException.class, () -> insertOpenRow("Item"));
    }

    @Test
    void theCapHoldsWhenManySchedulersRace() throws Exception {
        Caps caps = new Caps(5, Integer.MAX_VALUE);

        List<OpenResult> results = race(16, number -> log.open(operation("Table" + number), null, caps, START));

        assertEquals(5, Collections.frequency(results, OpenResult.OPENED));
        assertEquals(11, Collections.frequency(results, OpenResult.CAP_REACHED));
    }

    @Test
    void theCapOfASourceHoldsWhenManySchedulersRaceAndLeavesOthersAlone() throws Exception {
        Caps caps = new Caps(Integer.MAX_VALUE, 3);

        List<OpenResult> results = race(16, number -> log.open(operation("Table" + number), null, caps, START));

        assertEquals(3, Collections.frequency(results, OpenResult.OPENED));
        assertEquals(13, Collections.frequency(results, OpenResult.SOURCE_CAP_REACHED));
        Operation other = new Operation("other", "Agent", "CMS", UpdateType.MASS, null, START);
        assertEquals(OpenResult.OPENED, log.open(other, null, caps, START));
    }

    @Test
    void aClosedOperationFreesItsTableAndItsPlaceUnderTheCap() {
        Caps caps = new Caps(1, 1);
        Operation first = operation("Item");
        log.open(first, null, caps, START);
        assertEquals(OpenResult.CAP_REACHED, log.open(operation("Lot"), null, caps, START));

        log.complete(TestingStates.succeeded(first, 1, START.plusSeconds(1)));

        assertEquals(OpenResult.OPENED, log.open(operation("Item"), null, caps, START));
    }

    @Test
    void anOperationIdThatIsTakenIsAnErrorAndNotABusyTable() {
        Operation first = operation("Item");
        log.open(first, null, NO_CAPS, START);
        Operation second = new Operation(first.operationId(), "Lot", "JDE", UpdateType.MASS, null, START);

        assertEquals(
                ErrorCode.DESTINATION_STATEMENT,
                assertThrows(DataSyncException.class, () -> log.open(second, null, NO_CAPS, START))
                        .code());
        assertEquals(1, log.openOperations().size());
    }

    @Test
    void aMassThatWasPreparedAndFailedIsKnownUntilALaterSuccess() throws SQLException {
        TableConfig table = TestingTables.table("Item", true, true, true);
        ScheduleChecker checker = new ScheduleChecker(List.of(table), 0);
        Instant now = START.plus(Duration.ofDays(1));
        Operation success = operation("Item", UpdateType.MASS, START);
        log.open(success, null, NO_CAPS, START);
        insertLedgerRow(success.operationId(), "PrepareTarget");
        log.complete(TestingStates.succeeded(success, 1, START.plusSeconds(1)));
        Operation failure = operation("Item", UpdateType.MASS, START.plusSeconds(2));
        log.open(failure, null, NO_CAPS, START);
        log.complete(TestingStates.failed(failure, "full", START.plusSeconds(3)));
        assertEquals(
                START,
                checker.requested(table, UpdateType.DAILY, log.lastUpdates(), now)
                        .minimumDT());

        insertLedgerRow(failure.operationId(), "PrepareTarget");
        assertNull(checker.requested(table, UpdateType.DAILY, log.lastUpdates(), now)
                .minimumDT());

        Operation refill = operation("Item", UpdateType.DAILY, START.plusSeconds(4));
        log.open(refill, null, NO_CAPS, START);
        log.complete(TestingStates.succeeded(refill, 1, START.plusSeconds(5)));
        assertEquals(
                START.plusSeconds(4),
                checker.requested(table, UpdateType.DAILY, log.lastUpdates(), now)
                        .minimumDT());
    }

    @Test
    void aFailedMassThatLeftTheTablesRowsInPlaceDoesNotCountAsOneThatEmptiedIt() throws SQLException {
        TableConfig table = TestingTables.table("Item", true, true, true);
        ScheduleChecker checker = new ScheduleChecker(List.of(table), 0);
        Instant now = START.plus(Duration.ofDays(1));
        succeed("Item", UpdateType.MASS, START, null);
        failPrepared(1);
        assertEquals(
                START,
                checker.requested(table, UpdateType.HOURLY, log.lastUpdates(), now)
                        .minimumDT());

        failPrepared(0);
        failPrepared(1);
        assertNull(checker.requested(table, UpdateType.HOURLY, log.lastUpdates(), now)
                .minimumDT());
    }

    /** @param unchanged what the loader noted with the PrepareTarget of this Mass */
    private void failPrepared(int unchanged) throws SQLException {
        Operation mass = operation("Item");
        log.open(mass, null, NO_CAPS, START);
        insertLedgerRow(mass.operationId(), "PrepareTarget", unchanged);
        log.complete(TestingStates.failed(mass, "full", START.plusSeconds(3)));
    }

    @Test
    void failuresAreCountedSinceTheLastSuccessButNotCancelledOnes() {
        TableConfig table = TestingTables.table("Item", true, true, true);
        ScheduleChecker checker = new ScheduleChecker(List.of(table), 0, new BackOff(Duration.ofMinutes(1)));
        Instant now = START.plusSeconds(10);
        fail("Item", ErrorCode.SOURCE_QUERY, START);
        assertEquals(Map.of(), checker.heldBack(log.lastUpdates(), now));
        fail("Item", ErrorCode.CANCELLED, START);
        fail("Lot", ErrorCode.STALE, START);
        assertEquals(Map.of(), checker.heldBack(log.lastUpdates(), now));

        fail("Item", ErrorCode.STALE, START.plusSeconds(5));
        Instant second = requireNonNull(checker.heldBack(log.lastUpdates(), now).get("Item"));
        assertTrue(second.isAfter(START.plusSeconds(5 + 80)) && !second.isAfter(START.plusSeconds(5 + 120)));
        fail("Item", ErrorCode.STALE, START.plusSeconds(5));
        Instant third = requireNonNull(checker.heldBack(log.lastUpdates(), now).get("Item"));
        assertTrue(third.isAfter(START.plusSeconds(5 + 160)) && !third.isAfter(START.plusSeconds(5 + 240)));

        Operation success = operation("Item");
        log.open(success, null, NO_CAPS, START);
        log.complete(TestingStates.succeeded(success, 1, START.plusSeconds(6)));
        assertEquals(Map.of(), checker.heldBack(log.lastUpdates(), now));
        fail("Item", ErrorCode.STALE, START.plusSeconds(7));
        assertEquals(Map.of(), checker.heldBack(log.lastUpdates(), now));
    }

    @Test
    void deletesAreOpenedAloneAndTheirFailuresAreCountedApart() {
        TableConfig table = TestingTables.deleting("Item");
        ScheduleChecker checker = new ScheduleChecker(List.of(table), 0, new BackOff(Duration.ofMinutes(1)));
        assertEquals(OpenResult.OPENED, log.open(operation("Item", UpdateType.DELETES, START), null, NO_CAPS, START));
        assertEquals(OpenResult.TABLE_BUSY, log.open(operation("Item"), null, NO_CAPS, START));
        OperationState done =
                TestingStates.succeeded(log.openOperations().get(0).operation(), 15, START.plusSeconds(1));
        log.complete(TestingStates.deleted(done, 3));
        LogEntry entry = log.recent(1).get(0);
        assertEquals(3L, entry.deleted());
        assertEquals(15, entry.records());
        assertEquals(Optional.empty(), log.lastUpdates().newest(table), "they bring no rows");

        succeed("Item", UpdateType.HOURLY, START, null);
        fail(operation("Item", UpdateType.DELETES, START), ErrorCode.DELETE_GUARD, START.plusSeconds(5));
        fail(operation("Item", UpdateType.DELETES, START), ErrorCode.DELETE_GUARD, START.plusSeconds(5));
        succeed("Item", UpdateType.HOURLY, START, null);
        Instant beforeSecondTry = START.plusSeconds(5).plus(Duration.ofHours(2)).minusMillis(1);
        Instant later = START.plus(Duration.ofDays(2));
        assertEquals(Map.of(), checker.heldBack(log.lastUpdates(), START.plusSeconds(6)));
        assertEquals(
                Optional.of(beforeSecondTry.plusMillis(1)),
                new ScheduleChecker(List.of(TestingTables.onlyDeletes("Item")), 0, new BackOff(Duration.ofMinutes(1)))
                        .nextDue(log.lastUpdates(), beforeSecondTry));
        succeed("Item", UpdateType.DELETES, later, null);
        assertEquals(
                Optional.of(later.plus(Duration.ofDays(1))),
                new ScheduleChecker(List.of(TestingTables.onlyDeletes("Item")), 0, new BackOff(Duration.ofMinutes(1)))
                        .nextDue(log.lastUpdates(), later));
    }

    private void fail(String tableName, ErrorCode code, Instant endedAt) {
        fail(operation(tableName), code, endedAt);
    }

    private void fail(Operation operation, ErrorCode code, Instant endedAt) {
        log.open(operation, null, NO_CAPS, START);
        log.fail(operation.operationId(), new OperationError(code, "no", "FetchSlice"), endedAt);
    }

    @Test
    void completingWritesWhatBecameOfTheRowsOnceOnly() {
        Operation operation = operation("Item");
        log.open(operation, null, NO_CAPS, START);
        OperationState state = TestingStates.succeeded(operation, 15, START.plusSeconds(60));

        assertTrue(log.complete(state));
        LogEntry entry = log.find(operation.operationId()).orElseThrow();
        assertFalse(log.complete(TestingStates.failed(operation, "late", START.plusSeconds(90))));

        assertEquals(entry, log.find(operation.operationId()).orElseThrow());
        assertTrue(entry.successful());
        assertEquals(START.plusSeconds(60), entry.endedAt());
        assertEquals(15, entry.records());
        assertEquals(state.counts(), entry.counts());
        assertNull(entry.errorCode());
        assertEquals(List.of(), log.openOperations());
    }

    @Test
    void aFailureSaysWhyAndWhereAndIsNoLastUpdate() {
        Operation operation = operation("Item");
        log.open(operation, null, NO_CAPS, START);

        assertTrue(log.complete(TestingStates.failed(operation, "no table\0of that name", START.plusSeconds(60))));

        LogEntry entry = log.find(operation.operationId()).orElseThrow();
        assertFalse(entry.successful());
        assertEquals("TARGET_MISSING", entry.errorCode());
        assertEquals("CheckTarget", entry.errorStep());
        assertEquals("no table\uFFFDof that name", entry.errorMessage());
        assertEquals(List.of(), log.lastUpdates().of(TestingTables.table("Item", true, true, true)));
    }

    @Test
    void aLongMessageIsCutWithoutCuttingACharacter() {
        Operation operation = operation("Item");
        log.open(operation, null, NO_CAPS, START);

        log.complete(TestingStates.failed(operation, "x".repeat(3999) + "\uD83D\uDE00".repeat(99), START));

        assertEquals(
                "x".repeat(3999),
                log.find(operation.operationId()).orElseThrow().errorMessage());
    }

    @Test
    void aStateThatIsNotFinalCannotCompleteAnOperation() {
        assertThrows(
                IllegalArgumentException.class, () -> log.complete(TestingStates.loading(operation("Item"), START)));
    }

    @Test
    void anOperationThatNeverReadARowFailsWithNone() {
        Operation operation = operation("Item");
        log.open(operation, null, NO_CAPS, START);

        assertTrue(log.fail(operation.operationId(), STALE, START.plusSeconds(1)));

        LogEntry entry = log.find(operation.operationId()).orElseThrow();
        assertEquals(0, entry.records());
        assertEquals(LoadCounts.NONE, entry.counts());
    }

    @Test
    void theLastUpdateIsTheSuccessThatWasOpenedLastWhateverItsStart() {
        Instant old = START.minus(Duration.ofDays(3));
        String first = succeed("Item", UpdateType.DAILY, START, null);
        String mass = succeed("Item", UpdateType.MASS, START, null);
        String replay = succeed("Item", UpdateType.DAILY, old, first);

        List<LastUpdate> last = log.lastUpdates().of(TestingTables.table("Item", true, true, true));

        assertEquals(
                Set.of(mass, replay), last.stream().map(LastUpdate::operationId).collect(Collectors.toSet()));
        assertEquals(2, last.size());
    }

    @Test
    void theLargestNumberThatWasFetchedIsKeptWithTheLastUpdate() {
        Operation fetched = new Operation(
                "op-mark", "Item", TestingTables.SOURCE, UpdateType.HOURLY, START, START, 9_007_199_254_740_993L);
        assertEquals(OpenResult.OPENED, log.open(fetched, null, NO_CAPS, START));
        assertTrue(log.complete(TestingStates.succeeded(fetched, 15, START.plusSeconds(1))));
        LastUpdate last = log.lastUpdates()
                .of(TestingTables.table("Item", true, true, true))
                .get(0);
        assertEquals(9_007_199_254_740_993L, last.highWaterMark());
    }

    @Test
    void aHeartbeatKeepsAnOperationAliveAndAClosedOneDead() {
        Operation operation = operation("Item");
        log.open(operation, null, NO_CAPS, START);

        assertTrue(log.heartbeat(operation.operationId(), START.plusSeconds(30)));
        assertEquals(List.of(), closeStale(START.plusSeconds(30)));
        assertEquals(START.plusSeconds(30), log.openOperations().get(0).heartbeatAt());

        log.complete(TestingStates.succeeded(operation, 1, START.plusSeconds(40)));
        assertFalse(log.heartbeat(operation.operationId(), START.plusSeconds(50)));
    }

    @Test
    void onlyOperationsWithoutASignOfLifeAreClosedAsStale() {
        Operation dead = operation("Item");
        Operation live = operation("Lot");
        log.open(dead, null, NO_CAPS, START);
        log.open(live, null, NO_CAPS, START.plusSeconds(1));

        assertEquals(List.of(dead), closeStale(START.plusSeconds(1)));

        LogEntry entry = log.find(dead.operationId()).orElseThrow();
        assertEquals(START.plusSeconds(100), entry.endedAt());
        assertEquals(LogEntry.UNKNOWN, entry.records());
        assertNull(entry.counts());
        assertEquals("STALE", entry.errorCode());
        assertEquals(
                List.of(live),
                log.openOperations().stream().map(LogEntry::operation).toList());
    }

    @Test
    void aStaleOperationStaysOpenIfNobodyCouldBeTold() {
        log.open(operation("Item"), null, NO_CAPS, START);

        assertThrows(
                IllegalStateException.class,
                () -> log.closeStale(START.plusSeconds(1), STALE, START, entry -> {
                    throw new IllegalStateException("Kafka is down");
                }));

        assertEquals(1, log.openOperations().size());
        assertEquals(1, closeStale(START.plusSeconds(1)).size());
    }

    @Test
    void manyReapersTellOfAStaleOperationOnce() throws Exception {
        log.open(operation("Item"), null, NO_CAPS, START);

        List<List<Operation>> closed = race(8, number -> closeStale(START.plusSeconds(1)));

        assertEquals(1, closed.stream().mapToInt(List::size).sum());
    }

    @Test
    void everyOpenOperationCanBeClosedAtOnce() {
        log.open(operation("Item"), null, NO_CAPS, START);
        log.open(operation("Lot"), null, NO_CAPS, START);
        List<LogEntry> announced = new ArrayList<>();

        assertEquals(announced, log.closeAllOpen(STALE, START, announced::add));

        assertEquals(2, announced.size());
        assertEquals(List.of(), log.openOperations());
    }

    @Test
    void purgingKeepsWhatIsOpenWhatIsYoungAndTheLastSuccessOfEachTableSourceAndType() throws SQLException {
        String olderSuccess = succeed("Item", UpdateType.MASS, START, null);
        String lastSuccess = succeed("Item", UpdateType.MASS, START.plusSeconds(1), null);
        String lastDaily = succeed("Item", UpdateType.DAILY, START, null);
        String lastOfOther = succeed("Lot", UpdateType.MASS, START, null);
        String young = succeed("Item", UpdateType.HOURLY, START.plus(Duration.ofDays(100)), null);
        String youngest = succeed("Item", UpdateType.HOURLY, START.plus(Duration.ofDays(100)), null);
        Operation failed = operation("Item");
        log.open(failed, null, NO_CAPS, START);
        log.fail(failed.operationId(), STALE, START);
        Operation open = operation("Item");
        log.open(open, null, NO_CAPS, START);
        insertLedgerRow(olderSuccess, "LoadBatch");
        insertLedgerRow(lastSuccess, "LoadBatch");

        assertEquals(2, log.purge(START.plus(Duration.ofDays(90))));

        assertEquals(
                List.of(open.operationId(), youngest, young, lastOfOther, lastDaily, lastSuccess),
                log.recent(100).stream()
                        .map(entry -> entry.operation().operationId())
                        .toList());
        assertEquals(0, log.purge(START.plus(Duration.ofDays(90))));
        assertEquals(1, count("SELECT COUNT(*) FROM " + ControlSchema.table(config, "LoadLedger")));
    }

    @Test
    void purgingGoesOnBatchAfterBatchWhileOthersPurgeToo() throws Exception {
        for (int number = 0; number < 1201; number++) {
            insertClosedRow("old-" + number);
        }

        List<Integer> purged = race(3, number -> log.purge(START.plusSeconds(1)));

        assertTrue(Collections.max(purged) > 500, () -> "more than one batch: " + purged);
        assertEquals(List.of(), log.recent(10));
    }

    @Test
    void whatIsOpenOrEndedLatelyIsFoundForTheJanitor() {
        String ended = succeed("Item", UpdateType.MASS, START, null);
        String endedLater = succeed("Item", UpdateType.MASS, START.plusSeconds(1000), null);
        Operation open = operation("Item");
        log.open(open, ended, NO_CAPS, START);

        assertEquals(
                List.of(endedLater, open.operationId()),
                log.openOrEndedSince(START.plusSeconds(1000)).stream()
                        .map(entry -> entry.operation().operationId())
                        .toList());
    }

    @Test
    void theNewestComeFirstAndNoMoreThanAskedFor() {
        String first = succeed("Item", UpdateType.MASS, START, null);
        String second = succeed("Item", UpdateType.MASS, START, null);
        String third = succeed("Item", UpdateType.MASS, START, null);

        assertEquals(
                List.of(third, second),
                log.recent(2).stream()
                        .map(entry -> entry.operation().operationId())
                        .toList());
        assertTrue(log.find(first).isPresent());
        assertTrue(log.find("unknown").isEmpty());
    }

    @Test
    void theLastOperationOfATableIsFoundHoweverOftenOthersRan() {
        succeed("Lot", UpdateType.MASS, START, null);
        fail("lot", ErrorCode.SOURCE_QUERY, START);
        Operation open = operation("Item");
        log.open(open, null, NO_CAPS, START);
        String newest = "";
        for (int number = 0; number < 3; number++) {
            newest = succeed("Agent", UpdateType.HOURLY, START, null);
        }

        List<LogEntry> last = log.lastOfTables();

        assertEquals(
                List.of("Agent", "Item", "lot"),
                last.stream().map(entry -> entry.operation().tableName()).toList());
        assertEquals(newest, last.get(0).operation().operationId());
        assertNull(last.get(1).endedAt());
        assertEquals("SOURCE_QUERY", last.get(2).errorCode());
    }

    private List<Operation> closeStale(Instant heartbeatBefore) {
        return log.closeStale(heartbeatBefore, STALE, START.plusSeconds(100), entry -> {}).stream()
                .map(LogEntry::operation)
                .toList();
    }

    /** Opens and completes an operation that ran for a minute; returns its id. */
    private String succeed(String table, UpdateType type, Instant start, @Nullable String replayOf) {
        Operation operation = operation(table, type, start);
        assertEquals(OpenResult.OPENED, log.open(operation, replayOf, NO_CAPS, start));
        assertTrue(log.complete(TestingStates.succeeded(operation, 3, start.plusSeconds(60))));
        return operation.operationId();
    }

    private static Operation operation(String table) {
        return operation(table, UpdateType.MASS, START);
    }

    private static Operation operation(String table, UpdateType type, Instant start) {
        return new Operation(UUID.randomUUID().toString(), table, "JDE", type, null, start);
    }

    private interface Racer<T> {
        T run(int number);
    }

    /** Runs all racers at once, as far as a start line can see to it. */
    private static <T> List<T> race(int racers, Racer<T> racer) throws Exception {
        CyclicBarrier start = new CyclicBarrier(racers);
        ExecutorService threads = Executors.newFixedThreadPool(racers);
        try {
            List<Callable<T>> runs = new ArrayList<>();
            for (int index = 0; index < racers; index++) {
                int number = index;
                runs.add(() -> {
                    start.await();
                    return racer.run(number);
                });
            }
            List<T> results = new ArrayList<>();
            for (Future<T> result : threads.invokeAll(runs)) {
                results.add(result.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }

    private void insertOpenRow(String table) throws SQLException {
        execute("INSERT INTO " + ControlSchema.table(config, "DataUpdate")
                + " (OperationId, TableName, SourceSystem, UpdateType, StartDT, HeartbeatDT) VALUES ('by-hand', '"
                + table + "', 'JDE', 'MASS', " + utcLiteral("2026-03-08 00:00:00") + ", "
                + utcLiteral("2026-03-08 00:00:00") + ")");
    }

    private void insertClosedRow(String operationId) throws SQLException {
        String time = utcLiteral("2026-03-08 00:00:00");
        execute("INSERT INTO " + ControlSchema.table(config, "DataUpdate")
                + " (OperationId, TableName, SourceSystem, UpdateType, StartDT, HeartbeatDT, EndDT, NumberRecords) VALUES ('"
                + operationId + "', 'Item', 'JDE', 'MASS', " + time + ", " + time + ", " + time + ", 0)");
    }

    private void insertLedgerRow(String operationId, String step) throws SQLException {
        insertLedgerRow(operationId, step, 0);
    }

    private void insertLedgerRow(String operationId, String step, int unchanged) throws SQLException {
        execute("INSERT INTO " + ControlSchema.table(config, "LoadLedger")
                + " (OperationId, Step, Slice, Attempt, Batch, DoneDT, Inserted, Updated, Unchanged, Duplicates, Rejected)"
                + " VALUES ('" + operationId + "', '" + step + "', 0, 'a', 0, " + utcLiteral("2026-03-08 00:00:00")
                + ", 1, 0, " + unchanged + ", 0, 0)");
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
            connection.commit();
        }
    }

    private int count(String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet row = statement.executeQuery()) {
            row.next();
            int count = row.getInt(1);
            connection.commit();
            return count;
        }
    }
}
