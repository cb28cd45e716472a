package io.datasync.config;

import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;

/**
 * What differs between JDE sites.
 *
 * @param schema schema (library) of the business data tables, such as {@code PRODDTA}; none uses the connection's own
 * @param trim which blanks of CHAR columns are cut off
 * @param timeZone zone of UPMJ/TDAY stamps at this site
 * @param impliedDecimals digits behind the implied decimal point by physical column name (such as {@code ILTRQT}) or
 *     data item (such as {@code TRQT}); the column's own rule wins, what is not named takes that of the data dictionary, else the catalog's
 * @param dictionarySchema schema of the data dictionary's F9210, such as {@code DD920}; none leaves it unread
 * @param catalog folder of catalog files of the site's own, one a table; they go before the built-in ones
 */
public record JdeSite(
        Optional<String> schema,
        Trim trim,
        ZoneId timeZone,
        Map<String, Integer> impliedDecimals,
        Optional<String> dictionarySchema,
        Optional<Path> catalog) {

    /** Which blanks of a blank-padded column are cut off. */
    public enum Trim {
        NONE,
        RIGHT,
        BOTH
    }

    public static final JdeSite DEFAULTS =
            new JdeSite(Optional.empty(), Trim.RIGHT, ZoneId.of("UTC"), Map.of(), Optional.empty(), Optional.empty());

    public JdeSite {
        impliedDecimals = Map.copyOf(impliedDecimals);
    }
}
