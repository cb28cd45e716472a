package io.datasync.demo;

import io.datasync.config.TableConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * A source table and how the database itself decodes it. It shares nothing with the fetchers but the catalog's files, so that a
 * fault of theirs does not hide itself.
 *
 * @param name with its schema
 */
record DecodedTable(String name, List<DecodedColumn> columns) {
    private static final String CATALOG = "/io/datasync/fetcher/jde/";

    DecodedTable {
        columns = List.copyOf(columns);
    }

    static DecodedTable of(TableConfig table, Connection connection) throws SQLException {
        String source = table.sourceTable().orElseThrow();
        return table.fetcher().equals("jde") ? jde(source) : natural("cms", source, connection);
    }

    private static DecodedTable jde(String table) {
        Map<?, ?> file = catalogFile(table);
        List<DecodedColumn> columns = new ArrayList<>();
        for (Map.Entry<?, ?> entry : section(file, "columns").entrySet()) {
            Map<?, ?> rule = (Map<?, ?>) entry.getValue();
            columns.add(new DecodedColumn(text(rule, "name"), decoded((String) entry.getKey(), rule)));
        }
        Map<?, ?> stamp = section(file, "lastUpdate");
        columns.add(new DecodedColumn("LastUpdateDT", timestamp(text(stamp, "date"), text(stamp, "time"))));
        return new DecodedTable("jde." + table.toLowerCase(Locale.ROOT), columns);
    }

    private static String decoded(String column, Map<?, ?> rule) {
        return switch (text(rule, "type")) {
            case "text" -> "rtrim(" + column + "::text, ' ')";
            case "integer" -> column + "::bigint";
            case "decimal" -> "(" + column + " / power(10::numeric, " + rule.get("decimals") + "))";
            case "date" -> date(column);
            default -> throw new IllegalArgumentException("No such type of the catalog: " + rule);
        };
    }

    /** CYYDDD: C counts centuries from 19, DDD days from 1 January; 0 is none. */
    private static String date(String column) {
        return "(make_date(1900 + div(nullif(%1$s, 0), 1000)::int, 1, 1) + mod(%1$s, 1000)::int - 1)".formatted(column);
    }

    /** The demo's site is in UTC, see demo.yaml. HHMMSS without leading zeros. */
    private static String timestamp(String date, String time) {
        return "(%1$s + make_time(div(%2$s, 10000)::int, mod(div(%2$s, 100), 100)::int, mod(%2$s, 100)::int))"
                .formatted(date(date), "coalesce(" + time + ", 0)");
    }

    private static DecodedTable natural(String schema, String table, Connection connection) throws SQLException {
        List<DecodedColumn> columns = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT column_name FROM information_schema.columns WHERE table_schema = ? AND table_name = ?"
                        + " ORDER BY ordinal_position")) {
            statement.setString(1, schema);
            statement.setString(2, table);
            try (ResultSet names = statement.executeQuery()) {
                while (names.next()) {
                    columns.add(new DecodedColumn(names.getString(1), names.getString(1)));
                }
            }
        }
        return new DecodedTable(schema + "." + table, columns);
    }

    private static Map<?, ?> catalogFile(String table) {
        String file = CATALOG + table + ".yaml";
        try (InputStream in = DecodedTable.class.getResourceAsStream(file)) {
            Object content =
                    new Load(LoadSettings.builder().build()).loadFromInputStream(Objects.requireNonNull(in, file));
            return (Map<?, ?>) content;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
    }

    private static Map<?, ?> section(Map<?, ?> map, String key) {
        return (Map<?, ?>) Objects.requireNonNull(map.get(key), key);
    }

    private static String text(Map<?, ?> map, String key) {
        return (String) Objects.requireNonNull(map.get(key), key);
    }
}
