package io.datasync.scheduler.simulation;

import io.datasync.config.TableConfig;
import java.util.Map;
import java.util.TreeMap;

/**
 * A table of the destination and its source.
 *
 * @param swaps whether a Mass loads a shadow; otherwise it empties the table first
 * @param guarded whether a row is never replaced by an older version of it
 * @param rows version by key
 */
record SimulatedTable(
        TableConfig config, SimulatedSource source, boolean swaps, boolean guarded, Map<Integer, Integer> rows) {

    SimulatedTable(TableConfig config, SimulatedSource source, boolean swaps, boolean guarded) {
        this(config, source, swaps, guarded, new TreeMap<>());
    }

    String name() {
        return config.tableName();
    }

    boolean hasKeys() {
        return !config.keyColumns().isEmpty();
    }
}
