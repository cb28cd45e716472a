package io.datasync.loader.sqlserver;

import io.datasync.database.SqlDialect;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what a table is like, in plain catalog views that servers akin to SQL Server have as well. */
final class Catalog {
    private static final String HAS_SCHEMA = "SELECT COUNT(*) FROM sys.schemas WHERE name = ?";

    /** By its quoted name; or by schema and name, as Babelfish does not take every name apart. */
    private static final String OBJECT_ID = """
            SELECT COALESCE(OBJECT_ID(?), (SELECT t.object_id
                                             FROM sys.tables AS t
                                             JOIN sys.schemas AS s ON s.schema_id = t.schema_id
                                            WHERE s.name = ? AND t.name = ?))""";

    /** The table's name as that view has it: Babelfish shortens long ones. */
    private static final String COLUMNS = """
            SELECT COLUMN_NAME, DATA_TYPE, CHARACTER_OCTET_LENGTH, NUMERIC_PRECISION, NUMERIC_SCALE, DATETIME_PRECISION,
                   COLLATION_NAME, CAST(COLLATIONPROPERTY(COLLATION_NAME, 'CodePage') AS int), IS_NULLABLE,
                   COLUMNPROPERTY(?, COLUMN_NAME, 'IsIdentity')
              FROM INFORMATION_SCHEMA.COLUMNS
             WHERE TABLE_SCHEMA = ? AND TABLE_NAME = OBJECT_NAME(?)
             ORDER BY ORDINAL_POSITION""";

    private static final String COMPUTED = """
            SELECT CAST(name AS nvarchar(128)), definition, CASE WHEN is_persisted = 1 THEN ' PERSISTED' ELSE '' END
              FROM sys.computed_columns
             WHERE object_id = ?""";

    private static final String DEFAULTS = """
            SELECT CAST(c.name AS nvarchar(128)), d.definition, ''
              FROM sys.default_constraints AS d
              JOIN sys.columns AS c ON c.object_id = d.parent_object_id AND c.column_id = d.parent_column_id
             WHERE d.parent_object_id = ?""";

    private static final String INDEXES = """
            SELECT i.name, i.type_desc, i.is_primary_key, i.is_unique, i.is_unique_constraint, i.is_disabled,
                   i.filter_definition, CAST(c.name AS nvarchar(128)), ic.is_descending_key, ic.is_included_column
              FROM sys.indexes AS i
              JOIN sys.index_columns AS ic ON ic.object_id = i.object_id AND ic.index_id = i.index_id
              JOIN sys.columns AS c ON c.object_id = ic.object_id AND c.column_id = ic.column_id
             WHERE i.object_id = ? AND i.index_id > 0 AND i.is_hypothetical = 0
             ORDER BY i.index_id, ic.key_ordinal, ic.index_column_id""";

    private static final String KINDS = """
            SELECT name,
                   CASE WHEN is_column_set = 1 THEN 'COLUMN_SET'
                        WHEN generated_always_type <> 0 THEN 'GENERATED_ALWAYS'
                        WHEN is_sparse = 1 THEN 'SPARSE'
                        ELSE 'ROWGUIDCOL' END, ''
              FROM sys.columns
             WHERE object_id = ?
               AND (is_column_set = 1 OR generated_always_type <> 0 OR is_sparse = 1 OR is_rowguidcol = 1)""";

    private static final String CHECKS = """
            SELECT 'CHECK ' + definition
              FROM sys.check_constraints
             WHERE parent_object_id = ? AND is_disabled = 0
             ORDER BY object_id""";

    private static final String FOREIGN_KEYS_OF = """
            SELECT f.object_id, OBJECT_SCHEMA_NAME(f.referenced_object_id), OBJECT_NAME(f.referenced_object_id),
                   own.name, other.name, f.delete_referential_action_desc, f.update_referential_action_desc
              FROM sys.foreign_keys AS f
              JOIN sys.foreign_key_columns AS fc ON fc.constraint_object_id = f.object_id
              JOIN sys.columns AS own ON own.object_id = fc.parent_object_id AND own.column_id = fc.parent_column_id
              JOIN sys.columns AS other
                ON other.object_id = fc.referenced_object_id AND other.column_id = fc.referenced_column_id
             WHERE f.parent_object_id = ? AND f.is_disabled = 0
             ORDER BY f.object_id, fc.constraint_column_id""";

    private final Connection connection;

    Catalog(Connection connection) {
        this.connection = connection;
    }

    /**
     * Whether the server speaks the protocol without being SQL Server: Babelfish stores what comes by bulk copy as it is,
     * whatever the column's type, and has neither ALTER INDEX nor SWITCH.
     */
    private boolean isBabelfish() throws SQLException {
        try (PreparedStatement statement =
                        connection.prepareStatement("SELECT CAST(SERVERPROPERTY('Babelfish') AS varchar(10))");
                ResultSet rows = statement.executeQuery()) {
            return rows.next() && "1".equals(rows.getString(1));
        }
    }

    /** The table without its {@link #constraints}, empty if there is none of that name. */
    Optional<SqlServerTable> table(String schema, String name) throws SQLException {
        int id = objectId(schema, name);
        if (id == 0) {
            return Optional.empty();
        }
        boolean babelfish = isBabelfish();
        SqlServerTable table =
                new SqlServerTable(schema, name, columns(id, schema), indexes(id), List.of(), traits(id, babelfish));
        return Optional.of(babelfish ? table : new StorageCatalog(connection).stored(table, id));
    }

    boolean hasSchema(String schema) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(HAS_SCHEMA)) {
            statement.setString(1, schema);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() && rows.getInt(1) > 0;
            }
        }
    }

    /** 0 if there is no table of that name. */
    private int objectId(String schema, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(OBJECT_ID)) {
            statement.setString(1, SqlDialect.SQLSERVER.quote(schema, name));
            statement.setString(2, schema);
            statement.setString(3, name);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? rows.getInt(1) : 0;
            }
        }
    }

    /** Its enabled check and foreign key constraints as ALTER TABLE … ADD writes them, without a name. */
    List<String> constraints(SqlServerTable table) throws SQLException {
        int id = objectId(table.schema(), table.name());
        List<String> constraints = new ArrayList<>();
        query(CHECKS, id, rows -> constraints.add(rows.getString(1)));
        constraints.addAll(foreignKeys(id));
        return constraints;
    }

    private List<SqlServerColumn> columns(int id, String schema) throws SQLException {
        Map<String, String> computed = definitions(COMPUTED, id);
        Map<String, String> defaults = definitions(DEFAULTS, id);
        Map<String, String> kinds = definitions(KINDS, id);
        List<SqlServerColumn> columns = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
            statement.setInt(1, id);
            statement.setString(2, schema);
            statement.setInt(3, id);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    columns.add(new SqlServerColumn(
                            rows.getString(1),
                            type(rows),
                            kind(of(rows.getString(1), kinds)),
                            rows.getString(9).equals("YES"),
                            of(rows.getString(1), defaults),
                            rows.getInt(10) == 1,
                            of(rows.getString(1), computed)));
                }
            }
        }
        return columns;
    }

    /** What a map has for a column; Babelfish tells some names in lower case only. */
    private static @Nullable String of(String column, Map<String, String> definitions) {
        String exact = definitions.get(column);
        return exact == null ? definitions.get(column.toLowerCase(Locale.ROOT)) : exact;
    }

    private static SqlServerColumn.Kind kind(@Nullable String name) {
        return name == null ? SqlServerColumn.Kind.PLAIN : SqlServerColumn.Kind.valueOf(name);
    }

    private Map<String, String> definitions(String sql, int id) throws SQLException {
        Map<String, String> definitions = new HashMap<>();
        query(sql, id, rows -> definitions.put(rows.getString(1), rows.getString(2) + rows.getString(3)));
        return definitions;
    }

    private static SqlServerType type(ResultSet rows) throws SQLException {
        String name = rows.getString(2);
        boolean temporal = name.startsWith("datetime") || name.equals("time");
        return new SqlServerType(
                name,
                rows.getInt(3),
                rows.getInt(4),
                temporal ? rows.getInt(6) : rows.getInt(5),
                rows.getString(7),
                rows.getInt(8));
    }

    private List<SqlServerIndex> indexes(int id) throws SQLException {
        List<SqlServerIndex> indexes = new ArrayList<>();
        query(INDEXES, id, rows -> {
            SqlServerIndex index = index(rows);
            int last = indexes.size() - 1;
            if (last >= 0 && indexes.get(last).name().equals(index.name())) {
                indexes.set(last, indexes.get(last).with(index));
            } else {
                indexes.add(index);
            }
        });
        return indexes;
    }

    /** The index with the column of this row. */
    private static SqlServerIndex index(ResultSet rows) throws SQLException {
        boolean primaryKey = rows.getBoolean(3);
        String filter = rows.getString(7);
        String column = rows.getString(8);
        boolean included = rows.getBoolean(10);
        return new SqlServerIndex(
                rows.getString(1),
                rows.getString(2),
                primaryKey,
                rows.getBoolean(4),
                primaryKey || rows.getBoolean(5),
                rows.getBoolean(6),
                filter == null ? "" : filter,
                included ? List.of() : List.of(new SqlServerIndex.Key(column, rows.getBoolean(9))),
                included ? List.of(column) : List.of());
    }

    private Set<TableTrait> traits(int id, boolean babelfish) throws SQLException {
        Set<TableTrait> asked = TableTrait.askedOf(babelfish);
        Set<TableTrait> traits = EnumSet.noneOf(TableTrait.class);
        if (babelfish) {
            traits.add(TableTrait.BABELFISH);
        }
        try (PreparedStatement statement = connection.prepareStatement(TableTrait.query(asked))) {
            for (int index = 1; index <= asked.size(); index++) {
                statement.setInt(index, id);
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    traits.add(TableTrait.valueOf(rows.getString(1)));
                }
            }
        }
        return traits;
    }

    private List<String> foreignKeys(int id) throws SQLException {
        List<String> texts = new ArrayList<>();
        Map<Long, ForeignKey> keys = new LinkedHashMap<>();
        query(FOREIGN_KEYS_OF, id, rows -> {
            String referenced = SqlDialect.SQLSERVER.quote(rows.getString(2), rows.getString(3));
            String actions = " ON DELETE " + rows.getString(6) + " ON UPDATE " + rows.getString(7);
            ForeignKey key = keys.computeIfAbsent(
                    rows.getLong(1), number -> new ForeignKey(referenced, actions.replace('_', ' ')));
            key.columns.add(SqlDialect.SQLSERVER.quote(rows.getString(4)));
            key.referencedColumns.add(SqlDialect.SQLSERVER.quote(rows.getString(5)));
        });
        keys.values().forEach(key -> texts.add(key.text()));
        return texts;
    }

    private void query(String sql, int id, RowReader reader) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setInt(1, id);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    reader.read(rows);
                }
            }
        }
    }

    @FunctionalInterface
    private interface RowReader {
        void read(ResultSet rows) throws SQLException;
    }

    private static final class ForeignKey {
        private final String referenced;
        private final String actions;
        private final List<String> columns = new ArrayList<>();
        private final List<String> referencedColumns = new ArrayList<>();

        ForeignKey(String referenced, String actions) {
            this.referenced = referenced;
            this.actions = actions;
        }

        String text() {
            return "FOREIGN KEY (" + String.join(", ", columns) + ") REFERENCES " + referenced + " ("
                    + String.join(", ", referencedColumns) + ")" + actions;
        }
    }
}
