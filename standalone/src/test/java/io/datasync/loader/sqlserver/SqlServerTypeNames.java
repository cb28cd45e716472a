package io.datasync.loader.sqlserver;

import io.datasync.loader.target.TargetType;
import io.datasync.rows.ColumnType;

/** SQL Server's side of the page of types. */
public final class SqlServerTypeNames {
    private SqlServerTypeNames() {}

    /** The type of a new column. */
    public static String created(ColumnType type) {
        return SqlServerTypes.declaration(type, false);
    }

    /** What a column of a type of sys.types holds. */
    public static TargetType held(String name) {
        return SqlServerTypes.target(new SqlServerType(name, 20, 10, 2, null, 1252));
    }
}
