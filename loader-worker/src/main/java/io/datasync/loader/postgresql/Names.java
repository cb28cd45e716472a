package io.datasync.loader.postgresql;

import io.datasync.database.SqlDialect;
import io.datasync.loader.target.TargetTable;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;

/** How things are named on PostgreSQL. */
final class Names {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final int MAX_BYTES = 63;
    private static final int HASH_LENGTH = 12;

    private Names() {}

    static String quoted(String name) {
        return SqlDialect.POSTGRESQL.quote(name);
    }

    static String quoted(TargetTable table) {
        return SqlDialect.POSTGRESQL.quote(table.schema(), table.name());
    }

    /** The name of a new table or column: folded to lower case as PostgreSQL does itself, if it needs no quotes then. */
    static String folded(String name) {
        return PLAIN.matcher(name).matches() ? name.toLowerCase(Locale.ROOT) : name;
    }

    /** The table's name, {@code purpose} and a hash of {@code owner}, within PostgreSQL's 63 bytes. */
    static String derived(String table, String purpose, String owner) {
        String hash = UUID.nameUUIDFromBytes(owner.getBytes(StandardCharsets.UTF_8))
                .toString()
                .replace("-", "")
                .substring(0, HASH_LENGTH);
        String suffix = "__" + purpose + "_" + hash;
        String prefix = table;
        while (prefix.getBytes(StandardCharsets.UTF_8).length + suffix.length() > MAX_BYTES) {
            prefix = prefix.substring(0, prefix.offsetByCodePoints(prefix.length(), -1));
        }
        return prefix + suffix;
    }
}
