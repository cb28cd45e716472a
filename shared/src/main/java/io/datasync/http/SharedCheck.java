package io.datasync.http;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Asks a server on a thread of its own. Who asks while an earlier question is unanswered waits for that answer, so that
 * questions to a server that hangs do not pile up.
 */
final class SharedCheck {
    static final String UP = "UP";

    private final String name;
    private final ComponentHealth.Check check;
    private @Nullable FutureTask<String> running;

    SharedCheck(String name, ComponentHealth.Check check) {
        this.name = name;
        this.check = check;
    }

    /** Asks, unless a question is unanswered. */
    synchronized void begin() {
        if (running == null || running.isDone()) {
            running = new FutureTask<>(this::state);
            Thread thread = new Thread(running, "check of " + name);
            thread.setDaemon(true);
            thread.start();
        }
    }

    /**
     * The answer to a question that was begun.
     *
     * @param giveUpAt moment of {@link System#nanoTime} to wait for
     * @param patience how long that is, for the message
     */
    String stateBefore(long giveUpAt, Duration patience) {
        try {
            return begun().get(giveUpAt - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            return "DOWN: no answer in " + patience.toSeconds() + " s";
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return "DOWN: interrupted";
        } catch (ExecutionException failure) {
            throw new IllegalStateException(failure.getCause());
        }
    }

    private synchronized FutureTask<String> begun() {
        if (running == null) {
            throw new IllegalStateException("Not begun");
        }
        return running;
    }

    private String state() {
        try {
            check.run();
            return UP;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return "DOWN: interrupted";
        } catch (Exception failure) {
            return "DOWN: " + Optional.ofNullable(failure.getMessage()).orElse(failure.toString());
        }
    }
}
