package io.datasync.cli;

import io.datasync.verify.HealTable.Deletion;
import io.datasync.verify.RowDifference;
import io.datasync.verify.RowDifference.Kind;
import io.datasync.verify.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A table's result as {@code verify} prints it.
 *
 * @param result {@code equal}, {@code different} or {@code failed}
 * @param error why it failed
 * @param compared {@code keys and stamps} or {@code all values}
 * @param rows the first differing rows
 * @param deleted extra rows that were deleted; null if healing was not asked for
 * @param notDeleted why extra rows were not deleted
 */
record VerifyReport(
        String table,
        String result,
        @Nullable String error,
        @Nullable String compared,
        long sourceRows,
        long destinationRows,
        long missing,
        long extra,
        long different,
        long notYetSynchronised,
        long sharedKeys,
        long rejected,
        long unreadableInDestination,
        int partsNotLookedAt,
        boolean operationRan,
        List<RowDifference> rows,
        @Nullable Long deleted,
        @Nullable String notDeleted) {

    static VerifyReport of(Verdict verdict, int most, Optional<Deletion> deletion) {
        return new VerifyReport(
                verdict.table(),
                verdict.isEqual() ? "equal" : "different",
                null,
                verdict.deep() ? "all values" : "keys and stamps",
                verdict.sourceRows(),
                verdict.destinationRows(),
                verdict.count(Kind.MISSING),
                verdict.count(Kind.EXTRA),
                verdict.count(Kind.DIFFERENT),
                verdict.notYetSynchronised(),
                verdict.sharedKeys(),
                verdict.rejected(),
                verdict.unreadableInDestination(),
                verdict.bucketsLeft(),
                verdict.operationRan(),
                verdict.differences().stream().limit(most).toList(),
                deletion.map(Deletion::deleted).orElse(null),
                deletion.flatMap(Deletion::refusal).orElse(null));
    }

    static VerifyReport failed(String table, String error) {
        return new VerifyReport(
                table, "failed", error, null, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, false, List.of(), null, null);
    }

    /** For people. */
    String text() {
        if (error != null) {
            return table + ": cannot be compared: " + error;
        }
        String headline =
                result.equals("equal") && rejected > 0 ? "equal but for %,d rejected".formatted(rejected) : result;
        StringBuilder text = new StringBuilder("%s: %s, %s of %s in the source and %,d in the destination"
                .formatted(table, headline, compared, Counted.of(sourceRows, "row"), destinationRows));
        line(text, missing, "missing in the destination");
        line(text, extra, "extra in the destination");
        line(text, different, "different");
        rows.forEach(row -> text.append(System.lineSeparator()).append("    ").append(text(row)));
        long left = missing + extra + different - rows.size();
        line(text, left, "of these not shown (--show)");
        line(text, partsNotLookedAt, "parts of the keys differ as well, too many to look at all");
        line(text, unreadableInDestination, "in the destination with values that no source can have");
        line(text, notYetSynchronised, "not yet synchronised: changed since the last success began");
        line(
                text,
                sharedKeys,
                "of the source with the key of another one, as the destination sees keys; it keeps one of them");
        line(text, rejected, "that the destination cannot hold, or that cannot be read; see datasync rejects");
        if (deleted != null && deleted > 0) {
            line(text, deleted, deleted == 1 ? "extra row deleted" : "extra rows deleted");
        }
        if (notDeleted != null) {
            text.append(System.lineSeparator())
                    .append("  extra rows are left: ")
                    .append(notDeleted);
        }
        if (operationRan && !result.equals("equal")) {
            text.append(System.lineSeparator()).append("  an operation of the table ran meanwhile; try again after it");
        }
        return text.toString();
    }

    private static void line(StringBuilder text, long rows, String what) {
        if (rows > 0) {
            text.append(System.lineSeparator()).append("  %,d %s".formatted(rows, what));
        }
    }

    private static String text(RowDifference row) {
        String values = row.values().stream()
                .map(value -> value.column() + " " + text(value.source()) + " is " + text(value.destination()))
                .collect(Collectors.joining(", "));
        String newer = row.isNewerInDestination() ? " (the destination's row is newer, only a Mass replaces it)" : "";
        return switch (row.kind()) {
            case MISSING -> "missing " + key(row);
            case EXTRA -> "extra " + key(row) + (row.keyInSource() ? " (a second row of this key)" : "");
            case DIFFERENT -> "different " + key(row) + ": " + values + newer;
        };
    }

    private static String key(RowDifference row) {
        return row.key().entrySet().stream().map(VerifyReport::part).collect(Collectors.joining(", "));
    }

    private static String part(Map.Entry<String, @Nullable String> part) {
        return part.getKey() + "=" + Objects.requireNonNullElse(part.getValue(), "NULL");
    }

    private static String text(@Nullable String value) {
        return value == null ? "NULL" : "'" + value + "'";
    }
}
