package io.datasync.loader.sqlserver;

import io.datasync.database.SqlDialect;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads where a table and its indexes lie, and with which options: what SWITCH compares, and what an index that is created
 * anew would lose. Only SQL Server itself has it to tell.
 */
final class StorageCatalog {
    private static final String INDEXES = """
            SELECT i.name, i.index_id, d.name, d.type, p.data_compression_desc, i.fill_factor, i.is_padded,
                   i.allow_row_locks, i.allow_page_locks
              FROM sys.indexes AS i
              JOIN sys.data_spaces AS d ON d.data_space_id = i.data_space_id
              JOIN sys.partitions AS p
                ON p.object_id = i.object_id AND p.index_id = i.index_id AND p.partition_number = 1
             WHERE i.object_id = ?""";

    private static final String LARGE_OBJECTS = """
            SELECT d.name
              FROM sys.tables AS t
              JOIN sys.data_spaces AS d ON d.data_space_id = t.lob_data_space_id
             WHERE t.object_id = ? AND d.type = 'FG'""";

    private final Connection connection;

    StorageCatalog(Connection connection) {
        this.connection = connection;
    }

    /**
     * A table or index as it is stored.
     *
     * @param name of the index; null for a heap
     * @param base whether the table's rows are in it
     * @param dataSpace filegroup or partition scheme
     * @param compression in the catalog's words
     * @param fillFactor in percent, 0 for the server's default
     */
    record Storage(
            @Nullable String name,
            boolean base,
            String dataSpace,
            boolean partitioned,
            String compression,
            int fillFactor,
            boolean padded,
            boolean rowLocks,
            boolean pageLocks) {

        private String on() {
            return partitioned ? "" : " ON " + SqlDialect.SQLSERVER.quote(dataSpace);
        }

        /** The end of a CREATE INDEX. */
        String indexOptions() {
            List<String> options = new ArrayList<>();
            if (padded) {
                options.add("PAD_INDEX = ON");
            }
            if (fillFactor > 0) {
                options.add("FILLFACTOR = " + fillFactor);
            }
            if (!rowLocks) {
                options.add("ALLOW_ROW_LOCKS = OFF");
            }
            if (!pageLocks) {
                options.add("ALLOW_PAGE_LOCKS = OFF");
            }
            if (isCompressed()) {
                options.add("DATA_COMPRESSION = " + compression);
            }
            return (options.isEmpty() ? "" : " WITH (" + String.join(", ", options) + ")") + on();
        }

        /**
         * The end of a CREATE TABLE.
         *
         * @param largeObjects filegroup of texts and bytes without limit, if the table has any
         */
        String placement(Optional<String> largeObjects) {
            return on()
                    + largeObjects
                            .map(group -> " TEXTIMAGE_ON " + SqlDialect.SQLSERVER.quote(group))
                            .orElse("")
                    + (isCompressed() && name == null ? " WITH (DATA_COMPRESSION = " + compression + ")" : "");
        }

        /** Without it rows are not compressed, those of a columnstore as usual. */
        private boolean isCompressed() {
            return !compression.equals("NONE") && !compression.equals("COLUMNSTORE");
        }
    }

    /** The table of that object id with the storage of it and of its indexes. */
    SqlServerTable stored(SqlServerTable table, int objectId) throws SQLException {
        Map<String, Storage> storages = new HashMap<>();
        Optional<Storage> base = Optional.empty();
        for (Storage storage : storages(objectId)) {
            if (storage.name() != null) {
                storages.put(storage.name(), storage);
            }
            if (storage.base()) {
                base = Optional.of(storage);
            }
        }
        List<SqlServerIndex> indexes = new ArrayList<>();
        for (SqlServerIndex index : table.indexes()) {
            Storage storage = storages.get(index.name());
            indexes.add(storage == null ? index : index.placed(storage.partitioned(), storage.indexOptions()));
        }
        Optional<String> largeObjects = largeObjects(objectId);
        return new SqlServerTable(
                table.schema(),
                table.name(),
                table.columns(),
                indexes,
                table.constraints(),
                table.traits(),
                base.map(storage -> storage.placement(largeObjects)).orElse(""));
    }

    private List<Storage> storages(int objectId) throws SQLException {
        List<Storage> storages = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(INDEXES)) {
            statement.setInt(1, objectId);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    storages.add(new Storage(
                            rows.getString(1),
                            rows.getInt(2) <= 1,
                            rows.getString(3),
                            rows.getString(4).equals("PS"),
                            rows.getString(5),
                            rows.getInt(6),
                            rows.getBoolean(7),
                            rows.getBoolean(8),
                            rows.getBoolean(9)));
                }
            }
        }
        return storages;
    }

    private Optional<String> largeObjects(int objectId) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LARGE_OBJECTS)) {
            statement.setInt(1, objectId);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
            }
        }
    }
}
