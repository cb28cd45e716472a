package io.datasync.benchmarks;

import java.util.List;

/** The report, in Markdown. */
final class Report {
    private final List<RunResult> results;

    Report(List<RunResult> results) {
        this.results = List.copyOf(results);
    }

    String text() {
        StringBuilder text = new StringBuilder();
        for (RunResult result : results) {
            text.append("- ").append(result).append('\n');
        }
        return text.toString();
    }
}
