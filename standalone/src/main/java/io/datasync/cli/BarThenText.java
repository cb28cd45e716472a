package io.datasync.cli;

import me.tongfei.progressbar.DefaultProgressBarRenderer;
import me.tongfei.progressbar.ProgressBarStyle;
import me.tongfei.progressbar.ProgressState;
import org.jspecify.annotations.Nullable;

/** Draws a progress bar until it becomes a line of text. */
final class BarThenText extends DefaultProgressBarRenderer {
    private volatile @Nullable String text;

    BarThenText() {
        super(ProgressBarStyle.ASCII, " rows", 1, false, null, null, false, null);
    }

    void become(String line) {
        text = line;
    }

    /** The text is padded, as it is drawn over the bar. */
    @Override
    public String render(ProgressState progress, int length) {
        String line = text;
        return line == null ? super.render(progress, length) : line + " ".repeat(Math.max(0, length - line.length()));
    }
}
