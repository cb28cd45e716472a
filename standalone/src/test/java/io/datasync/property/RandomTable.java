package io.datasync.property;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A table of random columns, and statements that fill and change it.
 *
 * @param keys one to three, none of them null
 * @param others all columns but the keys and {@code changed}
 * @param times how often the query has each row
 */
record RandomTable(String name, List<RandomColumn> keys, List<RandomColumn> others, int times, String mass) {
    private static final int MOST_COLUMNS = 12;

    static RandomTable of(String name, Random random) {
        int count = 3 + random.nextInt(MOST_COLUMNS - 2);
        int keys = 1 + random.nextInt(Math.min(3, count - 2));
        return new RandomTable(
                name,
                RandomColumn.several("k", keys, random, true),
                RandomColumn.several("c", count - keys - 1, random, false),
                1 + random.nextInt(2),
                List.of("prepurgeData: true", "mode: swap", "prepurgeData: false")
                        .get(random.nextInt(3)));
    }

    /** The entry of the configuration. */
    String entry() {
        return """
                - tableName: %s
                  enabled: false
                  sourceSystem: ERP
                  fetcher: jdbc
                  query: SELECT %1$s.* FROM %1$s CROSS JOIN generate_series(1, %d) WHERE changed >= :minimumDT
                  keyColumns: [%s]
                  lastUpdateColumn: changed
                  mass: {enabled: false, %s}
                """.formatted(name, times, names(keys), mass);
    }

    String create() {
        return "CREATE TABLE " + name + " ("
                + columns().map(RandomColumn::definition).collect(Collectors.joining(", "))
                + ", changed timestamptz NOT NULL, PRIMARY KEY (" + names(keys) + "))";
    }

    /** Rows of which those stay whose key is not there. */
    String insert(Random random, int rows) {
        List<String> values = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            values.add(
                    "(" + columns().map(column -> column.value(random)).collect(Collectors.joining(", ")) + ", now())");
        }
        return "INSERT INTO " + name + " VALUES " + String.join(", ", values) + " ON CONFLICT DO NOTHING";
    }

    /** Gives one column of about one in so many rows another value, and others only a new stamp. */
    List<String> update(Random random, int oneIn) {
        List<String> statements = new ArrayList<>();
        for (RandomColumn column : others) {
            statements.add("UPDATE " + name + " SET changed = clock_timestamp(), " + column.name() + " = "
                    + column.value(random) + " WHERE random() < 1.0 / " + oneIn);
        }
        statements.add("UPDATE " + name + " SET changed = clock_timestamp() WHERE random() < 1.0 / " + oneIn);
        return statements;
    }

    /** The rows with values as texts that differ if the values do. */
    String comparable(String schema) {
        return "SELECT changed, " + columns().map(RandomColumn::comparable).collect(Collectors.joining(", ")) + " FROM "
                + schema + "." + name;
    }

    private Stream<RandomColumn> columns() {
        return Stream.concat(keys.stream(), others.stream());
    }

    private static String names(List<RandomColumn> columns) {
        return columns.stream().map(RandomColumn::name).collect(Collectors.joining(", "));
    }
}
