package io.datasync.demo;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a destination table differs from its source, row by row.
 *
 * @param table the destination table
 * @param sourceRows rows of the source
 * @param destinationRows rows of the destination
 * @param missing rows of the source that the destination does not have
 * @param different rows that both have, by their key, with other values
 * @param extra rows of the destination that the source does not have, or not as often
 * @param missingKey key of one missing row; null if there is none
 * @param differentKey key of one different row; null if there is none
 * @param extraKey key of one extra row; null if there is none
 */
public record CopyDifference(
        String table,
        long sourceRows,
        long destinationRows,
        long missing,
        long different,
        long extra,
        @Nullable String missingKey,
        @Nullable String differentKey,
        @Nullable String extraKey) {

    /** True if both hold the same rows, each as often as the other. */
    public boolean isNone() {
        return missing == 0 && different == 0 && extra == 0;
    }

    /** {@code ok}, or what differs with a key of each kind. */
    public String describe() {
        if (isNone()) {
            return "ok";
        }
        List<String> kinds = new ArrayList<>();
        add(kinds, missing, "missing", missingKey);
        add(kinds, different, "different", differentKey);
        add(kinds, extra, "extra", extraKey);
        return String.join(", ", kinds);
    }

    private static void add(List<String> kinds, long rows, String kind, @Nullable String key) {
        if (rows > 0) {
            kinds.add("%,d %s (key %s)".formatted(rows, kind, key));
        }
    }
}
