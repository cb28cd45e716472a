package io.datasync.loader.sqlserver;

import static java.util.stream.Collectors.joining;

import java.util.List;

/**
 * Texts that bring staged rows into the destination: by MERGE, or by UPDATE and INSERT with the same effect. A row is
 * updated only if a value differs, and never by an older one.
 */
record UpsertStatements(StagedLoad load) {

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
                  FROM @Actions;""".formatted(
                        load.target().quoted(), load.source(), sameKey(), matched, load.names(""), load.names("s."));
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
                 WHERE %s""".formatted(assignments(), load.target().quoted(), load.source(), sameKey(), isNewerAndDifferent());
    }

    String insert() {
        return """
                INSERT INTO %s (%s)
                SELECT %s
                  FROM %s AS s
                 WHERE NOT EXISTS (
                       SELECT 1
                         FROM %s AS t WITH (HOLDLOCK, UPDLOCK)
                        WHERE %s)""".formatted(
                        load.target().quoted(),
                        load.names(""),
                        load.names("s."),
                        load.source(),
                        load.target().quoted(),
                        sameKey());
    }

    private List<SqlServerColumn> changeable() {
        return load.columns().stream()
                .filter(column -> !load.keys().contains(column) && !column.identity())
                .toList();
    }

    private String assignments() {
        return changeable().stream()
                .map(column -> column.quoted() + " = s." + column.quoted())
                .collect(joining(", "));
    }

    private String sameKey() {
        return load.keys().stream()
                .map(key -> "t." + key.quoted() + " = s." + key.quoted())
                .collect(joining(" AND "));
    }

    private String isNewerAndDifferent() {
        String newer = load.lastUpdate()
                .map(column -> "(t." + column.quoted() + " IS NULL OR s." + column.quoted() + " >= t." + column.quoted()
                        + ") AND ")
                .orElse("");
        return newer + "EXISTS (SELECT " + values("s.") + " EXCEPT SELECT " + values("t.") + ")";
    }

    /** EXCEPT takes two NULLs for the same, as it should, but also 'a', 'A' and 'a ', so that text is compared as bytes. */
    private String values(String prefix) {
        return changeable().stream().map(column -> comparable(prefix, column)).collect(joining(", "));
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
