package io.datasync.embedded;

import java.io.IOException;
import java.nio.file.Path;

/** The operating system does not let a server have its data directory: a missing right, a file of that name. */
public final class DirectoryRefusedException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    DirectoryRefusedException(Path directory, IOException reason) {
        super(
                "Cannot use the data directory " + directory + " ("
                        + reason.getClass().getSimpleName() + ": " + reason.getMessage() + ")",
                reason);
    }
}
