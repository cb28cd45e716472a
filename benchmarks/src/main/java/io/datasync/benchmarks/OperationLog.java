package io.datasync.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/** Watches the DataUpdate log of one DataSync, as a person with a query would. */
final class OperationLog implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    private final Connection connection;
    private final String table;
    private final Duration pause;
    private final Runnable check;

    /**
     * A log.
     *
     * @param pause between two looks; what is short must be looked at often, and each look costs the database something
     * @param check runs now and then while it waits; throws if there is nothing to wait for any more
     */
    OperationLog(Connection connection, String controlSchema, Duration pause, Runnable check) {
        this.connection = connection;
        this.table = controlSchema + ".DataUpdate";
        this.pause = pause;
        this.check = check;
    }

    /**
     * A closed operation.
     *
     * @param seenAt when its row was first seen closed
     */
    record Closed(long id, String operationId, Instant startedAt, Instant endedAt, Instant seenAt) {}

    /** Waits for that operation's end. */
    Closed await(String operationId) throws SQLException, InterruptedException {
        try (PreparedStatement statement = prepare("OperationId = ?")) {
            statement.setString(1, operationId);
            return await(statement, 1).get(0);
        }
    }

    /** Waits until so many operations that were opened after that one have ended, the first ones first. */
    List<Closed> awaitAfter(long id, int count) throws SQLException, InterruptedException {
        List<Closed> closed = new ArrayList<>();
        try (PreparedStatement statement = prepare("Id > ? ORDER BY Id")) {
            long last = id;
            while (closed.size() < count) {
                statement.setLong(1, last);
                List<Closed> next = await(statement, 1);
                closed.addAll(next);
                last = closed.get(closed.size() - 1).id();
            }
        }
        return closed.subList(0, count);
    }

    /** Waits until so many operations have ended since that one was opened, in whatever order. */
    List<Closed> awaitAllAfter(long id, int count) throws SQLException, InterruptedException {
        try (PreparedStatement statement = prepare("Id > ?")) {
            statement.setLong(1, id);
            return await(statement, count);
        }
    }

    /** The highest id so far, 0 if there is none. */
    long lastId() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT coalesce(max(Id), 0) FROM " + table);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Forgets all successes, so that every table is due. */
    void forget() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("DELETE FROM " + table)) {
            statement.executeUpdate();
        }
    }

    private PreparedStatement prepare(String condition) throws SQLException {
        return connection.prepareStatement("SELECT Id, OperationId, StartDT, EndDT, WasSuccessful, ErrorMessage FROM "
                + table + " WHERE EndDT IS NOT NULL AND " + condition);
    }

    private List<Closed> await(PreparedStatement statement, int count) throws SQLException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            List<Closed> closed = read(statement);
            if (closed.size() >= count) {
                return closed;
            }
            check.run();
            Thread.sleep(pause.toMillis());
        }
        throw new IllegalStateException("No operation ended within " + PATIENCE.toMinutes() + " minutes");
    }

    private static List<Closed> read(PreparedStatement statement) throws SQLException {
        List<Closed> closed = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
            Instant now = Instant.now();
            while (row.next()) {
                if (!row.getBoolean(5)) {
                    throw new IllegalStateException("An operation failed: " + row.getString(6));
                }
                closed.add(new Closed(
                        row.getLong(1),
                        row.getString(2),
                        row.getObject(3, OffsetDateTime.class).toInstant(),
                        row.getObject(4, OffsetDateTime.class).toInstant(),
                        now));
            }
        }
        return closed;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
