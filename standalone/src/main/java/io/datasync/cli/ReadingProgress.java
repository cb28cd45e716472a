package io.datasync.cli;

import java.io.PrintStream;
import java.util.function.LongConsumer;
import me.tongfei.progressbar.InteractiveConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;

/** Shows how many rows have been read of a table, on a terminal only. */
final class ReadingProgress implements LongConsumer {
    private static final int REDRAW_EVERY_MILLIS = 200;

    private final PrintStream out;
    private final int columns;
    private @Nullable ProgressBar bar;

    /** @param columns width of the terminal that {@code out} is, zero if it is none */
    ReadingProgress(PrintStream out, int columns) {
        this.out = out;
        this.columns = columns;
    }

    synchronized void begin(String table) {
        if (columns > 0) {
            bar = new ProgressBarBuilder()
                    .setTaskName("  " + table)
                    .setInitialMax(-1)
                    .setRenderer(new BarThenText())
                    .setConsumer(new InteractiveConsoleProgressBarConsumer(out, columns))
                    .setUpdateIntervalMillis(REDRAW_EVERY_MILLIS)
                    .build();
        }
    }

    @Override
    public synchronized void accept(long rows) {
        if (bar != null) {
            bar.stepBy(rows);
        }
    }

    synchronized void end() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
