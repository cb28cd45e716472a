package io.datasync.loader.sqlserver;

import io.datasync.database.SqlDialect;
import org.jspecify.annotations.Nullable;

/**
 * A column of a destination table.
 *
 * @param kind what is special about it
 * @param defaultValue expression that fills the column in a row that leaves it out; null if it has none
 * @param identity whether the server numbers it, unless told the number
 * @param computed expression of a computed column, with PERSISTED if it is; null for all others
 */
record SqlServerColumn(
        String name,
        SqlServerType type,
        Kind kind,
        boolean nullable,
        @Nullable String defaultValue,
        boolean identity,
        @Nullable String computed) {

    /** What is special about a column. */
    enum Kind {
        PLAIN,
        /** Takes no place where it is NULL. */
        SPARSE,
        /** All sparse columns of a row as XML. */
        COLUMN_SET,
        /** Generated always, such as the period of a system-versioned table. */
        GENERATED_ALWAYS,
        ROWGUIDCOL
    }

    /** A column with nothing special about it. */
    SqlServerColumn(
            String name,
            SqlServerType type,
            boolean nullable,
            @Nullable String defaultValue,
            boolean identity,
            @Nullable String computed) {
        this(name, type, Kind.PLAIN, nullable, defaultValue, identity, computed);
    }

    /** Whether only the server writes it. */
    boolean isGenerated() {
        return computed != null || kind == Kind.COLUMN_SET || isStamp();
    }

    /** Whether the server writes it at each change: a {@code rowversion}, or a bound of a system-versioned row's period. */
    boolean isStamp() {
        return kind == Kind.GENERATED_ALWAYS
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
        } else if (kind == Kind.COLUMN_SET) {
            return quoted() + " xml COLUMN_SET FOR ALL_SPARSE_COLUMNS";
        }
        return quoted() + " " + type.declarationWithCollation() + (kind == Kind.SPARSE ? " SPARSE" : "")
                + (identity ? " IDENTITY(1, 1)" : "") + (nullable ? " NULL" : " NOT NULL")
                + (kind == Kind.ROWGUIDCOL ? " ROWGUIDCOL" : "")
                + (defaultValue == null ? "" : " DEFAULT " + defaultValue);
    }
}
