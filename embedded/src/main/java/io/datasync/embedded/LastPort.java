package io.datasync.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The port that the server of a data directory had when it ran last, so that its clients find it again after a restart. */
final class LastPort {
    private static final Logger log = LoggerFactory.getLogger(LastPort.class);

    private final Path file;

    /** @param directory the caller holds its lock */
    LastPort(Path directory) {
        this.file = directory.resolve("port");
    }

    /** That port, or any free one if there was none or another program has it now. */
    int orFree() {
        int last = read();
        if (LoopbackPort.isFree(last)) {
            return last;
        }
        int other = LoopbackPort.free();
        if (last > 0) {
            log.atWarn()
                    .addKeyValue("last", last)
                    .addKeyValue("now", other)
                    .addKeyValue("directory", file.getParent())
                    .log("Another program has the port that this server had; clients have to look for it anew");
        }
        return other;
    }

    void keep(int port) {
        try {
            Files.writeString(file, Integer.toString(port));
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot write " + file, failure);
        }
    }

    /** 0 if there is none. */
    private int read() {
        try {
            return Files.exists(file) ? Integer.parseInt(Files.readString(file).strip()) : 0;
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot read " + file, failure);
        } catch (NumberFormatException halfWritten) {
            return 0;
        }
    }
}
