package io.datasync.loader.sqlserver;

/**
 * How bulk copy puts rows straight into a table; follows from what the table is like.
 *
 * @param tableLock whether a copy locks the whole table, so that parallel ones share that lock and are logged minimally
 * @param batchSize rows that are sent at a time; 0 sends a batch at once
 * @param fireTriggers whether the table's triggers see the rows, as they see those of other statements
 * @param because what the table is
 */
record CopyRule(boolean tableLock, int batchSize, boolean fireTriggers, String because) {

    /**
     * The rule for a table.
     *
     * <p>Without an index parallel copies share a table lock; with a clustered one they would wait for each other. A clustered
     * columnstore compresses at once what comes in 102,400 rows or more, so it gets each batch whole, and no table lock.
     *
     * @param batchSize rows that are sent at a time, as configured; 0 sends a batch at once
     */
    static CopyRule of(SqlServerTable table, int batchSize) {
        boolean triggers = table.traits().contains(TableTrait.TRIGGERS);
        if (table.indexes().isEmpty()) {
            return new CopyRule(true, batchSize, triggers, "a heap without index");
        }
        boolean columnstore = table.indexes().stream().anyMatch(index -> index.isClustered() && index.isColumnstore());
        if (columnstore) {
            return new CopyRule(false, 0, triggers, "a clustered columnstore");
        }
        boolean clustered = table.indexes().stream().anyMatch(SqlServerIndex::isClustered);
        return new CopyRule(false, batchSize, triggers, clustered ? "a clustered table" : "a heap with indexes");
    }

    /** The rule for a staging table: a heap that belongs to the session. */
    static CopyRule staging(int batchSize) {
        return new CopyRule(true, batchSize, false, "a staging heap");
    }
}
