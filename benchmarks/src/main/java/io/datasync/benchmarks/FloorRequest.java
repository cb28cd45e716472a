package io.datasync.benchmarks;

import java.util.List;

/**
 * What the floor's process is asked to copy.
 *
 * @param source qualified name
 * @param destination qualified name
 * @param columns all, key and all
 * @param form how
 */
record FloorRequest(String source, String destination, List<String> columns, String key, Form form) {
    enum Form {
        /** Straight into the emptied table. */
        COPY,
        /** Into a temporary table, and one MERGE. */
        MERGE,
        /** Two connections, each with half of the keys, in pieces of 250,000 rows with a MERGE each. */
        TWO_STREAMS
    }

    String columnList() {
        return String.join(", ", columns);
    }
}
