package io.datasync.benchmarks.connect;

import java.util.Map;

/**
 * What is to be copied.
 *
 * @param source JDBC URL and {@code schema.table} of the rows
 * @param target the same of the table they go to, which exists already
 * @param key name of the column that is the primary key
 * @param tasks how many sink tasks, topic partitions and snapshot threads of the source there are
 * @param changedSettings connector properties in place of the tuned ones, as {@code source.…} or {@code sink.…}
 */
record CopyJob(
        String bootstrapServers,
        TableAddress source,
        TableAddress target,
        String key,
        Mode mode,
        int tasks,
        Map<String, String> changedSettings) {
    CopyJob {
        changedSettings = Map.copyOf(changedSettings);
    }

    /** How rows are written: into an empty table, or over older versions. */
    enum Mode {
        insert,
        upsert
    }

    /** A table and the JDBC URL of its database; the user is {@code postgres}, who has no password. */
    record TableAddress(String url, String table) {
        static final String USER = "postgres";
    }
}
