package io.datasync.cli;

import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;

/**
 * Exit codes of all commands; those above 63 are the BSD ones.
 *
 * @see <a href="https://man.openbsd.org/sysexits.3">sysexits(3)</a>
 */
final class ExitCodes {
    /** All is well. */
    static final int OK = 0;
    /** What was asked for was done, and its result is a failure: a failed operation, a copy that differs. */
    static final int FAILED = 1;
    /** The command line is wrong; picocli's own. */
    static final int USAGE = 2;
    /** The data cannot be processed. */
    static final int DATA = 65;
    /** A server does not answer. */
    static final int UNAVAILABLE = 69;
    /** A fault of DataSync itself. */
    static final int INTERNAL = 70;
    /** The configuration is wrong. */
    static final int CONFIGURATION = 78;

    private ExitCodes() {}

    static int of(Throwable failure) {
        ErrorCode.Kind kind = DataSyncException.of(failure).code().kind();
        return switch (kind) {
            case CONFIGURATION -> CONFIGURATION;
            case TRANSIENT -> UNAVAILABLE;
            case DATA -> DATA;
            case BUG -> INTERNAL;
        };
    }
}
