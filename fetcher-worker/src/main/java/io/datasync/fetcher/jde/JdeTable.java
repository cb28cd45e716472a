package io.datasync.fetcher.jde;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A table of the catalog.
 *
 * @param table physical name, such as {@code F4111}
 * @param name what it holds, such as {@code LotUsage}
 * @param key names (not physical ones) of the columns that identify a row
 * @param cursor name (not the physical one) of a key column that grows with each new row, if there is one
 * @param lastUpdateDate physical name of the date (CYYDDD) of a row's last change
 * @param lastUpdateTime physical name of its time (HHMMSS)
 */
record JdeTable(
        String table,
        String name,
        List<String> key,
        Optional<String> cursor,
        String lastUpdateDate,
        String lastUpdateTime,
        List<JdeColumn> columns) {
    /** Date and time of the last change in one column, in UTC. */
    static final String LAST_UPDATE = "LastUpdateDT";

    JdeTable {
        key = List.copyOf(key);
        columns = List.copyOf(columns);
    }

    /** Names of all columns of the stream. */
    List<String> names() {
        return Stream.concat(columns.stream().map(JdeColumn::name), Stream.of(LAST_UPDATE))
                .toList();
    }

    /** Physical names of the key columns. */
    List<String> physicalKey() {
        return key.stream().map(this::physical).toList();
    }

    /** Physical name of a column. */
    String physical(String columnName) {
        return columns.stream()
                .filter(column -> column.name().equalsIgnoreCase(columnName))
                .map(JdeColumn::physical)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No column of " + table + ": " + columnName));
    }
}
