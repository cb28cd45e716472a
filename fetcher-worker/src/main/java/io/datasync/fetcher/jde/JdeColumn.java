package io.datasync.fetcher.jde;

import java.util.Optional;

/**
 * A column of the catalog.
 *
 * @param physical name in the source, such as {@code ILTRQT}: a prefix of two letters and the data item
 * @param name name in the destination
 * @param size characters of a text, digits of a number, without meaning for a date
 * @param decimals digits behind the implied point unless the site says otherwise
 * @param currency physical name of the column with the code of the currency whose decimals a stored amount has; none for what
 *     is no amount in a currency
 */
record JdeColumn(String physical, String name, Rule rule, int size, int decimals, Optional<String> currency) {
    private static final int PREFIX = 2;

    /** How the stored value is to be understood. */
    enum Rule {
        TEXT,
        INTEGER,
        DECIMAL,
        DATE
    }

    String dataItem() {
        return physical.substring(PREFIX);
    }

    boolean isNumber() {
        return rule == Rule.INTEGER || rule == Rule.DECIMAL;
    }
}
