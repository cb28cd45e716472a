package io.datasync.loader.postgresql;

import io.datasync.config.TableConfig;
import io.datasync.loader.target.TargetTable;
import java.sql.Connection;
import java.sql.SQLException;

/** What the planner knows of a table after a Mass, until autovacuum has taken a closer look. */
final class TableStatistics {
    /**
     * A quarter of the default, for a rough look at a table that was just filled: 0.07 instead of 0.17 CPU seconds for 1,000,000
     * rows. As it looks at some columns only, autovacuum takes the closer look as soon as it would without.
     */
    private static final int FIRST_TARGET = 25;

    /**
     * Whether more than a tenth of the table's rows has changed since all its columns were analysed, as autovacuum asks; of a table
     * that never was, there are -1 rows. What an operation has changed may be counted twice. A partitioned table is always
     * outdated: nobody counts its changes, and autovacuum passes it over.
     *
     * @see <a href="https://www.postgresql.org/docs/current/routine-vacuuming.html#AUTOVACUUM">The autovacuum daemon</a>
     */
    private static final String OUTDATED =
            "EXISTS (SELECT FROM pg_catalog.pg_class WHERE oid = CAST(? AS pg_catalog.regclass) AND (relkind = 'p'"
                    + " OR ? + pg_catalog.pg_stat_get_mod_since_analyze(oid) > reltuples / 10))";

    private TableStatistics() {}

    /** Brings them up to date if the operation, which changed so many rows, leaves them outdated. */
    static void refresh(Connection connection, TableConfig table, TargetTable target, long changed)
            throws SQLException {
        String name = Names.quoted(target);
        if (Sql.holds(connection, OUTDATED, name, changed)) {
            Sql.execute(connection, "SET LOCAL default_statistics_target = " + FIRST_TARGET);
            Sql.execute(connection, "ANALYZE " + name + keys(table, target));
            Sql.execute(connection, "SET LOCAL default_statistics_target TO DEFAULT");
        }
    }

    /**
     * The key columns in parentheses, and nothing for a table without: the next MERGE is planned by row count and keys, and all
     * else follows when autovacuum comes. For 500,000 rows of 20 columns that takes 0.07 instead of 0.37 CPU seconds.
     */
    private static String keys(TableConfig table, TargetTable target) {
        return table.keyColumns().stream()
                .flatMap(key -> target.column(key).stream())
                .map(column -> Names.quoted(column.name()))
                .reduce((one, other) -> one + ", " + other)
                .map(names -> " (" + names + ")")
                .orElse("");
    }
}
