package io.datasync.demo;

import io.datasync.config.TableConfig;
import io.datasync.config.UpdateType;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.message.Operation;
import io.datasync.message.OperationState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** Waits for the first operation of each table and type to end. */
final class DemoOperations implements Consumer<OperationState> {
    private final Duration patience;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /** By table and type; a failed one is followed by the schedule's next attempt, which does not count. */
    private final Map<String, OperationState> ended = new HashMap<>();

    private long lastChange = System.nanoTime();

    /** @param patience how long nothing may happen */
    DemoOperations(Duration patience) {
        this.patience = patience;
    }

    @Override
    public void accept(OperationState state) {
        lock.lock();
        try {
            lastChange = System.nanoTime();
            if (state.phase().isFinal()) {
                Operation operation = state.operation();
                ended.putIfAbsent(key(operation.tableName(), operation.updateType()), state);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The final states in the order of the tables. */
    List<OperationState> await(List<TableConfig> tables, UpdateType type) throws InterruptedException {
        lock.lock();
        try {
            lastChange = System.nanoTime();
            List<OperationState> states = new ArrayList<>();
            for (TableConfig table : tables) {
                states.add(await(table.tableName(), type));
            }
            return states;
        } finally {
            lock.unlock();
        }
    }

    private OperationState await(String tableName, UpdateType type) throws InterruptedException {
        while (true) {
            OperationState state = ended.get(key(tableName, type));
            if (state != null) {
                return state;
            }
            long left = lastChange + patience.toNanos() - System.nanoTime();
            if (left <= 0) {
                throw new DataSyncException(
                        ErrorCode.INTERNAL,
                        "Nothing has happened for " + patience.toSeconds() + " seconds, and the " + type + " of "
                                + tableName + " has not ended");
            }
            changed.awaitNanos(left);
        }
    }

    private static String key(String tableName, UpdateType type) {
        return tableName + " " + type;
    }
}
