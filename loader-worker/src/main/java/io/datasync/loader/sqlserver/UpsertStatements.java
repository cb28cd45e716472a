package io.datasync.loader.sqlserver;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Texts that bring rows into a table: by MERGE, or by UPDATE and INSERT with the same effect. A row is updated only if a
 * value differs, and never by an older one.
 *
 * @param columns those that the rows bring
 * @param keys those that identify a row
 * @param lastUpdate the one that tells the newer of two versions of a row; empty if what comes is always the newer one
 * @param source where the rows come from: a quoted table, or a query in brackets
 */
record UpsertStatements(
        SqlServerTable target,
        List<SqlServerColumn> columns,
        List<SqlServerColumn> keys,
        Optional<SqlServerColumn> lastUpdate,
        String source) {

    /** Columns that are compared at once: each takes up to two places of a query, which has 1,664 on Babelfish. */
    private static final int COMPARED_AT_ONCE = 800;

    /** Texts that bring the rows of a staging table. */
    UpsertStatements(StagedLoad load) {
        this(load.target(), load.columns(), load.keys(), load.lastUpdate(), load.source());
    }

    /** Merges and returns one row: how many were inserted, how many updated. */
    String merge() {
        String matched = changeable().isEmpty()
                ? ""
                : "WHEN MATCHED AND " + isNewerAndDifferent() + " THEN\n    UPDATE SET " + assignments() + "\n";
        return """
                DECLARE @Actions TABLE (Action nvarchar(10) NOT NULL);
                MERGE %s WITH (HOLDLOCK, UPDLOCK) AS t
                USING %s AS s
                   ON %s
                %sWHEN NOT MATCHED BY TARGET THEN
                    INSERT (%s)
                    VALUES (%s)
                OUTPUT $action INTO @Actions;
                SELECT COUNT_BIG(CASE WHEN Action = N'INSERT' THEN 1 END) AS Inserted,
                       COUNT_BIG(CASE WHEN Action = N'UPDATE' THEN 1 END) AS Updated
                  FROM @Actions;""".formatted(target.quoted(), source, sameKey(), matched, names(""), names("s."));
    }

    /** Whether there is anything but keys to update. */
    boolean hasUpdate() {
        return !changeable().isEmpty();
    }

    String update() {
        return """
                UPDATE t
                   SET %s
                  FROM %s AS t WITH (HOLDLOCK, UPDLOCK)
                  JOIN %s AS s
                    ON %s
                 WHERE %s""".formatted(assignments(), target.quoted(), source, sameKey(), isNewerAndDifferent());
    }

    String insert() {
        return """
                INSERT INTO %s (%s)
                SELECT %s
                  FROM %s AS s
                 WHERE NOT EXISTS (
                       SELECT 1
                         FROM %s AS t WITH (HOLDLOCK, UPDLOCK)
                        WHERE %s)""".formatted(target.quoted(), names(""), names("s."), source, target.quoted(), sameKey());
    }

    /** Deletes the rows whose keys do not come. */
    String deleteOthers() {
        return """
                DELETE t
                  FROM %s AS t
                 WHERE NOT EXISTS (
                       SELECT 1
                         FROM %s AS s
                        WHERE %s)""".formatted(target.quoted(), source, sameKey());
    }

    private List<SqlServerColumn> changeable() {
        return columns.stream()
                .filter(column -> !keys.contains(column) && !column.identity())
                .toList();
    }

    private String assignments() {
        return changeable().stream()
                .map(column -> column.quoted() + " = s." + column.quoted())
                .collect(joining(", "));
    }

    private String sameKey() {
        return keys.stream()
                .map(key -> "t." + key.quoted() + " = s." + key.quoted())
                .collect(joining(" AND "));
    }

    private String isNewerAndDifferent() {
        String newer = lastUpdate
                .map(column -> "(t." + column.quoted() + " IS NULL OR s." + column.quoted() + " >= t." + column.quoted()
                        + ") AND ")
                .orElse("");
        List<SqlServerColumn> compared = changeable();
        List<String> differences = new ArrayList<>();
        for (int from = 0; from < compared.size(); from += COMPARED_AT_ONCE) {
            List<SqlServerColumn> some = compared.subList(from, Math.min(compared.size(), from + COMPARED_AT_ONCE));
            differences.add("EXISTS (SELECT " + values("s.", some) + " EXCEPT SELECT " + values("t.", some) + ")");
        }
        return newer
                + (differences.size() == 1 ? differences.get(0) : "(" + String.join("\n    OR ", differences) + ")");
    }

    private String names(String prefix) {
        return columns.stream().map(column -> prefix + column.quoted()).collect(joining(", "));
    }

    /** EXCEPT takes two NULLs for the same, as it should, but also 'a', 'A' and 'a ', so that text is compared as bytes. */
    private static String values(String prefix, List<SqlServerColumn> columns) {
        return columns.stream().map(column -> comparable(prefix, column)).collect(joining(", "));
    }

    private static String comparable(String prefix, SqlServerColumn column) {
        SqlServerType type = column.type();
        String value = prefix + column.quoted();
        String bytes = type.isText()
                ? "CAST(" + value + " AS varbinary(" + (type.isUnlimited() ? "max" : "8000") + "))"
                : value;
        return type.hasLength() ? bytes + ", DATALENGTH(" + value + ")" : bytes;
    }
}
