package io.datasync.lifecycle;

import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;

/**
 * Exit codes of all commands; those above 63 are the BSD ones.
 *
 * @see <a href="https://man.openbsd.org/sysexits.3">sysexits(3)</a>
 */
public final class ExitCodes {
    /** All is well. */
    public static final int OK = 0;
    /** What was asked for was done, and its result is a failure: a failed operation, a copy that differs. */
    public static final int FAILED = 1;
    /** The command line is wrong; picocli's own. */
    public static final int USAGE = 2;
    /** The data cannot be processed. */
    public static final int DATA = 65;
    /** A server does not answer. */
    public static final int UNAVAILABLE = 69;
    /** A fault of DataSync itself. */
    public static final int INTERNAL = 70;
    /** The configuration is wrong. */
    public static final int CONFIGURATION = 78;

    private ExitCodes() {}

    /** The exit code that tells of this failure. */
    public static int of(Throwable failure) {
        ErrorCode.Kind kind = DataSyncException.of(failure).code().kind();
        return switch (kind) {
            case CONFIGURATION -> CONFIGURATION;
            case TRANSIENT -> UNAVAILABLE;
            case DATA -> DATA;
            case BUG -> INTERNAL;
        };
    }
}
