package io.datasync.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A table in Markdown. */
final class MarkdownTable {
    private final List<List<String>> rows = new ArrayList<>();

    MarkdownTable(String... headings) {
        rows.add(List.of(headings));
        rows.add(Collections.nCopies(headings.length, "---"));
    }

    MarkdownTable row(String... cells) {
        rows.add(List.of(cells));
        return this;
    }

    String text() {
        StringBuilder text = new StringBuilder();
        rows.forEach(row -> text.append("| ").append(String.join(" | ", row)).append(" |\n"));
        return text.append('\n').toString();
    }
}
