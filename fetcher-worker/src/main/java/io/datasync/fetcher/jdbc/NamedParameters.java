package io.datasync.fetcher.jdbc;

import java.util.ArrayList;
import java.util.List;

/**
 * A query whose parameters have names, such as {@code :minimumDT}. A colon inside quotes or comments, of a cast
 * ({@code ::date}) or before anything but a letter or an underscore is left alone. Knows {@code '…'}, PostgreSQL's
 * {@code E'…'} and {@code $tag$…$tag$}, {@code "…"}, SQL Server's {@code […]} on request, {@code --} and (nested)
 * {@code /* … *}{@code /} comments.
 *
 * @param sql the query with a {@code ?} in place of each name
 * @param names names in the order of their question marks; one that is used twice stands here twice
 */
record NamedParameters(String sql, List<String> names) {
    NamedParameters {
        names = List.copyOf(names);
    }

    static NamedParameters parse(String query, SourceProduct product) {
        return new Scan(query, product).run();
    }

    /** Goes once over the query. What is not closed goes on to the end: the database will say so. */
    private static final class Scan {
        private final String query;
        private final SourceProduct product;
        private final StringBuilder sql = new StringBuilder();
        private final List<String> names = new ArrayList<>();
        private int at;

        Scan(String query, SourceProduct product) {
            this.query = query;
            this.product = product;
        }

        NamedParameters run() {
            while (at < query.length()) {
                int end = quotedEnd();
                if (end > at) {
                    copyTo(end);
                } else if (query.startsWith("::", at)) {
                    copyTo(at + 2);
                } else if (query.charAt(at) == ':' && isNameStart(at + 1)) {
                    int nameEnd = nameEnd(at + 1);
                    names.add(query.substring(at + 1, nameEnd));
                    sql.append('?');
                    at = nameEnd;
                } else if (isNameStart(at)) {
                    copyTo(nameEnd(at));
                } else {
                    copyTo(at + 1);
                }
            }
            return new NamedParameters(sql.toString(), names);
        }

        /** The end of the quoted part or comment that starts here; {@code at} if none does. */
        private int quotedEnd() {
            char start = query.charAt(at);
            if (start == '\'' || start == '"') {
                return quoteEnd(at + 1, start, false);
            } else if ((start == 'E' || start == 'e') && charAt(at + 1) == '\'' && hasEscapes()) {
                return quoteEnd(at + 2, '\'', true);
            } else if (start == '[' && product == SourceProduct.SQLSERVER) {
                return quoteEnd(at + 1, ']', false);
            } else if (query.startsWith("--", at)) {
                return endOf("\n", at);
            } else if (query.startsWith("/*", at)) {
                return commentEnd();
            } else if (start == '$' && product == SourceProduct.POSTGRESQL) {
                return dollarQuoteEnd();
            }
            return at;
        }

        /** Whether {@code E'…'} takes backslashes; elsewhere the letter is the end of a word. */
        private boolean hasEscapes() {
            return product == SourceProduct.POSTGRESQL || product == SourceProduct.OTHER;
        }

        private int quoteEnd(int from, char quote, boolean backslashes) {
            int index = from;
            while (index < query.length()) {
                if (backslashes && query.charAt(index) == '\\') {
                    index += 2;
                } else if (query.charAt(index) != quote) {
                    index++;
                } else if (charAt(index + 1) == quote) {
                    index += 2;
                } else {
                    return index + 1;
                }
            }
            return query.length();
        }

        private int commentEnd() {
            int depth = 0;
            int index = at;
            while (index < query.length()) {
                if (query.startsWith("/*", index)) {
                    depth++;
                    index += 2;
                } else if (query.startsWith("*/", index)) {
                    depth--;
                    index += 2;
                    if (depth == 0 || product == SourceProduct.OTHER) {
                        return index;
                    }
                } else {
                    index++;
                }
            }
            return query.length();
        }

        private int dollarQuoteEnd() {
            int tagEnd = isNameStart(at + 1) ? nameEnd(at + 1) : at + 1;
            if (charAt(tagEnd) != '$') {
                return at;
            }
            return endOf(query.substring(at, tagEnd + 1), tagEnd + 1);
        }

        private int endOf(String text, int from) {
            int index = query.indexOf(text, from);
            return index < 0 ? query.length() : index + text.length();
        }

        private void copyTo(int end) {
            int bounded = Math.min(end, query.length());
            sql.append(query, at, bounded);
            at = bounded;
        }

        private char charAt(int index) {
            return index < query.length() ? query.charAt(index) : '\0';
        }

        private boolean isNameStart(int index) {
            char first = charAt(index);
            return Character.isLetter(first) || first == '_';
        }

        /** A dollar sign belongs to a word, but not to a parameter or a dollar quote's tag. */
        private int nameEnd(int from) {
            int index = from;
            while (Character.isLetterOrDigit(charAt(index)) || charAt(index) == '_') {
                index++;
            }
            return index;
        }
    }
}
