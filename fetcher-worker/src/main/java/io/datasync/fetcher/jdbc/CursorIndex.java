package io.datasync.fetcher.jdbc;

import io.datasync.config.SourceConfig;
import io.datasync.database.SqlFailure;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import javax.sql.DataSource;

/** Whether an index serves the column by which an incremental fetch finds its rows. */
public final class CursorIndex {
    private CursorIndex() {}

    /**
     * What a person should know of such a fetch; empty if an index begins with the column.
     *
     * @param schema the table's schema, with its catalog before a dot if it has one; empty for that of the connection
     * @throws io.datasync.error.DataSyncException if the source does not answer or refuses
     */
    public static Optional<String> advice(
            SourceConfig source, DataSource connections, Optional<String> schema, String table, String column) {
        try (Connection connection = connections.getConnection()) {
            DatabaseMetaData metaData = connection.getMetaData();
            String qualified = schema.orElse(connection.getSchema());
            int dot = qualified == null ? -1 : qualified.lastIndexOf('.');
            String catalog = dot < 0 ? connection.getCatalog() : qualified.substring(0, dot);
            try (ResultSet indexes = metaData.getIndexInfo(
                    catalog,
                    qualified == null ? null : folded(metaData, qualified.substring(dot + 1)),
                    folded(metaData, table),
                    false,
                    true)) {
                return advice(indexes, table, column);
            }
        } catch (SQLException failure) {
            throw SqlFailure.source("Looking at the indexes of " + table + " in source " + source.name(), failure);
        }
    }

    private static Optional<String> advice(ResultSet indexes, String table, String column) throws SQLException {
        long rows = 0;
        while (indexes.next()) {
            if (indexes.getShort("ORDINAL_POSITION") == 1
                    && column.equalsIgnoreCase(indexes.getString("COLUMN_NAME"))) {
                return Optional.empty();
            }
            // Of an index the number of its values, which of a unique one is that of the rows.
            rows = Math.max(rows, indexes.getLong("CARDINALITY"));
        }
        return Optional.of("no index of " + table + " begins with " + column
                + ", so each Daily and Hourly scans all of its "
                + (rows > 0 ? String.format(Locale.ROOT, "rows, about %,d", rows) : "rows")
                + ". Ask for such an index, or choose longer intervals");
    }

    /** A name without quotes, as the product keeps it. */
    private static String folded(DatabaseMetaData metaData, String name) throws SQLException {
        if (metaData.storesLowerCaseIdentifiers()) {
            return name.toLowerCase(Locale.ROOT);
        }
        return metaData.storesUpperCaseIdentifiers() ? name.toUpperCase(Locale.ROOT) : name;
    }
}
