package io.datasync.loader.postgresql;

import io.datasync.loader.target.NumberRange;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The one statement that merges a table of new rows, each key once, into the destination table. It updates rows that differ
 * only.
 *
 * <p>Keys are compared as the destination compares them; whether other text differs is decided byte by byte.
 *
 * @param within a further condition for the target's rows, empty or with AND in front
 * @param updateIf a further condition for an update, empty or with AND in front
 * @param deletes whether rows that the source does not have are deleted
 * @see <a href="https://www.postgresql.org/docs/current/sql-merge.html">MERGE</a>
 */
record MergeStatement(
        String target, String source, List<MergeColumn> columns, String within, String updateIf, boolean deletes) {
    private static final int FIRST_VERSION_WHOSE_MERGE_RETURNS = 17;

    /**
     * For the rest of the transaction. Of a table that was empty when it was vacuumed or analysed the server expects no rows, and
     * would look through those that the statement has inserted for each further one.
     */
    private static final String NO_NESTED_LOOPS = "SELECT pg_catalog.set_config('enable_nestloop', 'off', true)";

    /** How many rows a merge inserted and updated. */
    record Counts(long inserted, long updated) {}

    /**
     * Adds rows and brings rows up to date, but for those that are newer than the new row.
     *
     * @param lastUpdate the quoted name of the column that tells which is newer
     * @param range where all keys of the source lie, so that the rest of the target is left aside
     */
    static MergeStatement upsert(
            String target,
            String source,
            List<MergeColumn> columns,
            Optional<String> lastUpdate,
            Optional<NumberRange.Bounds> range) {
        String notOlder = lastUpdate
                .map(column -> " AND (t." + column + " IS NULL OR s." + column + " >= t." + column + ")")
                .orElse("");
        String within = range.map(MergeStatement::within).orElse("");
        return new MergeStatement(target, source, columns, within, notOlder, false);
    }

    /** Makes the target's rows those of the source, and deletes all others. */
    static MergeStatement replace(String target, String source, List<MergeColumn> columns) {
        return new MergeStatement(target, source, columns, "", "", true);
    }

    Counts run(Connection connection) throws SQLException {
        boolean merges = connection.getMetaData().getDatabaseMajorVersion() >= FIRST_VERSION_WHOSE_MERGE_RETURNS;
        if (!merges) {
            Sql.execute(connection, NO_NESTED_LOOPS);
        }
        try (Statement statement = connection.createStatement();
                ResultSet counts = statement.executeQuery(merges ? merge() : updateAndInsert())) {
            counts.next();
            return new Counts(counts.getLong(1), counts.getLong(2));
        }
    }

    private static String within(NumberRange.Bounds range) {
        return " AND t." + Names.quoted(range.column()) + " BETWEEN " + Sql.literal(range.min()) + " AND "
                + Sql.literal(range.max());
    }

    private String merge() {
        return "WITH merged AS (MERGE INTO " + target + " AS t USING " + source + " AS s ON " + matches()
                + (values().isEmpty() ? "" : " WHEN MATCHED AND " + isToUpdate() + " THEN UPDATE SET " + assignments())
                + " WHEN NOT MATCHED THEN INSERT (" + MergeColumn.names(columns)
                + ") OVERRIDING SYSTEM VALUE VALUES (" + newValues() + ")"
                + (deletes ? " WHEN NOT MATCHED BY SOURCE THEN DELETE" : "")
                + " RETURNING merge_action() AS action)"
                + " SELECT count(*) FILTER (WHERE action = 'INSERT'), count(*) FILTER (WHERE action = 'UPDATE')"
                + " FROM merged";
    }

    /**
     * The same without MERGE. As parts of one statement they see the same rows, those of before, and foreign keys are checked
     * when all is done.
     *
     * @see <a href="https://www.postgresql.org/docs/current/queries-with.html#QUERIES-WITH-MODIFYING">Data-modifying
     *     statements in WITH</a>
     */
    private String updateAndInsert() {
        String update = values().isEmpty()
                ? "SELECT WHERE false"
                : "UPDATE " + target + " AS t SET " + assignments() + " FROM " + source + " AS s WHERE " + matches()
                        + " AND " + isToUpdate() + " RETURNING 1";
        String delete = "deleted AS (DELETE FROM " + target + " AS t WHERE NOT EXISTS (SELECT FROM " + source
                + " AS s WHERE " + matches() + ")), ";
        return "WITH " + (deletes ? delete : "")
                + "updated AS (" + update + "), inserted AS (INSERT INTO " + target + " (" + MergeColumn.names(columns)
                + ") OVERRIDING SYSTEM VALUE SELECT " + newValues() + " FROM " + source
                + " AS s WHERE NOT EXISTS (SELECT FROM " + target + " AS t WHERE " + matches() + ") RETURNING 1)"
                + " SELECT (SELECT count(*) FROM inserted), (SELECT count(*) FROM updated)";
    }

    private String matches() {
        return MergeColumn.join(MergeColumn.keys(columns), " AND ", name -> "t." + name + " = s." + name) + within;
    }

    private String isToUpdate() {
        return values().stream().map(MergeStatement::differs).collect(Collectors.joining(" OR ", "(", ")")) + updateIf;
    }

    private String assignments() {
        return MergeColumn.join(values(), ", ", name -> name + " = s." + name);
    }

    private String newValues() {
        return MergeColumn.join(columns, ", ", name -> "s." + name);
    }

    private List<MergeColumn> values() {
        return columns.stream().filter(column -> !column.key()).toList();
    }

    private static String differs(MergeColumn column) {
        String form = column.text() ? "::text COLLATE \"C\"" : "";
        return "t." + column.quoted() + form + " IS DISTINCT FROM s." + column.quoted() + form;
    }
}
