package io.datasync.error;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;

/** What went wrong, by name. Whether to try again and how a command exits follow from the code alone. */
public enum ErrorCode {
    /** The configuration is wrong; the message lists every problem. */
    CONFIGURATION(Kind.CONFIGURATION),
    /** A message in a topic cannot be understood. */
    MALFORMED_MESSAGE(Kind.DATA),
    /** A message has a major version that this process does not know. */
    MESSAGE_VERSION(Kind.CONFIGURATION),
    /** The source database does not answer, or dropped the connection. */
    SOURCE_UNAVAILABLE(Kind.TRANSIENT),
    /** The source has no longer the rows as they were when reading began. */
    SOURCE_SNAPSHOT(Kind.TRANSIENT),
    /** The source database refuses the user or the password. */
    SOURCE_LOGIN(Kind.CONFIGURATION),
    /** The source refuses the query: syntax, missing table, missing permission. */
    SOURCE_QUERY(Kind.CONFIGURATION),
    /** The source has a column of a type that DataSync does not carry. */
    UNSUPPORTED_TYPE(Kind.CONFIGURATION),
    /** The broker does not answer or refuses to write. */
    KAFKA_UNAVAILABLE(Kind.TRANSIENT),
    /** The broker refuses the login, or a right that its ACLs do not grant. */
    KAFKA_REFUSED(Kind.CONFIGURATION),
    /** One row is larger than the broker accepts. */
    ROW_TOO_LARGE(Kind.DATA),
    /** Chunks of a batch are missing or damaged. */
    BATCH_DAMAGED(Kind.DATA),
    /** The destination database does not answer, or dropped the connection. */
    DESTINATION_UNAVAILABLE(Kind.TRANSIENT),
    /** The destination database refuses the user or the password. */
    DESTINATION_LOGIN(Kind.CONFIGURATION),
    /** A lock, a deadlock or a resource limit at the destination; the whole batch may be tried again. */
    DESTINATION_BUSY(Kind.TRANSIENT),
    /** The destination refuses a statement. */
    DESTINATION_STATEMENT(Kind.DATA),
    /** The destination table is missing and may not be created. */
    TARGET_MISSING(Kind.CONFIGURATION),
    /** Columns of source and destination do not go together. */
    TARGET_MISMATCH(Kind.CONFIGURATION),
    /** More rows were rejected than maxRejects allows. */
    TOO_MANY_REJECTS(Kind.DATA),
    /** A Mass fetched no row while the destination has some. */
    EMPTY_MASS(Kind.DATA),
    /** More rows are gone at the source than maxDeletePercent lets go at once, or it has no row at all. */
    DELETE_GUARD(Kind.DATA),
    /** Fetched rows and loaded rows do not add up. */
    CONSERVATION(Kind.BUG),
    /** A slice of a table without keys was fetched anew after some of its rows had been loaded. */
    SLICE_RESTARTED(Kind.DATA),
    /** The operation is no longer open in the DataUpdate log. */
    OPERATION_CLOSED(Kind.DATA),
    /** The post-processor failed. */
    POST_PROCESSOR(Kind.DATA),
    /** No sign of life for longer than staleAfter. */
    STALE(Kind.DATA),
    /** Somebody cancelled the operation. */
    CANCELLED(Kind.DATA),
    /** A worker kept dying over this task. */
    DELIVERIES_EXHAUSTED(Kind.DATA),
    /** A fault of DataSync itself. */
    @JsonEnumDefaultValue
    INTERNAL(Kind.BUG);

    /** The kind decides: transient errors are retried, configuration and data errors want a person, bugs a report. */
    public enum Kind {
        TRANSIENT,
        CONFIGURATION,
        DATA,
        BUG
    }

    private final Kind kind;

    ErrorCode(Kind kind) {
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /** True if the same work may succeed when it is tried again later. */
    public boolean isRetryable() {
        return kind == Kind.TRANSIENT;
    }
}
