package io.datasync.cli;

import java.util.Locale;

/** Numbers with what they count, in the singular or the plural. */
final class Counted {
    private Counted() {}

    /** @param noun in the singular; the plural has an {@code s} more */
    static String of(long number, String noun) {
        return String.format(Locale.ROOT, "%,d %s%s", number, noun, number == 1 ? "" : "s");
    }
}
