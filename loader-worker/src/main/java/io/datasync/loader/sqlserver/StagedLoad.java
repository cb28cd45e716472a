package io.datasync.loader.sqlserver;

import static java.util.stream.Collectors.joining;

import io.datasync.database.SqlDialect;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One batch on its way through a staging table: names and types, and the statement texts that follow from them. The
 * staging table is a heap that belongs to the session; its columns are the {@link SqlServerType#carrier() carriers} of
 * the destination's, and a row number tells which row came later.
 *
 * @param target destination table, or the shadow table of a swap
 * @param columns destination columns that the batch brings, in the order of the staging table
 * @param keys those that identify a row; empty where nothing is merged
 * @param lastUpdate the one that tells the newer of two versions of a row
 * @param staging name of the staging table, with its {@code #}
 */
record StagedLoad(
        SqlServerTable target,
        List<SqlServerColumn> columns,
        List<SqlServerColumn> keys,
        Optional<SqlServerColumn> lastUpdate,
        String staging) {

    /** Longest name of a session's own table. */
    private static final int MAX_STAGING_NAME = 116;

    /** Most columns of a table. */
    private static final int MOST_COLUMNS = 1024;

    private static final String ROW_NUMBER = "DataSync_Row";

    /** Names that go through every driver and server unharmed; others do not come into the staging table. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_$#@ .-]+");

    StagedLoad {
        columns = List.copyOf(columns);
        keys = List.copyOf(keys);
    }

    /** Whether the batch brings the values of an identity column. */
    boolean bringsIdentity() {
        return columns.stream().anyMatch(SqlServerColumn::identity);
    }

    /**
     * Whether bulk copy cannot put the rows straight into the table: where the server fills columns that the batch does not
     * bring, it may leave them NULL; where there is a column set, it takes no sparse column by its name; and Babelfish stores
     * what it brings as it is, whatever the column's type.
     */
    boolean mustBeStaged() {
        return leavesDefaults() || target.hasColumnSet() || target.traits().contains(TableTrait.BABELFISH);
    }

    private boolean leavesDefaults() {
        return target.columns().stream().anyMatch(column -> column.defaultValue() != null && !columns.contains(column));
    }

    /**
     * The staging table's name: {@code #Staging{table}_{first of the operation id}_{slice}_{batch}}, without the table's if that
     * is not plain.
     */
    static String stagingName(String table, String operationId, int slice, int batch) {
        String suffix = "_" + operationId.substring(0, Math.min(8, operationId.length())) + "_" + slice + "_" + batch;
        String start = "#Staging" + (PLAIN.matcher(table).matches() ? table : "");
        return start.substring(0, Math.min(start.length(), MAX_STAGING_NAME - suffix.length())) + suffix;
    }

    String quotedStaging() {
        return SqlDialect.SQLSERVER.quote(staging);
    }

    /** Name of the column that numbers the staged rows; no destination column has it. Empty if there is no room for it. */
    Optional<String> rowNumber() {
        if (columns.size() >= MOST_COLUMNS) {
            return Optional.empty();
        }
        String name = ROW_NUMBER;
        while (target.column(name).isPresent()) {
            name += "_";
        }
        return Optional.of(name);
    }

    String createStaging() {
        List<String> carried = new ArrayList<>();
        for (SqlServerColumn column : columns) {
            carried.add(stagedAs(column) + " " + column.type().carrier().declarationWithCollation() + " NULL");
        }
        rowNumber().ifPresent(name -> carried.add(SqlDialect.SQLSERVER.quote(name) + " bigint NOT NULL"));
        return "CREATE TABLE " + quotedStaging() + " (\n    " + String.join(",\n    ", carried) + "\n)";
    }

    String dropStaging() {
        return "DROP TABLE IF EXISTS " + quotedStaging();
    }

    String countStaged() {
        return "SELECT COUNT_BIG(*) FROM " + quotedStaging();
    }

    /**
     * Deletes all but the newest row of each key, as the destination's collations compare keys; of rows that are as new as each
     * other the later one stays, or any one if the rows are not numbered.
     */
    String deleteDuplicates() {
        return rowNumber()
                .map(SqlDialect.SQLSERVER::quote)
                .map(row -> "DELETE FROM " + quotedStaging() + " WHERE " + row + " IN (\n    SELECT " + row + " FROM ("
                        + placed(row) + ") AS Placed\n     WHERE Place > 1)")
                .orElseGet(() -> "WITH Placed AS (\n    SELECT " + place("(SELECT NULL)") + "\n      FROM "
                        + quotedStaging() + ")\nDELETE FROM Placed WHERE Place > 1");
    }

    /** The numbers of some rows that {@link #deleteDuplicates} deletes; empty if the rows are not numbered. */
    Optional<String> sampleDuplicates() {
        return rowNumber()
                .map(SqlDialect.SQLSERVER::quote)
                .map(row -> "SELECT TOP 5 " + row + " FROM (" + placed(row)
                        + ") AS Placed\n WHERE Place > 1\n ORDER BY " + row);
    }

    private String placed(String row) {
        return "\n        SELECT " + row + ", " + place(row + " DESC") + "\n          FROM " + quotedStaging();
    }

    /** A column that is 1 for the newest row of each key. */
    private String place(String last) {
        String newest = lastUpdate
                .map(column ->
                        "CASE WHEN " + staged(column) + " IS NULL THEN 1 ELSE 0 END, " + staged(column) + " DESC, ")
                .orElse("");
        return "ROW_NUMBER() OVER (PARTITION BY "
                + keys.stream().map(this::staged).collect(joining(", ")) + " ORDER BY " + newest + last
                + ") AS Place";
    }

    /** Copies every staged row. */
    String copyAll() {
        return "INSERT INTO " + target.quoted() + " (" + names("") + ")\nSELECT "
                + columns.stream().map(this::staged).collect(joining(", ")) + "\n  FROM " + quotedStaging();
    }

    /** The staged rows in the destination's types and under its names, as a derived table. */
    String source() {
        return "(SELECT "
                + columns.stream()
                        .map(column -> staged(column).equals(column.quoted())
                                ? column.quoted()
                                : staged(column) + " AS " + column.quoted())
                        .collect(joining(", "))
                + " FROM " + quotedStaging() + ")";
    }

    String names(String prefix) {
        return columns.stream().map(column -> prefix + column.quoted()).collect(joining(", "));
    }

    /** The name of a destination column in the staging table: its own, or one by its place if that is not plain. */
    String stagedName(SqlServerColumn column) {
        return PLAIN.matcher(column.name()).matches() ? column.name() : "DataSync_Column_" + columns.indexOf(column);
    }

    private String stagedAs(SqlServerColumn column) {
        return SqlDialect.SQLSERVER.quote(stagedName(column));
    }

    private String staged(SqlServerColumn column) {
        return column.type().carrier().equals(column.type())
                ? stagedAs(column)
                : "CAST(" + stagedAs(column) + " AS " + column.type().declaration() + ")";
    }
}
