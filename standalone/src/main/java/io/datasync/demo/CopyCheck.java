package io.datasync.demo;

import io.datasync.config.TableConfig;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/**
 * Compares every value of a destination table with the source, both in one database. The database decodes the source's
 * physical columns by itself, see {@link DecodedTable}. NULL equals NULL; rows that are there twice count twice.
 */
public final class CopyCheck {
    /** So that the rows of a large table are hashed in memory. */
    private static final String MEMORY = "SET work_mem = '256MB'";

    private final DataSource database;
    private final String destinationSchema;

    /** @param destinationSchema a name that needs no quotes */
    public CopyCheck(DataSource database, String destinationSchema) {
        this.database = database;
        this.destinationSchema = destinationSchema;
    }

    /** Throws if the destination table is not there or lacks a column. */
    public CopyDifference compare(TableConfig table) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(MEMORY);
            String query = query(table, DecodedTable.of(table, connection));
            try (ResultSet row = statement.executeQuery(query)) {
                row.next();
                return new CopyDifference(
                        table.tableName(),
                        row.getLong("source_rows"),
                        row.getLong("destination_rows"),
                        row.getLong("missing"),
                        row.getLong("different"),
                        row.getLong("extra"),
                        row.getString("missing_key"),
                        row.getString("different_key"),
                        row.getString("extra_key"));
            }
        }
    }

    /** Counts each row of the source up and each of the destination down: what is not zero at the end differs. */
    private String query(TableConfig table, DecodedTable source) {
        String keys = table.keyColumns().stream().map(CopyCheck::quoted).collect(Collectors.joining(", "));
        return """
                WITH surplus AS (
                    SELECT %1$s, sum(side) AS rows
                    FROM (
                        SELECT %2$s, 1 AS side FROM %3$s
                        UNION ALL
                        SELECT %4$s, -1 FROM %5$s
                    ) AS both_sides
                    GROUP BY %1$s
                    HAVING sum(side) <> 0
                ), by_key AS (
                    SELECT concat_ws(', ', %6$s) AS key,
                        coalesce(sum(rows) FILTER (WHERE rows > 0), 0) AS in_source,
                        coalesce(-sum(rows) FILTER (WHERE rows < 0), 0) AS in_destination
                    FROM surplus GROUP BY %6$s
                )
                SELECT (SELECT count(*) FROM %3$s) AS source_rows,
                    (SELECT count(*) FROM %5$s) AS destination_rows,
                    coalesce(sum(greatest(in_source - in_destination, 0)), 0) AS missing,
                    coalesce(sum(least(in_source, in_destination)), 0) AS different,
                    coalesce(sum(greatest(in_destination - in_source, 0)), 0) AS extra,
                    min(key) FILTER (WHERE in_source > in_destination) AS missing_key,
                    min(key) FILTER (WHERE least(in_source, in_destination) > 0) AS different_key,
                    min(key) FILTER (WHERE in_destination > in_source) AS extra_key
                FROM by_key""".formatted(
                names(source.columns()),
                DecodedColumn.join(source.columns(), column -> column.expression() + " AS " + quoted(column.name())),
                source.name(),
                names(source.columns()),
                destinationSchema + "." + quoted(table.tableName()),
                keys);
    }

    private static String names(List<DecodedColumn> columns) {
        return DecodedColumn.join(columns, column -> quoted(column.name()));
    }

    /** A new destination table has lower-case names on PostgreSQL; quoted, as some are words of SQL. */
    private static String quoted(String name) {
        return "\"" + name.toLowerCase(Locale.ROOT) + "\"";
    }
}
