package io.datasync.database;

import io.datasync.config.DestinationConfig;
import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import java.nio.charset.StandardCharsets;

/** How a database product writes identifiers; nothing else puts a name into a statement. */
public enum SqlDialect {
    SQLSERVER("[", "]", 128),
    POSTGRESQL("\"", "\"", 63);

    private final String open;
    private final String close;
    private final int maxLength;

    SqlDialect(String open, String close, int maxLength) {
        this.open = open;
        this.close = close;
        this.maxLength = maxLength;
    }

    public static SqlDialect of(DestinationConfig.Type type) {
        return switch (type) {
            case SQLSERVER -> SQLSERVER;
            case POSTGRESQL -> POSTGRESQL;
        };
    }

    /**
     * The name as an identifier that stands for nothing but itself.
     *
     * @throws DataSyncException with {@link ErrorCode#CONFIGURATION} if the name is empty, too long for the product (128 UTF-16 code units on SQL
     *     Server, 63 bytes of UTF-8 on PostgreSQL, which would cut it silently) or has a NUL
     */
    public String quote(String name) {
        int length = this == POSTGRESQL ? name.getBytes(StandardCharsets.UTF_8).length : name.length();
        if (length == 0 || length > maxLength || name.indexOf('\0') >= 0) {
            throw new DataSyncException(
                    ErrorCode.CONFIGURATION,
                    "A name has 1 to " + maxLength + (this == POSTGRESQL ? " bytes of UTF-8" : " characters")
                            + " here and no U+0000; this one has " + length + ": '" + name + "'");
        }
        if (this == SQLSERVER && name.contains(close)) {
            // Means the same, and Babelfish does not understand a bracket that is doubled.
            return POSTGRESQL.open + name.replace("\"", "\"\"") + POSTGRESQL.close;
        }
        return open + name.replace(close, close + close) + close;
    }

    /** The qualified name of a table. */
    public String quote(String schema, String table) {
        return quote(schema) + "." + quote(table);
    }
}
