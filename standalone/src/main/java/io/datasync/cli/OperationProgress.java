package io.datasync.cli;

import io.datasync.message.Operation;
import io.datasync.message.OperationState;
import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Shows a progress bar for each running operation: rows that have reached the destination, out of the rows fetched so
 * far. An operation that ends leaves one line above the bars; without a terminal there are only these.
 *
 * <p>The launcher tells by a system property whether standard error is a terminal.
 */
final class OperationProgress implements Consumer<OperationState>, AutoCloseable {
    private static final int BAR_WIDTH = 16;
    /** One line up and to its first column; what is drawn over it is as long or erases to the line's end. */
    private static final String LINE_UP = "\033[F";

    private static final String ERASE_TO_LINE_END = "\033[K";
    private static final String ERASE_TO_SCREEN_END = "\033[J";

    private final PrintStream out;
    private final boolean terminal;
    private final Map<String, String> bars = new LinkedHashMap<>();
    private int drawn;
    private boolean closed;

    OperationProgress() {
        this(System.err, Boolean.getBoolean("datasync.terminal"));
    }

    OperationProgress(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    @Override
    public synchronized void accept(OperationState state) {
        String id = state.operation().operationId();
        if (closed) {
            return;
        }
        if (state.phase().isFinal()) {
            bars.remove(id);
            draw(end(state));
        } else if (terminal) {
            bars.put(id, bar(state));
            draw("");
        }
    }

    /** Draws the bars anew, below a line that stays. */
    private void draw(String line) {
        StringBuilder text = new StringBuilder(LINE_UP.repeat(drawn));
        if (!line.isEmpty()) {
            text.append(line).append(terminal ? ERASE_TO_LINE_END : "").append('\n');
        }
        bars.values().forEach(bar -> text.append(bar).append(ERASE_TO_LINE_END).append('\n'));
        text.append(terminal ? ERASE_TO_SCREEN_END : "");
        drawn = bars.size();
        out.print(text);
        out.flush();
    }

    private static String bar(OperationState state) {
        int done = state.fetched() == 0 ? 0 : (int) Math.min(BAR_WIDTH, BAR_WIDTH * state.loading() / state.fetched());
        return String.format(
                Locale.ROOT,
                "  %s [%s%s] %,d of %,d rows, %s",
                name(state.operation()),
                "#".repeat(done),
                ".".repeat(BAR_WIDTH - done),
                state.loading(),
                state.fetched(),
                phase(state));
    }

    private static String end(OperationState state) {
        OperationState.OperationError error = state.error();
        if (error != null) {
            return "  " + name(state.operation()) + " failed with " + error.code() + ": " + error.message();
        }
        Duration took = Duration.between(
                state.operation().startedAt(), state.endedAt() == null ? state.changedAt() : state.endedAt());
        return String.format(
                Locale.ROOT,
                "  %s %,d rows in %.1f s",
                name(state.operation()),
                state.fetched(),
                took.toMillis() / 1000.0);
    }

    private static String name(Operation operation) {
        return String.format(Locale.ROOT, "%-19s %-6s", operation.tableName(), operation.updateType());
    }

    private static String phase(OperationState state) {
        return state.phase().name().toLowerCase(Locale.ROOT);
    }

    /** Wipes out bars of operations that have not ended, and shows nothing from now on. */
    @Override
    public synchronized void close() {
        closed = true;
        bars.clear();
        if (drawn > 0) {
            draw("");
        }
    }
}
