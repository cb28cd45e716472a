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
 * The MERGE of a table of new rows, each key once, into the destination table. It updates rows that differ only.
 *
 * <p>Keys are compared as the destination compares them; whether other text differs is decided byte by byte.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-merge.html">MERGE</a>
 */
record MergeStatement(String sql) {

    /** How many rows a MERGE inserted and updated. */
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
        return new MergeStatement(merge(target, source, columns, within, notOlder, ""));
    }

    /** Makes the target's rows those of the source, and deletes all others. */
    static MergeStatement replace(String target, String source, List<MergeColumn> columns) {
        return new MergeStatement(merge(target, source, columns, "", "", " WHEN NOT MATCHED BY SOURCE THEN DELETE"));
    }

    Counts run(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet counts = statement.executeQuery(sql)) {
            counts.next();
            return new Counts(counts.getLong(1), counts.getLong(2));
        }
    }

    private static String within(NumberRange.Bounds range) {
        return " AND t." + Names.quoted(range.column()) + " BETWEEN " + Sql.literal(range.min()) + " AND "
                + Sql.literal(range.max());
    }

    private static String merge(
            String target,
            String source,
            List<MergeColumn> columns,
            String within,
            String updateIf,
            String furtherClause) {
        return "WITH merged AS (MERGE INTO " + target + " AS t USING " + source + " AS s ON "
                + MergeColumn.join(MergeColumn.keys(columns), " AND ", name -> "t." + name + " = s." + name)
                + within
                + whenMatched(columns, updateIf)
                + " WHEN NOT MATCHED THEN INSERT (" + MergeColumn.names(columns)
                + ") OVERRIDING SYSTEM VALUE VALUES (" + MergeColumn.join(columns, ", ", name -> "s." + name) + ")"
                + furtherClause
                + " RETURNING merge_action() AS action)"
                + " SELECT count(*) FILTER (WHERE action = 'INSERT'), count(*) FILTER (WHERE action = 'UPDATE')"
                + " FROM merged";
    }

    private static String whenMatched(List<MergeColumn> columns, String updateIf) {
        List<MergeColumn> values =
                columns.stream().filter(column -> !column.key()).toList();
        return values.isEmpty()
                ? ""
                : " WHEN MATCHED AND "
                        + values.stream().map(MergeStatement::differs).collect(Collectors.joining(" OR ", "(", ")"))
                        + updateIf + " THEN UPDATE SET "
                        + MergeColumn.join(values, ", ", name -> name + " = s." + name);
    }

    private static String differs(MergeColumn column) {
        String form = column.text() ? "::text COLLATE \"C\"" : "";
        return "t." + column.quoted() + form + " IS DISTINCT FROM s." + column.quoted() + form;
    }
}
