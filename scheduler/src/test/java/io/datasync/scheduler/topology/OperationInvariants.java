package io.datasync.scheduler.topology;

import io.datasync.config.UpdateType;
import io.datasync.message.Json;
import io.datasync.message.LoadCounts;
import io.datasync.message.LoadTask;
import io.datasync.message.LoadTask.CheckTarget;
import io.datasync.message.LoadTask.CleanTarget;
import io.datasync.message.LoadTask.FinishTarget;
import io.datasync.message.LoadTask.LoadBatch;
import io.datasync.message.LoadTask.PrepareTarget;
import io.datasync.message.OperationState;
import io.datasync.message.OperationState.Phase;
import io.datasync.message.SliceState;
import io.datasync.message.SliceState.BatchState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What always holds for an operation; follows one operation step by step and lists, by name, what does not. */
public final class OperationInvariants {
    private final Set<Object> dispatched = new HashSet<>();
    private final Map<Integer, Set<String>> loadedAttempts = new HashMap<>();
    private final List<String> violations = new ArrayList<>();

    public List<String> violations() {
        return violations;
    }

    public void check(@Nullable OperationState before, Decision decision) {
        OperationState after = decision.state();
        if (after == null) {
            require("anUnknownOperationDispatchesNothing", decision.loads().isEmpty());
            return;
        }
        if (before != null) {
            checkStep(before, after, decision);
        }
        checkState(after);
        for (int number = 0; number < after.slices().size(); number++) {
            checkSlice(after.slices().get(number));
        }
        for (LoadTask load : decision.loads()) {
            checkLoad(after, load);
        }
        checkSucceeded(after);
    }

    private void checkStep(OperationState before, OperationState after, Decision decision) {
        require("thePhaseNeverGoesBack", before.phase().compareTo(after.phase()) <= 0);
        require("timeNeverGoesBack", !after.changedAt().isBefore(before.changedAt()));
        if (before.phase().isFinal()) {
            require("theEndIsTheEnd", before.equals(after) && nothing(decision));
        }
        if (before.equals(after)) {
            require("whatChangesNothingDispatchesNothing", nothing(decision));
        }
        require("checkedStays", after.checked() || !before.checked());
        require("preparedStays", after.prepared() || !before.prepared());
        require(
                "theDivisionStays",
                before.slices().isEmpty()
                        || before.slices().size() == after.slices().size());
        boolean divided = before.slices().isEmpty() && after.slices().size() > 1;
        require(
                "aDivisionAsksForEachSlice",
                !divided || decision.fetches().size() == after.slices().size());
        require(
                "onlyWhoReadsAllIsAskedForAgain",
                divided || decision.fetches().stream().allMatch(fetch -> fetch.slices() == 1));
        require("theSchemaStays", before.schema() == null || before.schema().equals(after.schema()));
    }

    private static boolean nothing(Decision decision) {
        return decision.loads().isEmpty() && decision.fetches().isEmpty();
    }

    private void checkState(OperationState state) {
        require("anEndHasATime", (state.endedAt() != null) == state.phase().isFinal());
        require("aFailureHasAReason", (state.error() != null) == (state.phase() == Phase.FAILED));
        require("noCheckWithoutSchema", !state.checkRequested() || state.schema() != null);
        require("noAnswerWithoutQuestion", !state.checked() || state.checkRequested());
        require("preparedOnlyAfterTheCheck", !(state.prepared() || state.prepareRequested()) || state.checked());
        boolean mass = state.operation().updateType() == UpdateType.MASS;
        require("onlyAMassIsPrepared", mass || !state.prepareRequested());
        require("aMassIsPreparedOnRequest", !mass || !state.prepared() || state.prepareRequested());
        require("theStateSurvivesItsJson", state.equals(Json.read(Json.write(state), OperationState.class)));
    }

    private void checkSlice(SliceState slice) {
        boolean stillLoaded = true;
        int firstUnloaded = 0;
        for (int number = 0; number < slice.batches().size(); number++) {
            BatchState batch = slice.batches().get(number);
            require("batchesAreNumberedFromZero", batch.ref().batch() == number);
            LoadCounts counts = batch.counts();
            require("batchesLoadInOrder", counts == null || stillLoaded);
            stillLoaded &= counts != null;
            firstUnloaded += stillLoaded ? 1 : 0;
        }
        SliceState.InFlight inFlight = slice.inFlight();
        if (inFlight != null && inFlight.attempt().equals(slice.attempt())) {
            require("theFirstUnloadedBatchIsInFlight", inFlight.batch() == firstUnloaded);
        }
        if (inFlight != null && !inFlight.attempt().equals(slice.attempt())) {
            require("anOldLoadMakesTheSliceARestartedOne", slice.restarted());
        }
        String attempt = slice.attempt();
        require(
                "theCurrentAttemptIsNoFormerOne",
                attempt == null || !slice.formerAttempts().contains(attempt));
    }

    private void checkLoad(OperationState after, LoadTask load) {
        if (load instanceof CleanTarget) {
            require("onlyAFailedOperationIsCleanedUp", after.phase() == Phase.FAILED);
        } else {
            require("onlyALiveOperationLoads", !after.phase().isFinal());
        }
        if (load instanceof LoadBatch batch) {
            checkLoadBatch(after, batch);
            require(
                    "eachBatchOfAnAttemptIsDispatchedOnce",
                    dispatched.add(List.of(
                            batch.slice(), batch.attempt(), batch.batch().batch())));
        } else {
            require("eachStepIsDispatchedOnce", dispatched.add(load.getClass()));
        }
        if (load instanceof FinishTarget) {
            require("finishedOnlyWhenAllIsLoaded", after.slices().stream().allMatch(SliceState::isLoaded));
        }
        if (load instanceof PrepareTarget prepare) {
            boolean rows = after.slices().stream()
                    .flatMap(slice -> slice.batches().stream())
                    .anyMatch(batch -> batch.ref().rows() > 0);
            require("emptyMeansNoRowAtAll", prepare.empty() != rows);
            require(
                    "emptyIsSaidWhenAllIsFetched",
                    rows || after.slices().stream().allMatch(SliceState::complete));
        }
        if (load instanceof CheckTarget check) {
            require("theSchemaIsChecked", check.schema().equals(after.schema()));
        }
    }

    private void checkLoadBatch(OperationState after, LoadBatch load) {
        SliceState slice = after.slices().get(load.slice());
        require("nothingLoadsBeforeThePreparation", after.prepared());
        require("onlyTheCurrentAttemptLoads", load.attempt().equals(slice.attempt()));
        require(
                "oneLoadASlice",
                new SliceState.InFlight(load.attempt(), load.batch().batch()).equals(slice.inFlight()));
        require("aRestartedSliceMerges", load.merge() == slice.restarted());
        Set<String> attempts = loadedAttempts.computeIfAbsent(load.slice(), number -> new HashSet<>());
        attempts.add(load.attempt());
        require("rowsThatMayBeThereAreMerged", load.merge() == (attempts.size() > 1));
        require("aTableWithoutKeysIsNeverMerged", after.opened().mergeable() || !load.merge());
        require(
                "rejectsLeftIsARange",
                load.rejectsLeft() >= 0
                        && load.rejectsLeft() <= after.opened().rejectLimit().allowed(after.fetched(), false));
    }

    private void checkSucceeded(OperationState state) {
        if (state.phase() == Phase.SUCCEEDED) {
            require("successMeansAllIsLoaded", state.slices().stream().allMatch(SliceState::isLoaded));
            require("conservation", state.fetched() == state.counts().sum());
            require(
                    "notTooManyRejects",
                    state.counts().rejected() <= state.opened().rejectLimit().allowed(state.fetched(), true));
        }
    }

    private void require(String invariant, boolean holds) {
        if (!holds) {
            violations.add(invariant);
        }
    }
}
