package io.datasync.scheduler.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.datasync.config.RejectLimit;
import io.datasync.config.UpdateType;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.message.FetchTask;
import io.datasync.message.KeyRange;
import io.datasync.message.LoadCounts;
import io.datasync.message.LoadTask;
import io.datasync.message.OperationEvent;
import io.datasync.message.OperationState;
import io.datasync.message.OperationState.OperationError;
import io.datasync.message.OperationState.Phase;
import io.datasync.message.SliceState;
import io.datasync.rows.Column;
import io.datasync.rows.ColumnType;
import io.datasync.rows.RowSchema;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class OperationStateMachineTest {
    private final TestingOperation daily = TestingOperation.daily("op-1");
    private final TestingOperation mass = TestingOperation.mass("op-1");
    private final OperationInvariants invariants = new OperationInvariants();
    private @Nullable OperationState state;

    @AfterEach
    void theInvariantsHeld() {
        assertEquals(List.of(), invariants.violations());
    }

    @Test
    void anOpenedOperationHasItsSlicesAndWaits() {
        assertEquals(List.of(), apply(daily.opened(3)));

        assertEquals(Phase.OPEN, state().phase());
        assertEquals(List.of(SliceState.NEW, SliceState.NEW, SliceState.NEW), state().slices());
    }

    @Test
    void openingTwiceChangesNothing() {
        apply(daily.opened(3));
        assertIgnored(daily.opened(1));
    }

    @Test
    void eventsOfAnUnknownOperationArePassedOver() {
        for (OperationEvent event : List.of(
                daily.started(0, "a"),
                daily.fetched(0, "a", 0, 5),
                daily.checked(),
                daily.finished(),
                daily.loadFailed("LoadBatch"),
                daily.abandoned())) {
            Decision decision = OperationStateMachine.apply(null, event);
            assertNull(decision.state());
            assertEquals(List.of(), decision.loads());
        }
    }

    @Test
    void anOperationOfFewerThanNoSlicesCannotBeMeant() {
        DataSyncException refusal =
                assertThrows(DataSyncException.class, () -> OperationStateMachine.apply(null, daily.opened(-1)));
        assertEquals(ErrorCode.MALFORMED_MESSAGE, refusal.code());
    }

    @Test
    void deletesAreFinishedOnceEveryKeyIsLoadedAndTellHowManyRowsAreGone() {
        TestingOperation deletes = TestingOperation.of("op-1", "Item", UpdateType.DELETES);
        apply(deletes.opened(2), deletes.started(0, "a"), deletes.started(1, "b"), deletes.checked());
        assertTrue(state().prepared(), "nothing is emptied");
        apply(deletes.sliceFetched(0, "a", 0, 0, 0), deletes.fetched(1, "b", 0, 5));
        List<LoadTask> none = apply(deletes.sliceFetched(1, "b", 1, 5, 0));
        assertEquals(List.of(), none);
        assertEquals(
                List.of(new LoadTask.FinishTarget(deletes.operation())),
                apply(deletes.loaded(1, "b", 0, new LoadCounts(0, 0, 5, 0, 0))));
        apply(new OperationEvent.TargetFinished("op-1", state().changedAt(), 3L));
        assertEquals(Phase.SUCCEEDED, state().phase());
        assertEquals(3L, state().deleted());
        assertEquals(5, state().fetched());
    }

    @Test
    void deletesWithARejectedKeyNeverComeToTheirEnd() {
        TestingOperation deletes = TestingOperation.of("op-1", "Item", UpdateType.DELETES);
        apply(deletes.opened(1), deletes.started(0, "a"), deletes.checked(), deletes.fetched(0, "a", 0, 4));
        List<LoadTask> loads = apply(deletes.sliceFetched(0, "a", 1, 5, 1));
        assertEquals(List.of(new LoadTask.CleanTarget(deletes.operation())), loads);
        assertEquals(
                ErrorCode.TOO_MANY_REJECTS,
                Objects.requireNonNull(state().error()).code());
    }

    @Test
    void aDivisionAsksForEachSliceAndOnlyTheFirstCounts() {
        apply(daily.opened(0));
        assertEquals(List.of(), state().slices());
        Decision decision = decide(daily.planned(3));
        List<KeyRange> ranges = TestingOperation.ranges(3);
        assertEquals(
                List.of(
                        new FetchTask(daily.operation(), 0, 3, ranges.get(0), "snapshot-3"),
                        new FetchTask(daily.operation(), 1, 3, ranges.get(1), "snapshot-3"),
                        new FetchTask(daily.operation(), 2, 3, ranges.get(2), "snapshot-3")),
                decision.fetches());
        assertEquals(Phase.OPEN, state().phase());
        assertEquals(List.of(SliceState.NEW, SliceState.NEW, SliceState.NEW), state().slices());
        assertIgnored(daily.planned(2));
    }

    @Test
    void aDivisionIntoOneCannotBeMeant() {
        apply(daily.opened(0));
        DataSyncException refusal =
                assertThrows(DataSyncException.class, () -> OperationStateMachine.apply(state, daily.planned(1)));
        assertEquals(ErrorCode.MALFORMED_MESSAGE, refusal.code());
    }

    @Test
    void anUndividedOperationMayBeReadAsOneSlice() {
        apply(daily.opened(0), daily.startedOf(1, 0, "a"), daily.checked(), daily.fetched(0, "a", 0, 5));
        apply(daily.sliceFetched(0, "a", 1, 5, 0));
        assertIgnored(daily.planned(3));
        apply(daily.loaded(0, "a", 0, 5), daily.finished());
        assertEquals(Phase.SUCCEEDED, state().phase());
        assertEquals(1, state().slices().size());
    }

    @Test
    void whoReadsAllRowsAfterTheyWereDividedIsPassedOver() {
        apply(daily.opened(0), daily.planned(2));
        apply(daily.startedOf(1, 0, "all"));
        assertNull(state().slices().get(0).attempt());
        assertIgnored(daily.fetched(0, "all", 0, 5));
        assertIgnored(daily.sliceFetched(0, "all", 1, 5, 0));
        assertIgnored(daily.sliceFailedOf(0, 0, "all"));
        assertIgnored(daily.sliceFailedOf(0, 0, "another"));
        apply(daily.started(0, "a"));
        assertEquals("a", state().slices().get(0).attempt());
    }

    @Test
    void aDivisionAfterAReaderOfAllRowsDiedHasThemReadAnew() {
        apply(daily.opened(0), daily.startedOf(1, 0, "dead"), daily.checked());
        apply(daily.fetched(0, "dead", 0, 5));
        OperationEvent late = daily.planned(2);
        assertEquals(List.of(FetchTask.whole(daily.operation())), decide(late).fetches());
        assertIgnored(late);
        assertIgnored(daily.fetched(0, "dead", 1, 5));
        apply(daily.startedOf(1, 0, "b"), daily.fetched(0, "b", 0, 5), daily.sliceFetched(0, "b", 1, 5, 0));
        assertEquals(
                List.of(load(daily, 0, "b", 0, 5, true, 0)),
                apply(daily.loaded(0, "dead", 0, 5)),
                "after the old load");
    }

    @Test
    void rowsThatCannotBeDividedFailTheOperation() {
        apply(daily.opened(0), daily.sliceFailedOf(0, 0, "a"));
        assertFailed(ErrorCode.SOURCE_UNAVAILABLE, "FetchSlice", "connection refused");
    }

    @Test
    void aSliceThatTheOperationDoesNotHaveCannotBeMeant() {
        apply(daily.opened(2));
        for (int slice : new int[] {-1, 2}) {
            DataSyncException refusal = assertThrows(
                    DataSyncException.class, () -> OperationStateMachine.apply(state, daily.started(slice, "a")));
            assertEquals(ErrorCode.MALFORMED_MESSAGE, refusal.code());
        }
    }

    @Test
    void theFirstSliceThatStartsHasTheTargetChecked() {
        apply(daily.opened(2));

        assertEquals(
                List.of(new LoadTask.CheckTarget(daily.operation(), TestingOperation.SCHEMA)),
                apply(daily.started(1, "a")));
        assertEquals(List.of(), apply(daily.started(0, "b")));
        assertEquals(Phase.FETCHING, state().phase());
    }

    @Test
    void aDailySucceedsBatchByBatch() {
        apply(daily.opened(1), daily.started(0, "a"));
        assertEquals(List.of(), apply(daily.fetched(0, "a", 0, 10)));
        assertEquals(List.of(load(daily, 0, "a", 0, 10, false, 0)), apply(daily.checked()));
        assertEquals(Phase.LOADING, state().phase());
        assertEquals(List.of(), apply(daily.fetched(0, "a", 1, 5)), "the second batch waits for the first");
        assertEquals(List.of(), apply(daily.sliceFetched(0, "a", 2, 15, 0)));
        assertEquals(List.of(load(daily, 0, "a", 1, 5, false, 0)), apply(daily.loaded(0, "a", 0, 10)));
        assertEquals(List.of(new LoadTask.FinishTarget(daily.operation())), apply(daily.loaded(0, "a", 1, 5)));
        assertEquals(Phase.FINISHING, state().phase());
        OperationEvent finished = daily.finished();
        assertEquals(List.of(), apply(finished));

        assertEquals(Phase.SUCCEEDED, state().phase());
        assertEquals(finished.at(), state().endedAt());
        assertEquals(15, state().fetched());
        assertEquals(new LoadCounts(15, 0, 0, 0, 0), state().counts());
    }

    @Test
    void slicesLoadSideBySide() {
        apply(daily.opened(2), daily.started(0, "a"), daily.started(1, "b"));
        apply(daily.fetched(0, "a", 0, 10), daily.fetched(1, "b", 0, 20));

        assertEquals(
                List.of(load(daily, 0, "a", 0, 10, false, 0), load(daily, 1, "b", 0, 20, false, 0)),
                apply(daily.checked()));
    }

    @Test
    void aMassIsPreparedOnceThereIsARowAndTheTargetIsChecked() {
        apply(mass.opened(1), mass.started(0, "a"));
        assertEquals(List.of(), apply(mass.checked()), "nothing is emptied before there is a row");
        assertEquals(List.of(new LoadTask.PrepareTarget(mass.operation(), false)), apply(mass.fetched(0, "a", 0, 10)));
        assertEquals(List.of(load(mass, 0, "a", 0, 10, false, 0)), apply(mass.prepared()));
    }

    @Test
    void aMassWithoutRowsSaysSoBeforeAnythingIsEmptied() {
        apply(mass.opened(2), mass.started(0, "a"), mass.started(1, "b"), mass.checked());
        assertEquals(List.of(), apply(mass.sliceFetched(0, "a", 0, 0, 0)));
        assertEquals(
                List.of(new LoadTask.PrepareTarget(mass.operation(), true)), apply(mass.sliceFetched(1, "b", 0, 0, 0)));
        assertEquals(List.of(new LoadTask.FinishTarget(mass.operation())), apply(mass.prepared()));
    }

    @Test
    void aMassOfNothingButRejectedRowsIsEmptyToo() {
        apply(mass.opened(1, 10, true), mass.started(0, "a"), mass.checked());
        assertEquals(
                List.of(new LoadTask.PrepareTarget(mass.operation(), true)),
                apply(mass.sliceFetched(0, "a", 0, 10, 10)));
    }

    @Test
    void aDailyWithoutRowsIsFinishedAtOnce() {
        apply(daily.opened(1), daily.started(0, "a"), daily.sliceFetched(0, "a", 0, 0, 0));
        assertEquals(List.of(new LoadTask.FinishTarget(daily.operation())), apply(daily.checked()));
    }

    @Test
    void signsOfLifeMoveNumbersAndTimeOnly() {
        apply(daily.opened(1), daily.started(0, "a"), daily.checked());
        OperationEvent progressed = daily.progressed(0, "a", 7);
        assertEquals(List.of(), apply(progressed));
        assertEquals(7, state().fetched());
        assertEquals(progressed.at(), state().changedAt());

        apply(daily.fetched(0, "a", 0, 10));
        assertEquals(List.of(), apply(daily.loadProgressed(0, "a", 0, 4)));
        assertEquals(4, state().loading());
        assertIgnored(daily.progressed(0, "z", 99));
        assertIgnored(daily.loadProgressed(0, "a", 1, 99));
        assertIgnored(daily.loadProgressed(0, "z", 0, 99));
    }

    @Test
    void aBatchThatComesTwiceCountsOnce() {
        apply(daily.opened(1), daily.started(0, "a"), daily.fetched(0, "a", 0, 10));
        assertIgnored(daily.fetched(0, "a", 0, 10));
    }

    @Test
    void aGapBetweenBatchesFailsTheOperation() {
        apply(daily.opened(1), daily.started(0, "a"), daily.fetched(0, "a", 0, 10), daily.fetched(0, "a", 2, 10));
        assertFailed(ErrorCode.INTERNAL, "FetchSlice", "Batch 2 of slice 0 came where batch 1 was expected");
    }

    @Test
    void aBatchAfterTheSlicesEndFailsTheOperation() {
        apply(daily.opened(1), daily.started(0, "a"), daily.sliceFetched(0, "a", 0, 0, 0), daily.fetched(0, "a", 0, 1));
        assertFailed(ErrorCode.INTERNAL, "FetchSlice", "Slice 0 ended with 0 batches, but batch 0 came after its end");
    }

    @Test
    void aMissingBatchAtTheEndOfASliceIsNoticed() {
        apply(daily.opened(1), daily.started(0, "a"), daily.fetched(0, "a", 0, 10));
        apply(daily.sliceFetched(0, "a", 2, 10, 0));
        assertFailed(ErrorCode.CONSERVATION, "FetchSlice", "Slice 0 ended with 2 batches, but 1 came");
    }

    @Test
    void rowsThatAreInNoBatchAreNoticed() {
        apply(daily.opened(1, 5, true), daily.started(0, "a"), daily.fetched(0, "a", 0, 10));
        apply(daily.sliceFetched(0, "a", 1, 13, 2));
        assertFailed(
                ErrorCode.CONSERVATION,
                "FetchSlice",
                "Slice 0: 13 rows were read, but its batches have 10 and 2 were rejected");
    }

    @Test
    void rowsThatTheLoaderLostAreNoticed() {
        apply(daily.opened(2), daily.started(1, "a"), daily.checked(), daily.fetched(1, "a", 0, 10));
        apply(daily.loaded(1, "a", 0, new LoadCounts(3, 3, 2, 1, 0)));
        assertFailed(
                ErrorCode.CONSERVATION, "LoadBatch", "Batch 0 of slice 1 has 10 rows, but the loader accounts for 9");
    }

    @Test
    void rejectsOfFetchersAndLoadersCountTogether() {
        apply(daily.opened(1, 3, true), daily.started(0, "a"), daily.fetched(0, "a", 0, 10), daily.checked());
        apply(daily.loaded(0, "a", 0, new LoadCounts(8, 0, 0, 0, 2)));
        assertEquals(List.of(load(daily, 0, "a", 1, 5, false, 1)), apply(daily.fetched(0, "a", 1, 5)));
        apply(daily.sliceFetched(0, "a", 2, 17, 2));
        assertFailed(
                ErrorCode.TOO_MANY_REJECTS,
                "FetchSlice",
                "4 rows were rejected, 3 may be (maxRejects); datasync rejects says which and why");
    }

    @Test
    void aPercentageIsJudgedOnceAllRowsAreFetched() {
        apply(daily.opened(2, RejectLimit.parse("10%"), true), daily.started(0, "a"), daily.started(1, "b"));
        apply(daily.fetched(0, "a", 0, 10), daily.checked());
        long early = 1 + RejectLimit.EARLY_ROWS;
        apply(daily.sliceFetched(0, "a", 1, 11, 1));
        apply(daily.loaded(0, "a", 0, new LoadCounts(8, 0, 0, 0, 2)));
        assertEquals(List.of(load(daily, 1, "b", 0, 5, false, early - 3)), apply(daily.fetched(1, "b", 0, 5)));
        apply(daily.sliceFetched(1, "b", 1, 5, 0));
        assertFailed(
                ErrorCode.TOO_MANY_REJECTS,
                "FetchSlice",
                "3 rows were rejected, 1 may be (maxRejects), that is 10% of 16 fetched; datasync rejects says which and why");
    }

    @Test
    void anOperationWithinItsPercentageSucceeds() {
        apply(daily.opened(1, RejectLimit.parse("10%"), true), daily.started(0, "a"), daily.fetched(0, "a", 0, 19));
        apply(daily.checked(), daily.sliceFetched(0, "a", 1, 20, 1));
        apply(daily.loaded(0, "a", 0, new LoadCounts(18, 0, 0, 0, 1)), daily.finished());
        assertEquals(Phase.SUCCEEDED, state().phase());
    }

    @Test
    void anOperationThatIsBadAsAWholeEndsEarly() {
        apply(daily.opened(1, RejectLimit.parse("1%"), true), daily.started(0, "a"));
        apply(daily.fetched(0, "a", 0, 20_000), daily.checked());
        apply(daily.loaded(0, "a", 0, new LoadCounts(9_799, 0, 0, 0, 10_201)));
        assertFailed(
                ErrorCode.TOO_MANY_REJECTS,
                "LoadBatch",
                "10201 rows were rejected, 10200 may be (maxRejects), that is 1% of 20000 fetched so far and 10000 more;"
                        + " datasync rejects says which and why");
    }

    @Test
    void asManyRejectsAsAllowedAreNoFailure() {
        apply(daily.opened(1, 2, true), daily.started(0, "a"), daily.fetched(0, "a", 0, 10), daily.checked());
        apply(daily.sliceFetched(0, "a", 1, 11, 1), daily.loaded(0, "a", 0, new LoadCounts(9, 0, 0, 0, 1)));
        apply(daily.finished());
        assertEquals(Phase.SUCCEEDED, state().phase());
        assertEquals(2, state().counts().rejected());
    }

    @Test
    void aSliceStartedAnewBeforeAnythingWasDispatchedIsNotRestarted() {
        apply(daily.opened(1), daily.started(0, "a"), daily.fetched(0, "a", 0, 10), daily.started(0, "b"));
        apply(daily.fetched(0, "b", 0, 12));
        assertEquals(List.of(load(daily, 0, "b", 0, 12, false, 0)), apply(daily.checked()));
    }

    @Test
    void aRestartedSliceWaitsForTheOldLoadAndThenMerges() {
        apply(daily.opened(1), daily.started(0, "a"), daily.checked(), daily.fetched(0, "a", 0, 10));
        assertEquals(List.of(), apply(daily.started(0, "b")));
        assertEquals(List.of(), apply(daily.fetched(0, "b", 0, 12)), "the old load may still be writing");
        assertEquals(List.of(load(daily, 0, "b", 0, 12, true, 0)), apply(daily.loaded(0, "a", 0, 10)));

        apply(daily.loaded(0, "b", 0, 12), daily.sliceFetched(0, "b", 1, 12, 0), daily.finished());
        assertEquals(12, state().counts().sum());
    }

    @Test
    void aRestartedSliceMergesInAMassToo() {
        apply(mass.opened(1), mass.started(0, "a"), mass.checked(), mass.fetched(0, "a", 0, 10), mass.prepared());
        apply(mass.loaded(0, "a", 0, 10), mass.started(0, "b"));
        assertEquals(List.of(load(mass, 0, "b", 0, 12, true, 0)), apply(mass.fetched(0, "b", 0, 12)));
    }

    @Test
    void aSliceStaysRestartedForFurtherAttempts() {
        apply(daily.opened(1), daily.started(0, "a"), daily.checked(), daily.fetched(0, "a", 0, 10));
        apply(daily.loaded(0, "a", 0, 10), daily.started(0, "b"), daily.started(0, "c"));
        assertEquals(List.of(load(daily, 0, "c", 0, 9, true, 0)), apply(daily.fetched(0, "c", 0, 9)));
    }

    @Test
    void aRestartedSliceOfATableWithoutKeysFails() {
        apply(daily.opened(1, 0, false), daily.started(0, "a"), daily.checked(), daily.fetched(0, "a", 0, 10));
        apply(daily.started(0, "b"));
        assertEquals(ErrorCode.SLICE_RESTARTED, error().code());
    }

    @Test
    void eventsOfAFormerAttemptArePassedOver() {
        apply(daily.opened(1), daily.started(0, "a"), daily.started(0, "b"), daily.fetched(0, "b", 0, 5));
        assertIgnored(daily.started(0, "a"));
        assertIgnored(daily.progressed(0, "a", 3));
        assertIgnored(daily.fetched(0, "a", 0, 10));
        assertIgnored(daily.fetched(0, "a", 1, 10));
        assertIgnored(daily.sliceFetched(0, "a", 1, 10, 0));
        assertIgnored(daily.sliceFailed(0, "a"));
    }

    @Test
    void aLateSecondAttemptOfACompleteSliceIsPassedOver() {
        apply(daily.opened(1), daily.started(0, "a"), daily.fetched(0, "a", 0, 5));
        apply(daily.sliceFetched(0, "a", 1, 5, 0));
        assertIgnored(daily.started(0, "b"));
        assertIgnored(daily.sliceFailed(0, "b"));
    }

    @Test
    void anAttemptThatFailsBeforeItStartedFailsTheOperation() {
        apply(daily.opened(1), daily.started(0, "a"), daily.sliceFailed(0, "b"));
        assertFailed(ErrorCode.SOURCE_UNAVAILABLE, "FetchSlice", "connection refused");
    }

    @Test
    void aFailureBeforeTheTargetWasTouchedCleansNothing() {
        apply(daily.opened(1));
        assertEquals(List.of(), apply(daily.sliceFailed(0, "a")));
        assertFailed(ErrorCode.SOURCE_UNAVAILABLE, "FetchSlice", "connection refused");
    }

    @Test
    void aFailureAfterwardsCleansTheTarget() {
        apply(daily.opened(1), daily.started(0, "a"));
        assertEquals(List.of(new LoadTask.CleanTarget(daily.operation())), apply(daily.loadFailed("CheckTarget")));
        assertFailed(ErrorCode.DESTINATION_STATEMENT, "CheckTarget", "no such column");
    }

    @Test
    void anAbandonedOperationFailsAtTheStepOfItsPhase() {
        apply(daily.opened(1), daily.started(0, "a"), daily.checked(), daily.fetched(0, "a", 0, 5));
        apply(daily.abandoned());
        assertFailed(ErrorCode.STALE, "LoadBatch", "no sign of life");
    }

    @Test
    void slicesOfDifferentColumnsFail() {
        apply(daily.opened(2), daily.started(0, "a"));
        RowSchema other = new RowSchema(List.of(
                new Column("Id", new ColumnType.Int64(), false), new Column("Name", new ColumnType.Text(50), true)));
        apply(daily.started(1, "b", other));
        assertEquals(ErrorCode.TARGET_MISMATCH, error().code());
        assertTrue(error().message().contains("Name text(50) in place of Name text(40)"), error().message());
    }

    @Test
    void nothingMovesAnOperationThatHasEnded() {
        apply(daily.opened(1), daily.started(0, "a"), daily.checked(), daily.fetched(0, "a", 0, 5));
        apply(daily.loadFailed("LoadBatch"));
        assertIgnored(daily.loaded(0, "a", 0, 5));
        assertIgnored(daily.started(0, "b"));
        assertIgnored(daily.abandoned());
        assertIgnored(daily.finished());
    }

    @Test
    void answersThatNobodyAskedForArePassedOver() {
        apply(mass.opened(1));
        assertIgnored(mass.checked());
        assertIgnored(mass.prepared());
        assertIgnored(mass.finished());
        assertIgnored(mass.loaded(0, "a", 0, 5));
    }

    @Test
    void aClockThatGoesBackDoesNotTakeTheOperationBack() {
        OperationEvent early = daily.started(0, "a");
        apply(daily.opened(1));
        OperationState before = state();
        apply(early);
        assertEquals(before.changedAt(), state().changedAt());
    }

    private List<LoadTask> apply(OperationEvent... events) {
        List<LoadTask> loads = List.of();
        for (OperationEvent event : events) {
            Decision decision = OperationStateMachine.apply(state, event);
            invariants.check(state, decision);
            state = decision.state();
            loads = decision.loads();
        }
        return loads;
    }

    private Decision decide(OperationEvent event) {
        Decision decision = OperationStateMachine.apply(state, event);
        invariants.check(state, decision);
        state = decision.state();
        return decision;
    }

    @Test
    void theLargestNumberIsThatOfAllSlicesAndOfTheOperationsBefore() {
        apply(mass.opened(2), mass.started(0, "a"), mass.started(1, "b"));
        assertNull(state().highWaterMark());
        apply(mass.sliceFetched(0, "a", 40L), mass.sliceFetched(1, "b", 7L));
        assertEquals(40L, state().highWaterMark());
    }

    private void assertIgnored(OperationEvent event) {
        Decision decision = OperationStateMachine.apply(state, event);
        assertSame(state, decision.state(), event.toString());
        assertEquals(List.of(), decision.loads());
        assertEquals(List.of(), decision.fetches());
    }

    private void assertFailed(ErrorCode code, String step, String message) {
        assertEquals(Phase.FAILED, state().phase());
        assertEquals(new OperationError(code, message, step), error());
        assertFalse(state().endedAt() == null);
    }

    private OperationState state() {
        OperationState known = state;
        if (known == null) {
            throw new AssertionError("The operation is unknown");
        }
        return known;
    }

    private OperationError error() {
        OperationError known = state().error();
        if (known == null) {
            throw new AssertionError("The operation did not fail: " + state());
        }
        return known;
    }

    private static LoadTask load(
            TestingOperation testing, int slice, String attempt, int batch, long rows, boolean merge, long rejects) {
        return new LoadTask.LoadBatch(
                testing.operation(), slice, attempt, testing.batch(slice, batch, rows), merge, rejects);
    }
}
