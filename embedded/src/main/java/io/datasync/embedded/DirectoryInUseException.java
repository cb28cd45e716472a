package io.datasync.embedded;

import java.nio.file.Path;

/** A data directory belongs to a server that runs already. */
public final class DirectoryInUseException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    DirectoryInUseException(Path directory) {
        super("Another process uses the data directory " + directory + "; stop it, or choose another directory");
    }
}
