package io.datasync.fetcher.jde;

import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Reads a file of the catalog and refuses what makes no sense, naming file and place. */
final class JdeTableFile {
    private static final int MOST_DIGITS = 18;
    private static final Set<String> KEYS = Set.of("table", "name", "key", "lastUpdate", "columns");

    private final String file;

    private JdeTableFile(String file) {
        this.file = file;
    }

    static JdeTable read(String table, InputStream content) {
        JdeTableFile reader = new JdeTableFile(table + ".yaml");
        Object document;
        try {
            document =
                    new Load(LoadSettings.builder().setAllowDuplicateKeys(false).build()).loadFromInputStream(content);
        } catch (YamlEngineException failure) {
            throw reader.wrong(String.valueOf(failure.getMessage()));
        }
        return reader.table(table, reader.map("the file", document));
    }

    private JdeTable table(String expected, Map<?, ?> root) {
        root.keySet().stream().filter(key -> !KEYS.contains(key)).findFirst().ifPresent(key -> {
            throw wrong("unknown key " + key);
        });
        String table = text(root, "table");
        if (!table.equals(expected)) {
            throw wrong("table: expected " + expected + ", not " + table);
        }
        List<JdeColumn> columns = columns(map("columns", root.get("columns")));
        Map<?, ?> lastUpdate = map("lastUpdate", root.get("lastUpdate"));
        List<String> key = names("key", root.get("key"));
        for (String name : key) {
            if (columns.stream().noneMatch(column -> column.name().equals(name))) {
                throw wrong("key: no column has the name " + name);
            }
        }
        return new JdeTable(
                table,
                text(root, "name"),
                key,
                physical(text(lastUpdate, "date")),
                physical(text(lastUpdate, "time")),
                columns);
    }

    private List<JdeColumn> columns(Map<?, ?> section) {
        List<JdeColumn> columns = new ArrayList<>();
        Set<String> names = new HashSet<>(Set.of(JdeTable.LAST_UPDATE.toLowerCase(Locale.ROOT)));
        for (Map.Entry<?, ?> entry : section.entrySet()) {
            String physical = physical(String.valueOf(entry.getKey()));
            JdeColumn column = column(physical, map(physical, entry.getValue()));
            if (!names.add(column.name().toLowerCase(Locale.ROOT))) {
                throw wrong(physical + ": another column has the name " + column.name());
            }
            columns.add(column);
        }
        return columns;
    }

    private JdeColumn column(String physical, Map<?, ?> section) {
        String name = text(section, "name");
        String type = text(section, "type");
        return switch (type) {
            case "text" ->
                new JdeColumn(physical, name, JdeColumn.Rule.TEXT, number(physical, section, "length", 1, 4_000), 0);
            case "integer" ->
                new JdeColumn(
                        physical, name, JdeColumn.Rule.INTEGER, number(physical, section, "digits", 1, MOST_DIGITS), 0);
            case "decimal" -> {
                int digits = number(physical, section, "digits", 1, MOST_DIGITS);
                int decimals = number(physical, section, "decimals", 0, digits);
                yield new JdeColumn(physical, name, JdeColumn.Rule.DECIMAL, digits, decimals);
            }
            case "date" -> new JdeColumn(physical, name, JdeColumn.Rule.DATE, 6, 0);
            default -> throw wrong(physical + ".type: expected text, integer, decimal or date, not " + type);
        };
    }

    /** A name that can stand in a statement without quotes. */
    private String physical(String name) {
        if (!name.matches("[A-Z][A-Z0-9_]{2,29}")) {
            throw wrong("'" + name + "' is no physical column of JDE, such as WADOCO");
        }
        return name;
    }

    private int number(String where, Map<?, ?> section, String key, int least, int most) {
        if (section.get(key) instanceof Integer number && number >= least && number <= most) {
            return number;
        }
        throw wrong(where + "." + key + ": expected a number from " + least + " to " + most);
    }

    private List<String> names(String where, @Nullable Object value) {
        if (value instanceof List<?> list && !list.isEmpty()) {
            return list.stream().map(String::valueOf).toList();
        }
        throw wrong(where + ": expected a list of names");
    }

    private String text(Map<?, ?> section, String key) {
        if (section.get(key) instanceof String text && !text.isBlank()) {
            return text;
        }
        throw wrong(key + ": expected a text");
    }

    private Map<?, ?> map(String where, @Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw wrong(where + ": expected keys with values");
    }

    private DataSyncException wrong(String problem) {
        return new DataSyncException(ErrorCode.CONFIGURATION, "Catalog file " + file + ": " + problem);
    }
}
