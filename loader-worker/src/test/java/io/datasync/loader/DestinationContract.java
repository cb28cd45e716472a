package io.datasync.loader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.datasync.config.DestinationConfig;
import io.datasync.config.TableConfig;
import io.datasync.config.UpdateType;
import io.datasync.database.ControlSchema;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.loader.postprocessor.PostProcessor;
import io.datasync.message.BatchRef;
import io.datasync.message.LoadCounts;
import io.datasync.message.LoadTask;
import io.datasync.message.Operation;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.function.Executable;

/** The ground that the contract suites stand on: a database, a destination, and short ways to use them. */
public abstract class DestinationContract {
    protected static final PostProcessor NOTHING = (connection, table, operation) -> {};

    protected TestingDatabase database;
    protected DestinationConfig config;
    protected Destination destination;
    protected final TestingListener listener = new TestingListener();

    protected abstract TestingDatabase newDatabase();

    @BeforeEach
    void openDestination() {
        database = newDatabase();
        config = database.config(false);
        destination = database.open(config);
    }

    @AfterEach
    void closeDestination() {
        destination.close();
        database.close();
    }

    /** The quoted name of a table in the destination schema. */
    protected final String name(String table) {
        return database.dialect().quote(config.schema(), table);
    }

    protected final void execute(String sql) {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failure) {
            throw new AssertionError(sql, failure);
        }
    }

    /** The rows of a query, values joined by a bar. */
    protected final List<String> query(String sql) {
        List<String> found = new ArrayList<>();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                List<String> values = new ArrayList<>();
                for (int column = 1; column <= columns; column++) {
                    values.add(
                            rows.getObject(column) instanceof BigDecimal number
                                    ? number.toPlainString()
                                    : String.valueOf(rows.getString(column)));
                }
                found.add(String.join("|", values));
            }
        } catch (SQLException failure) {
            throw new AssertionError(sql, failure);
        }
        return found;
    }

    /** Opens an operation in the DataUpdate log. */
    protected final Operation open(TableConfig table, UpdateType type) {
        Operation operation =
                new Operation(UUID.randomUUID().toString(), table.tableName(), "erp", type, null, Instant.now());
        String insert = "INSERT INTO " + ControlSchema.table(config, "DataUpdate")
                + " (OperationId, TableName, SourceSystem, UpdateType, StartDT, HeartbeatDT)"
                + " VALUES (?, ?, 'erp', ?, CURRENT_TIMESTAMP, CURRENT_TIMESTAMP)";
        try (Connection connection = database.connect();
                PreparedStatement statement = connection.prepareStatement(insert)) {
            statement.setString(1, operation.operationId());
            statement.setString(2, table.tableName());
            statement.setString(3, type.name());
            statement.executeUpdate();
        } catch (SQLException failure) {
            throw new AssertionError(failure);
        }
        return operation;
    }

    protected final void close(Operation operation) {
        execute("UPDATE " + ControlSchema.table(config, "DataUpdate")
                + " SET EndDT = CURRENT_TIMESTAMP WHERE OperationId = '" + operation.operationId() + "'");
    }

    protected final LoadTask.LoadBatch task(Operation operation, int batch, long rejectsLeft) {
        BatchRef ref = new BatchRef(batch, "none", 0, 0, 0, 0, 0, 0);
        return new LoadTask.LoadBatch(operation, 0, "attempt", ref, false, rejectsLeft);
    }

    /** Loads the rows as a batch of an operation, in chunks of three rows. */
    protected final LoadCounts load(TableConfig table, Operation operation, int batch, TestingRows rows) {
        return load(table, task(operation, batch, 0), rows);
    }

    protected final LoadCounts load(TableConfig table, LoadTask.LoadBatch task, TestingRows rows) {
        return destination.loadBatch(table, task, new TestingChunks(rows.chunks(3)), listener);
    }

    /** An hourly operation from its beginning to its end. */
    protected final LoadCounts hourly(TableConfig table, TestingRows rows) {
        return run(table, UpdateType.HOURLY, rows);
    }

    /** A Mass of one batch from its beginning to its end. */
    protected final LoadCounts mass(TableConfig table, TestingRows rows) {
        return run(table, UpdateType.MASS, rows);
    }

    private LoadCounts run(TableConfig table, UpdateType type, TestingRows rows) {
        Operation operation = open(table, type);
        destination.checkTarget(table, operation, rows.schema());
        if (type == UpdateType.MASS) {
            destination.prepareTarget(table, operation, rows.size() == 0);
        }
        LoadCounts counts = load(table, operation, 0, rows);
        destination.finishTarget(table, operation, NOTHING);
        close(operation);
        return counts;
    }

    /** Does both at once, and returns their results. */
    protected static List<LoadCounts> atOnce(Supplier<LoadCounts> one, Supplier<LoadCounts> other) {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            CompletableFuture<LoadCounts> first = CompletableFuture.supplyAsync(one, threads);
            CompletableFuture<LoadCounts> second = CompletableFuture.supplyAsync(other, threads);
            return List.of(
                    first.orTimeout(60, TimeUnit.SECONDS).join(),
                    second.orTimeout(60, TimeUnit.SECONDS).join());
        } finally {
            threads.shutdownNow();
        }
    }

    protected static void assertCounts(
            long inserted, long updated, long unchanged, long duplicates, long rejected, LoadCounts counts) {
        assertEquals(new LoadCounts(inserted, updated, unchanged, duplicates, rejected), counts);
    }

    protected static DataSyncException assertFails(ErrorCode code, Executable work) {
        DataSyncException failure = assertThrows(DataSyncException.class, work);
        assertEquals(code, failure.code(), failure.getMessage());
        return failure;
    }
}
