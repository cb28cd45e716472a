package io.datasync.scheduler;

import com.zaxxer.hikari.HikariDataSource;
import io.datasync.config.DataSyncConfig;
import io.datasync.config.TableConfig;
import io.datasync.config.UpdateType;
import io.datasync.database.ConnectionPools;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.kafka.KafkaCheck;
import io.datasync.kafka.KafkaClients;
import io.datasync.kafka.Publisher;
import io.datasync.lifecycle.Lifecycle;
import io.datasync.message.OperationEvent.OperationAbandoned;
import io.datasync.message.OperationState;
import io.datasync.message.Topics;
import io.datasync.scheduler.log.DataUpdateLog;
import io.datasync.scheduler.log.LogClock;
import io.datasync.scheduler.tick.Opened;
import io.datasync.scheduler.tick.OperationOpener;
import io.datasync.scheduler.tick.OperationReplayer;
import io.datasync.scheduler.tick.OperationStarter;
import io.datasync.telemetry.Telemetry;
import io.datasync.telemetry.Tracing;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;

/** Starts, replays and cancels operations by hand, from any process that reaches the broker and the destination. */
public final class OperationControl implements AutoCloseable {
    private static final int CONNECTIONS = 2;

    private final DataSyncConfig config;
    private final InstantSource clock;
    private final Lifecycle parts;
    private final DataUpdateLog dataUpdates;
    private final Publisher publisher;
    private final RunByHand runByHand;
    private final OperationReplayer replayer;

    private OperationControl(DataSyncConfig config, Lifecycle parts) {
        this.config = config;
        this.parts = parts;
        Telemetry telemetry = parts.add("telemetry", Telemetry.start("datasync-cli", config.telemetry()));
        KafkaClients clients = new KafkaClients(config.kafka());
        Admin admin = parts.add("admin client", clients.admin());
        new KafkaCheck(admin, config.kafka().bootstrapServers()).run();
        HikariDataSource destination =
                parts.add("destination", ConnectionPools.destination(config.destination(), CONNECTIONS));
        dataUpdates = new DataUpdateLog(destination, config.destination());
        LogClock logClock = new LogClock(dataUpdates::now);
        logClock.run();
        clock = logClock;
        Topics topics = new Topics(config.kafka().topicPrefix());
        publisher = new Publisher(parts.add("producer", clients.producer("datasync-cli")), topics);
        OperationOpener opener = new OperationOpener(
                dataUpdates,
                publisher,
                new Tracing(telemetry.openTelemetry()),
                config.options(),
                config.sources(),
                clock);
        runByHand = new RunByHand(
                config, dataUpdates, new OperationStarter(opener, publisher, config.options(), clock), clock);
        replayer = new OperationReplayer(opener, publisher, admin, config.options(), clock);
    }

    /**
     * Connects.
     *
     * @throws DataSyncException if the broker or the destination does not answer
     */
    public static OperationControl connect(DataSyncConfig config) {
        return Lifecycle.starting(parts -> new OperationControl(config, parts));
    }

    public DataUpdateLog dataUpdates() {
        return dataUpdates;
    }

    /** Starts an operation of that table, due or not, unless the table is busy or a cap is reached. */
    public Opened run(TableConfig table, UpdateType type) {
        return runByHand.run(table, type);
    }

    /**
     * Loads the batches of an ended operation again, unless the table is busy or a cap is reached.
     *
     * @throws DataSyncException if its table is no longer configured, or its batches are gone
     */
    public Opened replay(OperationState ended) {
        return replayer.replay(ended, table(ended.operation().tableName()));
    }

    /**
     * Fetches again what operations had fetched that rejected rows, in one new operation, unless the table is busy or a cap is
     * reached. It is like an Hourly that looks back further: it reads the rows as they are in the source now, and merges them, so
     * nothing newer is overwritten. A table without key columns gets a Mass.
     *
     * @param operationIds operations of the table; one that the log has forgotten may have fetched everything
     * @throws DataSyncException if the table is no longer configured
     */
    public Opened retryRejects(String tableName, Collection<String> operationIds) {
        return runByHand.again(table(tableName), operationIds);
    }

    /**
     * Fetches rows again, in a new operation that is like an Hourly which looks back further, unless the table is busy or a cap
     * is reached. Nothing newer is overwritten.
     *
     * @param since lower bound of the rows' last change; empty fetches all rows
     */
    public Opened fetchAgain(TableConfig table, Optional<Instant> since) {
        return runByHand.again(table, since);
    }

    private TableConfig table(String tableName) {
        return config.table(tableName)
                .orElseThrow(() -> new DataSyncException(
                        ErrorCode.CONFIGURATION, "Table " + tableName + " is not in the configuration any more"));
    }

    /**
     * Gives up a running operation: what is loaded so far stays, nothing more is loaded.
     *
     * @throws DataSyncException with {@link ErrorCode#OPERATION_CLOSED} if the log has no open operation of that id
     */
    public void cancel(String operationId) {
        boolean isOpen = dataUpdates
                .find(operationId)
                .filter(entry -> entry.endedAt() == null)
                .isPresent();
        if (!isOpen) {
            throw new DataSyncException(
                    ErrorCode.OPERATION_CLOSED,
                    "No operation " + operationId + " is open; status --recent 20 lists the latest ones");
        }
        publisher.publish(
                new OperationAbandoned(operationId, clock.instant(), ErrorCode.CANCELLED, "Cancelled by hand"));
    }

    @Override
    public void close() {
        parts.close();
    }
}
