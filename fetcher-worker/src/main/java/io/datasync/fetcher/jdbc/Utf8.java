package io.datasync.fetcher.jdbc;

import io.datasync.rows.RejectedRow;
import java.nio.charset.StandardCharsets;

/** Text as UTF-8, without replacing what UTF-8 does not have. */
final class Utf8 {
    private Utf8() {}

    /**
     * Encodes a value.
     *
     * @throws RejectedRow if the text has half of a surrogate pair, which SQL Server and Oracle can store
     */
    static byte[] encode(String column, String text) throws RejectedRow {
        for (int index = 0; index < text.length(); index++) {
            char unit = text.charAt(index);
            if (Character.isSurrogate(unit)) {
                boolean pair = Character.isHighSurrogate(unit)
                        && index + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(index + 1));
                if (!pair) {
                    throw new RejectedRow(
                            column,
                            "Column " + column + ": half of a surrogate pair at character " + index
                                    + " is not Unicode text");
                }
                index++;
            }
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
