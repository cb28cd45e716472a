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

    /** A domain is seen as the type it stands on. */
    private static final String COLUMNS = """
            SELECT a.attname,
                   coalesce(b.typname, t.typname),
                   CASE WHEN b.oid IS NULL THEN a.atttypmod ELSE t.typtypmod END,
                   pg_catalog.format_type(a.atttypid, a.atttypmod),
                   NOT (a.attnotnull OR t.typnotnull),
                   a.atthasdef OR a.attidentity <> '' OR t.typdefault IS NOT NULL,
                   a.attidentity = 'a',
                   a.attgenerated <> '',
                   coalesce(l.collisdeterministic, true)
              FROM pg_catalog.pg_attribute a
              JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
              LEFT JOIN pg_catalog.pg_type b ON b.oid = t.typbasetype AND t.typtype = 'd'
              LEFT JOIN pg_catalog.pg_collation l ON l.oid = a.attcollation
             WHERE a.attrelid = ? AND a.attnum > 0 AND NOT a.attisdropped
             ORDER BY a.attnum""";

    private static final String UNIQUE_KEYS = """
            SELECT i.relname,
                   ARRAY(SELECT a.attname::text
                           FROM unnest(x.indkey::int2[]) WITH ORDINALITY AS k (number, position)
                           JOIN pg_catalog.pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = k.number
                          WHERE k.position <= x.indnkeyatts)
              FROM pg_catalog.pg_index x
              JOIN pg_catalog.pg_class i ON i.oid = x.indexrelid
             WHERE x.indrelid = ? AND x.indisunique AND x.indisvalid AND x.indimmediate
               AND x.indpred IS NULL AND x.indexprs IS NULL
             ORDER BY x.indisprimary DESC, i.relname""";

    /** The table of that name in the schema: the one that is written so, otherwise one that differs by its case only. */
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
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
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
