package io.datasync.loader.sqlserver;

import io.datasync.database.SqlDialect;
import org.jspecify.annotations.Nullable;

/**
 * A column of a destination table.
 *
 * @param hasDefault whether an INSERT may leave a NOT NULL column out
 * @param identity whether the server numbers it, unless told the number
 * @param computed expression of a computed column, with PERSISTED if it is; null for all others
 */
record SqlServerColumn(
        String name,
        SqlServerType type,
        boolean nullable,
        boolean hasDefault,
        boolean identity,
        @Nullable String computed) {

    /** Whether only the server writes it. */
    boolean isGenerated() {
        return computed != null || type.name().equals("timestamp") || type.name().equals("rowversion");
    }

    String quoted() {
        return SqlDialect.SQLSERVER.quote(name);
    }

    /** The column as CREATE TABLE writes it, without its default. */
    String definition() {
        if (computed != null) {
            return quoted() + " AS " + computed;
        }
        return quoted() + " " + type.declarationWithCollation() + (identity ? " IDENTITY(1, 1)" : "")
                + (nullable ? " NULL" : " NOT NULL");
    }
}
