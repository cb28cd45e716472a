package io.datasync.cli;

import io.datasync.message.Operation;
import io.datasync.message.OperationState;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Shows a progress bar for each running operation: rows that have reached the destination, out of the rows fetched so
 * far. Without a terminal it prints one line when an operation ends.
 */
final class OperationProgress implements Consumer<OperationState>, AutoCloseable {
    private final Map<String, ProgressBar> bars = new HashMap<>();
    private final boolean terminal = System.console() != null && System.getenv("TERM") != null;

    @Override
    public synchronized void accept(OperationState state) {
        if (!terminal) {
            printEnd(state);
            return;
        }
        String id = state.operation().operationId();
        if (state.phase().isFinal()) {
            ProgressBar bar = bars.remove(id);
            if (bar != null) {
                advance(bar, state);
                bar.close();
            }
            return;
        }
        advance(bars.computeIfAbsent(id, unused -> bar(state.operation())), state);
    }

    private static void advance(ProgressBar bar, OperationState state) {
        bar.maxHint(state.fetched());
        bar.stepTo(state.loading());
        bar.setExtraMessage(" " + label(state));
    }

    private static ProgressBar bar(Operation operation) {
        return new ProgressBarBuilder()
                .setTaskName("%-20s %-6s".formatted(operation.tableName(), operation.updateType()))
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(200)
                .setUnit(" rows", 1)
                .showSpeed()
                .setInitialMax(-1)
                .build();
    }

    private static void printEnd(OperationState state) {
        if (state.phase().isFinal()) {
            Operation operation = state.operation();
            System.err.printf(
                    "%s %s: %s, %,d rows%n",
                    operation.tableName(), operation.updateType(), label(state), state.fetched());
        }
    }

    private static String label(OperationState state) {
        OperationState.OperationError error = state.error();
        String phase = state.phase().name().toLowerCase(java.util.Locale.ROOT);
        return error == null ? phase : phase + " (" + error.code() + ": " + error.message() + ")";
    }

    @Override
    public synchronized void close() {
        bars.values().forEach(ProgressBar::close);
        bars.clear();
    }
}
