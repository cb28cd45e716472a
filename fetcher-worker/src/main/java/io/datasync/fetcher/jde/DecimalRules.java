package io.datasync.fetcher.jde;

import java.util.Map;

/**
 * How many digits of each number stand behind the implied point, by who says so first: the configuration for the column, the
 * configuration for the data item, the site's data dictionary, the catalog.
 *
 * @param configured digits by column or data item
 * @param dictionary digits by data item
 * @param currencies digits of stored amounts by the code of their currency
 */
record DecimalRules(Map<String, Integer> configured, Map<String, Integer> dictionary, Map<String, Integer> currencies) {
    /** The origin of what nobody else says. */
    static final String CATALOG = "catalog";

    /**
     * What counts for a column.
     *
     * @param origin who says so, for people
     */
    record Rule(int decimals, String origin) {}

    Rule of(JdeColumn column) {
        Integer own = configured.get(column.physical());
        if (own != null) {
            return new Rule(own, "configuration: " + column.physical());
        }
        Integer ofItem = configured.get(column.dataItem());
        if (ofItem != null) {
            return new Rule(ofItem, "configuration: " + column.dataItem());
        }
        Integer told = dictionary.get(column.dataItem());
        return told != null ? new Rule(told, "F9210: " + column.dataItem()) : new Rule(column.decimals(), CATALOG);
    }
}
