package io.datasync.scheduler;

import io.datasync.config.DataSyncConfig;
import io.datasync.config.TableConfig;
import io.datasync.config.UpdateType;
import io.datasync.error.DataSyncException;
import io.datasync.message.Operation;
import io.datasync.scheduler.log.DataUpdateLog;
import io.datasync.scheduler.log.LogEntry;
import io.datasync.scheduler.schedule.DueOperation;
import io.datasync.scheduler.schedule.ScheduleChecker;
import io.datasync.scheduler.tick.Opened;
import io.datasync.scheduler.tick.OperationStarter;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Starts operations that somebody asks for, on the command line or over HTTP. */
final class RunByHand {
    private final ScheduleChecker checker;
    private final DataUpdateLog dataUpdates;
    private final OperationStarter starter;
    private final InstantSource clock;

    RunByHand(DataSyncConfig config, DataUpdateLog dataUpdates, OperationStarter starter, InstantSource clock) {
        this.checker = new ScheduleChecker(config.tables(), config.options().lookbackMultiplier());
        this.dataUpdates = dataUpdates;
        this.starter = starter;
        this.clock = clock;
    }

    /**
     * Starts an operation of that table, due or not, unless the table is busy or a cap is reached.
     *
     * @throws DataSyncException if the log or Kafka fails
     */
    Opened run(TableConfig table, UpdateType type) {
        return starter.start(requested(table, type));
    }

    /** Fetches again what these operations had fetched, see {@link OperationControl#retryRejects}. */
    Opened again(TableConfig table, Collection<String> operationIds) {
        return fetchFrom(
                table,
                operationIds.stream()
                        .map(operationId -> dataUpdates
                                .find(operationId)
                                .map(LogEntry::operation)
                                .map(Operation::minimumDT))
                        .toList());
    }

    /** Fetches again what changed since then, or everything, see {@link OperationControl#fetchAgain}. */
    Opened again(TableConfig table, Optional<Instant> since) {
        return fetchFrom(table, List.of(since));
    }

    private Opened fetchFrom(TableConfig table, List<Optional<Instant>> since) {
        UpdateType type = table.keyColumns().isEmpty() ? UpdateType.MASS : UpdateType.HOURLY;
        List<Optional<Instant>> bounds = new ArrayList<>(since);
        bounds.add(Optional.ofNullable(requested(table, type).minimumDT()));
        Instant earliest = bounds.stream().allMatch(Optional::isPresent)
                ? Collections.min(bounds.stream().flatMap(Optional::stream).toList())
                : null;
        return starter.start(new DueOperation(table, type, earliest, null));
    }

    private DueOperation requested(TableConfig table, UpdateType type) {
        return checker.requested(table, type, dataUpdates.lastUpdates(), clock.instant());
    }
}
