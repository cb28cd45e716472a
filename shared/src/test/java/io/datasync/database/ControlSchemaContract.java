package io.datasync.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.zaxxer.hikari.HikariDataSource;
import io.datasync.config.DestinationConfig;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the control schema promises on every product. */
abstract class ControlSchemaContract {
    private DestinationConfig config;
    private HikariDataSource pool;

    /** A destination whose control schema does not exist yet. */
    abstract DestinationConfig newDestination() throws SQLException;

    @BeforeEach
    void openPool() throws SQLException {
        config = newDestination();
        pool = ConnectionPools.destination(config, 8);
    }

    @AfterEach
    void closePool() {
        pool.close();
    }

    final DestinationConfig config() {
        return config;
    }

    final HikariDataSource pool() {
        return pool;
    }

    @Test
    void migratingTwiceIsMigratingOnce() throws SQLException {
        ControlSchema.migrate(pool, config);
        open("op-1", "Item");
        ControlSchema.migrate(pool, config);
        assertEquals(List.of("op-1"), query("SELECT OperationId FROM " + table("DataUpdate")));
    }

    @Test
    void severalProcessesMayMigrateAtOnce() throws Exception {
        ExecutorService processes = Executors.newFixedThreadPool(3);
        try {
            Callable<Void> migrate = () -> {
                ControlSchema.migrate(pool, config);
                return null;
            };
            for (Future<Void> done : processes.invokeAll(List.of(migrate, migrate, migrate))) {
                done.get();
            }
        } finally {
            processes.shutdownNow();
        }
        open("op-1", "Item");
    }

    @Test
    void aTableHasOneOpenOperation() throws SQLException {
        ControlSchema.migrate(pool, config);
        open("op-1", "Item");
        open("op-2", "Lot");
        SQLException second = assertThrows(SQLException.class, () -> open("op-3", "Item"));
        assertEquals("23", second.getSQLState().substring(0, 2));
        end("op-1", true);
        open("op-3", "Item");
    }

    @Test
    void anOpenRowHasMinusTwoRecords() throws SQLException {
        ControlSchema.migrate(pool, config);
        open("op-1", "Item");
        assertEquals(List.of("-2"), query("SELECT NumberRecords FROM " + table("DataUpdate")));
    }

    @Test
    void theViewShowsTheLastSuccessOfEachTableAndType() throws SQLException {
        ControlSchema.migrate(pool, config);
        insert("op-1", "Item", "MASS", "2026-01-01 00:00:00");
        end("op-1", true);
        insert("op-2", "Item", "MASS", "2026-01-02 00:00:00");
        end("op-2", true);
        insert("op-3", "Item", "MASS", "2026-01-03 00:00:00");
        end("op-3", false);
        insert("op-4", "Item", "HOURLY", "2026-01-04 00:00:00");
        end("op-4", true);
        insert("op-5", "Lot", "MASS", "2026-01-05 00:00:00");
        assertEquals(
                List.of("op-2", "op-4"),
                query("SELECT OperationId FROM " + table("LastDataUpdates") + " ORDER BY OperationId"));
    }

    @Test
    void theLedgerTakesAStepOnce() throws SQLException {
        ControlSchema.migrate(pool, config);
        String insert = "INSERT INTO " + table("LoadLedger")
                + " VALUES ('op-1', 'LoadBatch', 0, 'a-1', 0, '2026-01-01 00:00:00', 1, 2, 3, 4, 5)";
        execute(insert);
        assertThrows(SQLException.class, () -> execute(insert));
    }

    private String table(String name) {
        return ControlSchema.table(config, name);
    }

    private void open(String operationId, String tableName) throws SQLException {
        insert(operationId, tableName, "MASS", "2026-01-01 00:00:00");
    }

    private void insert(String operationId, String tableName, String type, String start) throws SQLException {
        execute("INSERT INTO " + table("DataUpdate")
                + " (OperationId, TableName, SourceSystem, UpdateType, StartDT, HeartbeatDT) VALUES ('" + operationId
                + "', '" + tableName + "', 'jde', '" + type + "', '" + start + "', '" + start + "')");
    }

    private void end(String operationId, boolean successful) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement update = connection.prepareStatement("UPDATE " + table("DataUpdate")
                        + " SET EndDT = StartDT, WasSuccessful = ?, NumberRecords = 0 WHERE OperationId = ?")) {
            update.setBoolean(1, successful);
            update.setString(2, operationId);
            assertEquals(1, update.executeUpdate());
            connection.commit();
        }
    }

    final void execute(String sql) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
            connection.commit();
        }
    }

    final List<String> query(String sql) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }
}
