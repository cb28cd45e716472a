package io.datasync.fetcher;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** The known name that somebody who wrote another one may have meant. */
public final class Suggestion {
    /** More wrong letters than this are another word. */
    private static final int MOST_EDITS = 3;

    private Suggestion() {}

    /** " Did you mean X?" if a known name is close, otherwise " Known: …" with all of them. */
    public static String text(String written, Collection<String> known) {
        return closest(written, known)
                .map(name -> " Did you mean " + name + "?")
                .orElse(" Known: " + String.join(", ", known.stream().sorted().toList()) + ".");
    }

    private static Optional<String> closest(String written, Collection<String> known) {
        int most = Math.min(MOST_EDITS, written.length() / 2);
        return known.stream()
                .min(Comparator.<String>comparingInt(name -> edits(written, name))
                        .thenComparing(name -> name))
                .filter(name -> edits(written, name) <= most);
    }

    /** Levenshtein distance without regard to case. */
    private static int edits(String written, String known) {
        String one = written.toLowerCase(Locale.ROOT);
        String other = known.toLowerCase(Locale.ROOT);
        int[] previous = new int[other.length() + 1];
        for (int column = 0; column <= other.length(); column++) {
            previous[column] = column;
        }
        for (int row = 1; row <= one.length(); row++) {
            int[] current = new int[other.length() + 1];
            current[0] = row;
            for (int column = 1; column <= other.length(); column++) {
                int replace = previous[column - 1] + (one.charAt(row - 1) == other.charAt(column - 1) ? 0 : 1);
                current[column] = Math.min(replace, 1 + Math.min(previous[column], current[column - 1]));
            }
            previous = current;
        }
        return previous[other.length()];
    }
}
