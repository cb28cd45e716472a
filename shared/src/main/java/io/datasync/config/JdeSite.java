package io.datasync.config;

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
 *     data item (such as {@code TRQT}); the column's own rule wins, what is not named takes the catalog's default
 */
public record JdeSite(Optional<String> schema, Trim trim, ZoneId timeZone, Map<String, Integer> impliedDecimals) {

    /** Which blanks of a blank-padded column are cut off. */
    public enum Trim {
        NONE,
        RIGHT,
        BOTH
    }

    public static final JdeSite DEFAULTS = new JdeSite(Optional.empty(), Trim.RIGHT, ZoneId.of("UTC"), Map.of());

    public JdeSite {
        impliedDecimals = Map.copyOf(impliedDecimals);
    }
}
