package io.datasync.loader.sqlserver;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Tables and columns for tests of statement texts. */
final class TestingColumns {
    static final String COLLATION = "Latin1_General_CI_AS";

    private TestingColumns() {}

    static SqlServerColumn column(String name, SqlServerType type) {
        return new SqlServerColumn(name, type, true, null, false, null);
    }

    static SqlServerColumn notNull(String name, SqlServerType type) {
        return new SqlServerColumn(name, type, false, null, false, null);
    }

    static SqlServerType nvarchar(int characters) {
        return new SqlServerType("nvarchar", characters < 0 ? -1 : 2 * characters, 0, 0, COLLATION, 0);
    }

    static SqlServerType text(String name, int bytes) {
        return new SqlServerType(name, bytes, 0, 0, COLLATION, 1252);
    }

    static SqlServerType decimal(int precision, int scale) {
        return new SqlServerType("decimal", 0, precision, scale, null, 0);
    }

    static SqlServerType scaled(String name, int scale) {
        return new SqlServerType(name, 0, 0, scale, null, 0);
    }

    static SqlServerTable table(SqlServerColumn... columns) {
        return new SqlServerTable("dbo", "Lot", List.of(columns), List.of(), List.of(), Set.of());
    }

    static SqlServerTable indexed(SqlServerTable table, SqlServerIndex... indexes) {
        return new SqlServerTable(
                table.schema(), table.name(), table.columns(), List.of(indexes), List.of(), table.traits());
    }

    static SqlServerTable with(SqlServerTable table, TableTrait... traits) {
        return new SqlServerTable(
                table.schema(), table.name(), table.columns(), table.indexes(), table.constraints(), Set.of(traits));
    }

    static SqlServerIndex primaryKey(String... columns) {
        return new SqlServerIndex("PK_Lot", "CLUSTERED", true, true, true, false, "", keys(columns), List.of());
    }

    static SqlServerIndex index(String name, boolean unique, boolean disabled, String... columns) {
        return new SqlServerIndex(name, "NONCLUSTERED", false, unique, false, disabled, "", keys(columns), List.of());
    }

    static List<SqlServerIndex.Key> keys(String... columns) {
        return List.of(columns).stream()
                .map(column -> new SqlServerIndex.Key(column, false))
                .toList();
    }

    /** A load of all columns; the first {@code keys} of them are keys. */
    static StagedLoad load(SqlServerTable table, int keys, Optional<String> lastUpdate) {
        return new StagedLoad(
                table,
                table.columns(),
                table.columns().subList(0, keys),
                lastUpdate.flatMap(table::column),
                "#StagingLot_1a2b3c4d_0_7");
    }
}
