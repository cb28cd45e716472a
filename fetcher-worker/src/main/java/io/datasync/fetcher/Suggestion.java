package io.datasync.fetcher;

import java.util.Collection;

/** How this module's messages name what somebody may have meant. */
public final class Suggestion {
    private Suggestion() {}

    /** " Did you mean X?" if a known name is close, otherwise " Known: …" with all of them. */
    public static String text(String written, Collection<String> known) {
        return io.datasync.config.Suggestion.closest(written, known)
                .map(name -> " Did you mean " + name + "?")
                .orElse(" Known: " + String.join(", ", known.stream().sorted().toList()) + ".");
    }
}
