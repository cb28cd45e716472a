package io.datasync.scheduler.simulation;

import io.datasync.message.Operation;
import io.datasync.scheduler.schedule.LastUpdate;
import io.datasync.scheduler.schedule.LastUpdates;
import io.datasync.scheduler.schedule.UnfinishedMass;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The DataUpdate log: one open row a table, closed once. */
final class SimulatedLog {
    static final Duration STALE_AFTER = Duration.ofMinutes(15);

    private final Map<String, Row> rows = new LinkedHashMap<>();

    /** How a row was closed. */
    enum End {
        SUCCEEDED,
        FAILED,
        REAPED
    }

    static final class Row {
        private final int id;
        private final Operation operation;
        private Instant heartbeat;
        private @Nullable End end;

        private Row(int id, Operation operation, Instant now) {
            this.id = id;
            this.operation = operation;
            this.heartbeat = now;
        }

        Operation operation() {
            return operation;
        }

        @Nullable
        End end() {
            return end;
        }
    }

    /** False if the table has an open row. */
    boolean open(Operation operation, Instant now) {
        if (openRow(operation.tableName()).isPresent()) {
            return false;
        }
        rows.put(operation.operationId(), new Row(rows.size(), operation, now));
        return true;
    }

    Optional<Row> openRow(String tableName) {
        return rows.values().stream()
                .filter(row -> row.end == null && row.operation.tableName().equals(tableName))
                .findFirst();
    }

    boolean isOpen(String operationId) {
        Row row = rows.get(operationId);
        return row != null && row.end == null;
    }

    List<Row> rows() {
        return List.copyOf(rows.values());
    }

    List<Row> stale(Instant now) {
        return rows.values().stream()
                .filter(row -> row.end == null && row.heartbeat.isBefore(now.minus(STALE_AFTER)))
                .toList();
    }

    void heartbeat(String operationId, Instant now) {
        Row row = rows.get(operationId);
        if (row != null && row.end == null) {
            row.heartbeat = now;
        }
    }

    /** Nothing if the row is closed. */
    void close(String operationId, End end) {
        Row row = rows.get(operationId);
        if (row != null && row.end == null) {
            row.end = end;
        }
    }

    /** @param prepared whether the operation of that id, a Mass, may have emptied its table */
    LastUpdates lastUpdates(Predicate<String> prepared) {
        Map<Object, LastUpdate> last = new LinkedHashMap<>();
        for (Row row : rows.values()) {
            if (row.end == End.SUCCEEDED) {
                Operation of = row.operation;
                last.put(
                        List.of(of.tableName(), of.updateType()),
                        new LastUpdate(
                                of.tableName(),
                                of.sourceSystem(),
                                of.updateType(),
                                row.id,
                                of.operationId(),
                                of.startedAt(),
                                of.startedAt(),
                                0,
                                null));
            }
        }
        List<UnfinishedMass> unfinished = rows.values().stream()
                .filter(row -> row.end != End.SUCCEEDED && prepared.test(row.operation.operationId()))
                .map(row -> new UnfinishedMass(row.operation.tableName(), row.operation.sourceSystem(), row.id))
                .toList();
        return new LastUpdates(List.copyOf(last.values()), unfinished, List.of());
    }
}
