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
 * @param cursor name (not the physical one) of a column that grows with each new row, if there is one
 * @param lastUpdateDate physical name of the date (CYYDDD) of a row's last change; empty if that is not read
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

    /**
     * The table with some of its columns alone.
     *
     * @param names in upper or lower case
     */
    JdeTable only(List<String> names) {
        List<JdeColumn> kept = columns.stream()
                .filter(column -> names.stream().anyMatch(column.name()::equalsIgnoreCase))
                .toList();
        boolean keepsStamp = names.stream().anyMatch(LAST_UPDATE::equalsIgnoreCase);
        return new JdeTable(
                table, name, key, cursor, keepsStamp ? lastUpdateDate : "", keepsStamp ? lastUpdateTime : "", kept);
    }

    /** Whether its rows end with LastUpdateDT. */
    boolean hasStamp() {
        return !lastUpdateDate.isEmpty();
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

    /** Where a column stands among all, by its physical name, from 0. */
    int position(String physicalName) {
        return columns.stream().map(JdeColumn::physical).toList().indexOf(physicalName);
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
