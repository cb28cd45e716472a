package io.datasync.loader.sqlserver;

import io.datasync.database.SqlDialect;
import org.jspecify.annotations.Nullable;

/**
 * A column of a destination table.
 *
 * @param defaultValue expression that fills the column in a row that leaves it out; null if it has none
 * @param identity whether the server numbers it, unless told the number
 * @param computed expression of a computed column, with PERSISTED if it is; null for all others
 */
record SqlServerColumn(
        String name,
        SqlServerType type,
        boolean nullable,
        @Nullable String defaultValue,
        boolean identity,
        @Nullable String computed) {

    /** Whether only the server writes it. */
    boolean isGenerated() {
        return computed != null
                || type.name().equals("timestamp")
                || type.name().equals("rowversion");
    }

    String quoted() {
        return SqlDialect.SQLSERVER.quote(name);
    }

    /** The column as CREATE TABLE writes it. */
    String definition() {
        if (computed != null) {
            return quoted() + " AS " + computed;
        }
        return quoted() + " " + type.declarationWithCollation() + (identity ? " IDENTITY(1, 1)" : "")
                + (nullable ? " NULL" : " NOT NULL") + (defaultValue == null ? "" : " DEFAULT " + defaultValue);
    }
}
