package io.datasync.message;

/** Names of topics and groups under one prefix; the design's table of topics says who writes and reads them. */
public record Topics(String prefix) {

    /** FetchTask by table, a work queue. */
    public String tasks() {
        return prefix + ".tasks";
    }

    /** OperationEvent by operation id. */
    public String events() {
        return prefix + ".events";
    }

    /** LoadTask by table, a work queue. */
    public String loads() {
        return prefix + ".loads";
    }

    /** OperationState by operation id, compacted. */
    public String operations() {
        return prefix + ".operations";
    }

    /** Latest result by table, compacted. */
    public String tableHealth() {
        return prefix + ".table-health";
    }

    /** Reject by operation id. */
    public String rejects() {
        return prefix + ".rejects";
    }

    /** The Arrow chunks of one operation, a partition a slice. */
    public String batches(String operationId) {
        return batchesPrefix() + operationId;
    }

    /** What the names of all batch topics start with; the rest is the operation id. */
    public String batchesPrefix() {
        return prefix + ".batches.";
    }

    /** Share group of the fetchers. */
    public String fetchers() {
        return prefix + "-fetchers";
    }

    /** Share group of the loaders. */
    public String loaders() {
        return prefix + "-loaders";
    }

    /** Consumer group that writes final states into the DataUpdate log. */
    public String recorders() {
        return prefix + "-recorders";
    }

    /** Application id of the operation topology. */
    public String topology() {
        return prefix + "-operations";
    }
}
