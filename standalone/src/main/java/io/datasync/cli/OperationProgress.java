package io.datasync.cli;

import io.datasync.message.Operation;
import io.datasync.message.OperationState;
import java.io.PrintStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import me.tongfei.progressbar.InteractiveConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarRenderer;

/**
 * Shows a progress bar for each running operation: rows that have reached the destination, out of the rows fetched so
 * far. The bar of an operation that ends becomes the line that says how; without a terminal there are only these lines.
 *
 * <p>The launcher tells by a system property how wide the terminal is. The library would ask for itself, but takes the
 * signal handlers of the process with it, so that Ctrl-C ended the JVM without cleaning up.
 */
final class OperationProgress implements Consumer<OperationState>, AutoCloseable {
    private static final int REDRAW_EVERY_MILLIS = 200;

    private record Bar(ProgressBar bar, BarThenText renderer) {}

    private final PrintStream out;
    private final int columns;
    private final Map<String, Bar> bars = new HashMap<>();
    private boolean closed;

    OperationProgress() {
        this(System.err, Integer.getInteger("datasync.columns", 0));
    }

    /** @param columns width of the terminal that {@code out} is, zero if it is none */
    OperationProgress(PrintStream out, int columns) {
        this.out = out;
        this.columns = columns;
    }

    @Override
    public synchronized void accept(OperationState state) {
        if (closed) {
            return;
        }
        if (state.phase().isFinal()) {
            end(state);
        } else if (columns > 0) {
            Bar running =
                    bars.computeIfAbsent(state.operation().operationId(), unused -> newBar(name(state.operation())));
            advance(running.bar(), state);
        }
    }

    /** Shows a line of text that stays, below the bars; what is printed otherwise would shift them. */
    synchronized void print(PrintStream whereNoBarsAre, String text) {
        if (bars.isEmpty()) {
            whereNoBarsAre.println(text);
            return;
        }
        // A bar too, as the library has to know of every line below the others; it would cut a long one.
        for (int start = 0; start < text.length(); start += columns) {
            String line = text.substring(start, Math.min(start + columns, text.length()));
            build("", (progress, length) -> line).close();
        }
    }

    private void end(OperationState state) {
        String text = endOf(state);
        Bar ended = bars.get(state.operation().operationId());
        if (ended == null) {
            print(out, text);
            return;
        }
        ended.renderer().become(text);
        ended.bar().close();
        if (text.length() > columns) {
            print(out, text);
        }
        bars.remove(state.operation().operationId());
    }

    private Bar newBar(String name) {
        BarThenText renderer = new BarThenText();
        return new Bar(build(name, renderer), renderer);
    }

    private ProgressBar build(String name, ProgressBarRenderer renderer) {
        return new ProgressBarBuilder()
                .setTaskName(name)
                .setInitialMax(-1)
                .setRenderer(renderer)
                .setConsumer(new InteractiveConsoleProgressBarConsumer(out, columns))
                .setUpdateIntervalMillis(REDRAW_EVERY_MILLIS)
                .continuousUpdate()
                .build();
    }

    private static void advance(ProgressBar bar, OperationState state) {
        // The number of rows is unknown, not zero, before the first of them are there.
        bar.maxHint(state.fetched() == 0 ? -1 : state.fetched());
        bar.stepTo(state.loading());
        bar.setExtraMessage(state.phase().name().toLowerCase(Locale.ROOT));
    }

    private static String endOf(OperationState state) {
        OperationState.OperationError error = state.error();
        if (error != null) {
            String text = name(state.operation()) + " failed with " + error.code() + ": " + error.message();
            return text.replaceAll("\\p{Cntrl}+", " ");
        }
        Duration took =
                Duration.between(state.opened().at(), state.endedAt() == null ? state.changedAt() : state.endedAt());
        Long deleted = state.deleted();
        String rows = deleted == null
                ? Counted.of(state.fetched(), "row")
                : Counted.of(state.fetched(), "key") + ", " + Counted.of(deleted, "row") + " gone";
        long rejected = state.counts().rejected();
        return String.format(
                Locale.ROOT,
                "%s %s in %.1f s%s",
                name(state.operation()),
                rows,
                took.toMillis() / 1000.0,
                rejected == 0
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                ", %,d rejected: datasync rejects --operation %s",
                                rejected,
                                state.operation().operationId()));
    }

    private static String name(Operation operation) {
        return String.format(Locale.ROOT, "  %-19s %-6s", operation.tableName(), operation.updateType());
    }

    /** Leaves bars of operations that have not ended as they are, and shows nothing from now on. */
    @Override
    public synchronized void close() {
        closed = true;
        bars.values().forEach(bar -> bar.bar().close());
        bars.clear();
    }
}
