package io.datasync.lifecycle;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The parts of a process in the order they were started; closed in reverse, each one even if another fails. */
public final class Lifecycle implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Lifecycle.class);

    private record Part(String name, AutoCloseable closeable) {}

    private final Deque<Part> parts = new ArrayDeque<>();

    /**
     * Starts something that is made of parts; if that fails, the parts that were started are closed.
     *
     * @param start adds each part as soon as it is started
     */
    public static <T> T starting(Function<Lifecycle, T> start) {
        Lifecycle parts = new Lifecycle();
        try {
            return start.apply(parts);
        } catch (RuntimeException failure) {
            parts.close();
            throw failure;
        }
    }

    /** Keeps a started part, to be closed before all that were added earlier; returns it. */
    public synchronized <T extends AutoCloseable> T add(String name, T part) {
        parts.push(new Part(name, part));
        return part;
    }

    /** Closes all parts; a second call finds nothing to do. A failure is logged, as nobody could act on it any more. */
    @Override
    public synchronized void close() {
        while (!parts.isEmpty()) {
            Part part = parts.pop();
            try {
                part.closeable().close();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                log.atWarn().addKeyValue("part", part.name()).log("Interrupted while stopping");
            } catch (Exception | LinkageError failure) {
                log.atError().addKeyValue("part", part.name()).setCause(failure).log("A part did not stop cleanly");
            }
        }
    }
}
