package io.datasync.error;

import org.jspecify.annotations.Nullable;

/** The one exception that leaves a part of DataSync. Its message says what happened and, where known, what to do next. */
public final class DataSyncException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    public DataSyncException(ErrorCode code, String message) {
        this(code, message, null);
    }

    public DataSyncException(ErrorCode code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public ErrorCode code() {
        return code;
    }

    /** The exception itself if it is ours, otherwise a wrapper with {@link ErrorCode#INTERNAL}. */
    public static DataSyncException of(Throwable failure) {
        if (failure instanceof DataSyncException known) {
            return known;
        }
        return new DataSyncException(
                ErrorCode.INTERNAL, failure.getClass().getSimpleName() + ": " + failure.getMessage(), failure);
    }
}
