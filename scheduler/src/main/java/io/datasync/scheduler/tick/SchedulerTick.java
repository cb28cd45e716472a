package io.datasync.scheduler.tick;

import io.datasync.config.TableConfig;
import io.datasync.error.DataSyncException;
import io.datasync.scheduler.log.DataUpdateLog;
import io.datasync.scheduler.log.OpenResult;
import io.datasync.scheduler.schedule.DueOperation;
import io.datasync.scheduler.schedule.LastUpdates;
import io.datasync.scheduler.schedule.ScheduleChecker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One look at the log and at the clock: closes what died, starts what is due until the caps are reached, and cleans up.
 * Any number of schedulers may tick at once. For one thread, but for {@link #stop} and {@link #heldBack}.
 */
public final class SchedulerTick {
    private static final Logger log = LoggerFactory.getLogger(SchedulerTick.class);
    private static final Duration BETWEEN_PURGES = Duration.ofDays(1);

    private final ScheduleChecker checker;
    private final DataUpdateLog dataUpdates;
    private final OperationStarter starter;
    private final Reaper reaper;
    private final BatchTopicJanitor janitor;
    private final Duration purgeRetention;
    private final InstantSource clock;
    private final AtomicBoolean stopped = new AtomicBoolean();
    /** Tables that were started since the last tick, with the start of the operation. */
    private final Map<TableConfig, Instant> started = new HashMap<>();

    private @Nullable Instant nextDue;
    private volatile Map<String, Instant> heldBack = Map.of();
    private @Nullable Instant lastPurge;

    /** @param purgeRetention how long closed rows of the log are kept */
    public SchedulerTick(
            ScheduleChecker checker,
            DataUpdateLog dataUpdates,
            OperationStarter starter,
            Reaper reaper,
            BatchTopicJanitor janitor,
            Duration purgeRetention,
            InstantSource clock) {
        this.checker = checker;
        this.dataUpdates = dataUpdates;
        this.starter = starter;
        this.reaper = reaper;
        this.janitor = janitor;
        this.purgeRetention = purgeRetention;
        this.clock = clock;
    }

    /**
     * Does what is to be done now; to be called each checkInterval.
     *
     * @throws DataSyncException if the log or Kafka fails; what was left undone is done by a later tick
     */
    public void run() {
        reaper.closeStale();
        started.clear();
        startDue();
        if (!stopped.get()) {
            purgeDaily();
            janitor.deleteOldTopics();
        }
    }

    /**
     * Starts what is due, until the caps are reached; may be called at any time between two ticks. A table whose operation failed
     * waits for the next tick, or it would be started over and over, and longer if it keeps failing.
     *
     * @throws DataSyncException as {@link #run}
     */
    public void startDue() {
        nextDue = null;
        Set<String> passedOver = dataUpdates.openOperations().stream()
                .map(entry -> entry.operation().tableName())
                .collect(Collectors.toSet());
        LastUpdates lastUpdates = dataUpdates.lastUpdates();
        started.forEach((table, start) -> {
            if (!lastUpdates.hasSuccessSince(table, start)) {
                passedOver.add(table.tableName());
            }
        });
        Instant now = clock.instant();
        for (DueOperation due : checker.due(lastUpdates, passedOver, now)) {
            if (stopped.get() || start(due) == OpenResult.CAP_REACHED) {
                break;
            }
        }
        nextDue = checker.nextDue(lastUpdates, now).orElse(null);
        Map<String, Instant> held = checker.heldBack(lastUpdates, now);
        held.forEach(this::logHeldBack);
        heldBack = Map.copyOf(held);
    }

    private void logHeldBack(String tableName, Instant nextTry) {
        if (!nextTry.equals(heldBack.get(tableName))) {
            log.atInfo()
                    .addKeyValue("table", tableName)
                    .addKeyValue("nextTry", nextTry)
                    .log("The table failed and is left alone for a while");
        }
    }

    /** The tables that are left alone after failures, as of the last look, with the moment of the next try. For any thread. */
    public Map<String, Instant> heldBack() {
        return heldBack;
    }

    /** When the next table becomes due, as of the last look; empty if that look failed or nobody knows. */
    Optional<Instant> nextDue() {
        return Optional.ofNullable(nextDue);
    }

    /** From now on no operation is started; one that is being started still is. */
    public void stop() {
        stopped.set(true);
    }

    /** One table's trouble is not the others'; but where a server is down, trying the next table is of no use. */
    private OpenResult start(DueOperation due) {
        Instant now = clock.instant();
        try {
            Opened opened = starter.start(due);
            if (opened.result() == OpenResult.OPENED) {
                started.put(due.table(), opened.operation().startedAt());
            }
            return opened.result();
        } catch (DataSyncException failure) {
            started.put(due.table(), now);
            if (failure.code().isRetryable()) {
                throw failure;
            }
            log.atError()
                    .setCause(failure)
                    .addKeyValue("table", due.table().tableName())
                    .addKeyValue("updateType", due.type())
                    .log("Operation could not be started");
            return OpenResult.TABLE_BUSY;
        }
    }

    private void purgeDaily() {
        Instant now = clock.instant();
        Instant last = lastPurge;
        if (last != null && Duration.between(last, now).abs().compareTo(BETWEEN_PURGES) < 0) {
            return;
        }
        int purged = dataUpdates.purge(now.minus(purgeRetention));
        lastPurge = now;
        log.atInfo().addKeyValue("operations", purged).log("DataUpdate log purged");
    }
}
