package io.datasync.verify;

import com.zaxxer.hikari.HikariDataSource;
import io.datasync.config.DataSyncConfig;
import io.datasync.config.TableConfig;
import io.datasync.database.ConnectionPools;
import io.datasync.database.ControlSchema;
import io.datasync.fetcher.FetcherTypes;
import io.datasync.lifecycle.Lifecycle;
import io.datasync.loader.Destination;
import io.datasync.loader.Destinations;
import io.datasync.loader.target.TargetTable;
import io.datasync.scheduler.log.DataUpdateLog;
import io.datasync.standalone.TestPipeline;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/** An installation that no process works on, whose tables are compared as the command does. */
final class VerifiedTables implements AutoCloseable {
    private final Lifecycle parts = new Lifecycle();
    private final TestPipeline pipeline;
    private final DataSyncConfig config;
    private final HikariDataSource pool;
    private final Destination destination;

    VerifiedTables(String tables) {
        pipeline = parts.add("pipeline", new TestPipeline(tables));
        config = pipeline.config();
        pool = ConnectionPools.destination(config.destination(), 2);
        destination = parts.add("destination", Destinations.over(config, pool));
        ControlSchema.migrate(pool, config.destination());
    }

    /** Makes a table on both sides, empty. */
    void create(String table, String columns) {
        inSource("CREATE TABLE " + table + " (" + columns + ")");
        inDestination("CREATE TABLE " + table + " (" + columns + ")");
    }

    void inSource(String... statements) {
        pipeline.inSource(statements);
    }

    void inDestination(String... statements) {
        pipeline.inDestination(statements);
    }

    /** Writes a row of the log, of an operation that began then and has ended or not. */
    void log(String id, String table, String startedAt, boolean ended) {
        pipeline.inDestination("INSERT INTO " + config.destination().controlSchema()
                + ".DataUpdate (OperationId, TableName, SourceSystem, UpdateType, StartDT, HeartbeatDT, EndDT, WasSuccessful)"
                + " VALUES ('" + id + "', '" + table + "', 'ERP', 'HOURLY', " + startedAt + ", now(), "
                + (ended ? "now(), true)" : "NULL, false)"));
    }

    TestPipeline pipeline() {
        return pipeline;
    }

    TableConfig table(String name) {
        return config.table(name).orElseThrow(() -> new IllegalArgumentException(name));
    }

    Verdict deep(String table) {
        return verify(table, true, rows -> {});
    }

    Verdict verify(String table, boolean deep, LongConsumer progress) {
        try {
            return new VerifyTable(
                            config,
                            FetcherTypes.load(),
                            destination,
                            new DataUpdateLog(pool, config.destination()),
                            InstantSource.system(),
                            progress)
                    .run(table(table), deep);
        } catch (InterruptedException stop) {
            throw new IllegalStateException(stop);
        }
    }

    HealTable.Deletion delete(String table, double mostPercent, Verdict verdict) {
        return new HealTable(destination, mostPercent).delete(table(table), verdict);
    }

    /** Which of the texts a column takes for the same. */
    Map<String, Long> sameTexts(String table, String column, String... texts) {
        TargetTable target = destination.describe(table(table));
        return new SameTexts(pool, target).classes(target.column(column).orElseThrow(), List.of(texts));
    }

    @Override
    public void close() {
        parts.close();
    }
}
