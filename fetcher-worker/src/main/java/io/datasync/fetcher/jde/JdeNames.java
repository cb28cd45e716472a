package io.datasync.fetcher.jde;

import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import java.util.Optional;

/** Names in statements. They stand without quotes, so that each product folds their case as it does its own. */
final class JdeNames {
    private static final String PLAIN = "[A-Za-z_][A-Za-z0-9_$#@]*(\\.[A-Za-z_][A-Za-z0-9_$#@]*)?";

    private JdeNames() {}

    /**
     * A table with its schema, if one is configured.
     *
     * @param key the key of the configuration that names the schema
     * @throws DataSyncException with {@code CONFIGURATION} if the schema is no plain name
     */
    static String qualified(String key, Optional<String> schema, String table) {
        String name = schema.orElse("");
        if (name.isEmpty()) {
            return table;
        }
        if (!name.matches(PLAIN)) {
            throw new DataSyncException(
                    ErrorCode.CONFIGURATION,
                    "jde." + key + ": '" + name + "' is no plain name, such as PRODDTA or JDE_PRODUCTION.PRODDTA");
        }
        return name + "." + table;
    }
}
