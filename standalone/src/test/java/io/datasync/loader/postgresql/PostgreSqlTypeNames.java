package io.datasync.loader.postgresql;

import io.datasync.loader.target.TargetType;
import io.datasync.rows.ColumnType;

/** PostgreSQL's side of the page of types. */
public final class PostgreSqlTypeNames {
    private PostgreSqlTypeNames() {}

    /** The type of a new column. */
    public static String created(ColumnType type) {
        return Types.name(type);
    }

    /** What a column of a type of pg_type holds. */
    public static TargetType held(String name, int modifier) {
        return Types.target(name, modifier, true);
    }
}
