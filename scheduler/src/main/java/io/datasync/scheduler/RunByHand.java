package io.datasync.scheduler;

import io.datasync.config.DataSyncConfig;
import io.datasync.config.TableConfig;
import io.datasync.config.UpdateType;
import io.datasync.error.DataSyncException;
import io.datasync.scheduler.log.DataUpdateLog;
import io.datasync.scheduler.schedule.ScheduleChecker;
import io.datasync.scheduler.tick.Opened;
import io.datasync.scheduler.tick.OperationStarter;
import java.time.InstantSource;

/** Starts an operation that somebody asks for, on the command line or over HTTP. */
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
        return starter.start(checker.requested(table, type, dataUpdates.lastUpdates(), clock.instant()));
    }
}
