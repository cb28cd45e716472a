package io.datasync.loader.postgresql;

import io.datasync.loader.target.TargetColumn;
import io.datasync.loader.target.TargetTable;
import io.datasync.loader.target.TargetTable.UniqueKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads how tables are made.
 *
 * @see <a href="https://www.postgresql.org/docs/current/catalogs.html">System catalogs</a>
 */
final class Catalog {
    private static final String FIND = """
            SELECT c.oid, c.relname
              FROM pg_catalog.pg_class c
              JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
             WHERE n.nspname = ? AND lower(c.relname) = lower(?) AND c.relkind IN ('r', 'p')
             ORDER BY c.relname = ? DESC, c.relname
             LIMIT 1""";

    /** A domain is seen as the type that it stands on, perhaps by way of other domains. Types that others made have no name here. */
    private static final String COLUMNS = """
            WITH RECURSIVE base AS (
                SELECT a.attnum, a.atttypmod AS modifier, t.oid, t.typtype, t.typbasetype, t.typtypmod, t.typnotnull
                  FROM pg_catalog.pg_attribute a
                  JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
                 WHERE a.attrelid = ? AND a.attnum > 0 AND NOT a.attisdropped
                UNION ALL
                SELECT d.attnum, d.typtypmod, t.oid, t.typtype, t.typbasetype, t.typtypmod, d.typnotnull OR t.typnotnull
                  FROM base d
                  JOIN pg_catalog.pg_type t ON t.oid = d.typbasetype
                 WHERE d.typtype = 'd')
            SELECT a.attname,
                   CASE WHEN b.typnamespace = 'pg_catalog'::regnamespace OR b.typname = 'citext' THEN b.typname ELSE '' END,
                   base.modifier,
                   pg_catalog.format_type(a.atttypid, a.atttypmod),
                   NOT (a.attnotnull OR base.typnotnull),
                   a.atthasdef OR a.attidentity <> '' OR t.typdefault IS NOT NULL,
                   a.attidentity = 'a',
                   a.attgenerated <> '',
                   coalesce(l.collisdeterministic, true)
              FROM pg_catalog.pg_attribute a
              JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
              JOIN base ON base.attnum = a.attnum AND base.typtype <> 'd'
              JOIN pg_catalog.pg_type b ON b.oid = base.oid
              LEFT JOIN pg_catalog.pg_collation l ON l.oid = a.attcollation
             WHERE a.attrelid = ?
             ORDER BY a.attnum""";

    /** A key of a partitioned table is followed by its parts, as an error names the partition's own. */
    private static final String UNIQUE_KEYS = """
            SELECT coalesce(part.relname, i.relname),
                   ARRAY(SELECT a.attname::text
                           FROM unnest(x.indkey::int2[]) WITH ORDINALITY AS k (number, position)
                           JOIN pg_catalog.pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = k.number
                          WHERE k.position <= x.indnkeyatts)
              FROM pg_catalog.pg_index x
              JOIN pg_catalog.pg_class i ON i.oid = x.indexrelid
              LEFT JOIN pg_catalog.pg_partition_tree(i.oid::regclass) AS tree ON true
              LEFT JOIN pg_catalog.pg_class part ON part.oid = tree.relid
             WHERE x.indrelid = ? AND x.indisunique AND x.indisvalid AND x.indimmediate
               AND x.indpred IS NULL AND x.indexprs IS NULL
             ORDER BY x.indisprimary DESC, i.relname, tree.level, 1""";

    /**
     * What is equal is found by the search path. For citext it must lead to citext's own operators, or they are compared as
     * text.
     */
    private static final String REACH_CITEXT = """
            SELECT pg_catalog.set_config('search_path', concat_ws(', ', nullif(current_setting('search_path'), ''),
                                                                  pg_catalog.quote_ident(n.nspname)), true)
              FROM pg_catalog.pg_type t
              JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
             WHERE t.typname = 'citext' AND n.nspname <> ALL (pg_catalog.current_schemas(true))""";

    /**
     * The table of that name in the schema: the one that is written so, otherwise one that differs by its case only. The
     * transaction can compare its values from now on.
     */
    Optional<TargetTable> find(Connection connection, String schema, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(FIND)) {
            statement.setString(1, schema);
            statement.setString(2, name);
            statement.setString(3, name);
            try (ResultSet rows = statement.executeQuery()) {
                if (!rows.next()) {
                    return Optional.empty();
                }
                long oid = rows.getLong(1);
                return Optional.of(new TargetTable(
                        schema, rows.getString(2), columns(connection, oid), uniqueKeys(connection, oid)));
            }
        }
    }

    private static List<TargetColumn> columns(Connection connection, long oid) throws SQLException {
        List<TargetColumn> columns = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
            statement.setLong(1, oid);
            statement.setLong(2, oid);
            boolean reachCitext = false;
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    reachCitext |= rows.getString(2).equals("citext");
                    columns.add(new TargetColumn(
                            rows.getString(1),
                            Types.target(rows.getString(2), rows.getInt(3), rows.getBoolean(9)),
                            rows.getString(4),
                            rows.getBoolean(5),
                            rows.getBoolean(6),
                            rows.getBoolean(7),
                            rows.getBoolean(8)));
                }
            }
            if (reachCitext) {
                Sql.execute(connection, REACH_CITEXT);
            }
        }
        return columns;
    }

    private static List<UniqueKey> uniqueKeys(Connection connection, long oid) throws SQLException {
        List<UniqueKey> keys = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(UNIQUE_KEYS)) {
            statement.setLong(1, oid);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    String[] columns = (String[]) rows.getArray(2).getArray();
                    keys.add(new UniqueKey(rows.getString(1), Arrays.asList(columns)));
                }
            }
        }
        return keys;
    }
}
