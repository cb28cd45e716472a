package io.datasync.fetcher.jde;

import io.datasync.error.DataSyncException;
import io.datasync.fetcher.Suggestion;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads a file of the catalog and refuses what makes no sense, naming file, line and key. */
final class JdeTableFile {
    private static final int MOST_DIGITS = 18;
    private static final int LONGEST_TEXT = 4_000;

    /** Digits of a date of the form CYYDDD. */
    private static final int DATE_DIGITS = 6;

    private static final Set<String> KEYS = Set.of("table", "name", "key", "cursor", "lastUpdate", "columns");

    /** What a column has besides its name and type, by its type. */
    private static final Map<String, Set<String>> TYPES = Map.of(
            "text", Set.of("length"),
            "integer", Set.of("digits"),
            "decimal", Set.of("digits", "decimals", "currency"),
            "date", Set.of());

    private JdeTableFile() {}

    /**
     * The table that a file describes.
     *
     * @param table the physical name that the file's own name promises
     * @param file what messages call the file
     * @throws DataSyncException with {@code CONFIGURATION} for the first thing that is wrong
     */
    static JdeTable read(String table, String file, InputStream content) {
        Node root;
        try {
            root = new Compose(LoadSettings.builder().build())
                    .composeInputStream(content)
                    .orElseThrow(() -> CatalogSection.wrong(file, null, "the file is empty"));
        } catch (MarkedYamlEngineException failure) {
            throw CatalogSection.wrong(
                    file, failure.getProblemMark().orElse(null), "not valid YAML: " + failure.getProblem());
        } catch (YamlEngineException failure) {
            throw CatalogSection.wrong(file, null, "not valid YAML: " + failure.getMessage());
        }
        return table(table, new CatalogSection(file, root));
    }

    private static JdeTable table(String expected, CatalogSection root) {
        root.allow(KEYS);
        String table = root.text("table");
        if (!table.equals(expected)) {
            throw root.wrong("table", "the file's name says " + expected + ", not " + table);
        }
        List<JdeColumn> columns = columns(root.section("columns"));
        CatalogSection lastUpdate = root.section("lastUpdate");
        lastUpdate.allow(Set.of("date", "time"));
        return new JdeTable(
                table,
                root.text("name"),
                key(root, columns),
                cursor(root, columns),
                physical(lastUpdate, "date", lastUpdate.text("date")),
                physical(lastUpdate, "time", lastUpdate.text("time")),
                columns);
    }

    private static List<String> key(CatalogSection root, List<JdeColumn> columns) {
        List<String> names = columns.stream().map(JdeColumn::name).toList();
        List<String> key = root.texts("key");
        for (String name : key) {
            if (!names.contains(name)) {
                throw root.wrong("key", "no column has the name " + name + "." + Suggestion.text(name, names));
            }
        }
        for (JdeColumn column : columns) {
            if (key.contains(column.name()) && column.currency().isPresent()) {
                throw root.wrong("key", column.name() + " is an amount in a currency, which no key can have");
            }
        }
        if (new HashSet<>(key).size() < key.size()) {
            throw root.wrong("key", "names a column twice");
        }
        return key;
    }

    private static Optional<String> cursor(CatalogSection root, List<JdeColumn> columns) {
        if (!root.keys().contains("cursor")) {
            return Optional.empty();
        }
        String name = root.text("cursor");
        List<String> numbers = columns.stream()
                .filter(column -> column.rule() == JdeColumn.Rule.INTEGER)
                .map(JdeColumn::name)
                .toList();
        if (!numbers.contains(name)) {
            throw root.wrong("cursor", "no integer column has the name " + name + "." + Suggestion.text(name, numbers));
        }
        return Optional.of(name);
    }

    private static List<JdeColumn> columns(CatalogSection section) {
        List<JdeColumn> columns = new ArrayList<>();
        Map<String, String> owners = new HashMap<>();
        owners.put(folded(JdeTable.LAST_UPDATE), "lastUpdate");
        for (String key : section.keys()) {
            JdeColumn column = column(physical(section, key, key), section.section(key));
            String owner = owners.putIfAbsent(folded(column.name()), key);
            if (owner != null) {
                throw section.wrong(key, "the name " + column.name() + " is that of " + owner + " already");
            }
            columns.add(column);
        }
        columns.forEach(column -> checkCurrency(column, columns, section));
        return columns;
    }

    private static void checkCurrency(JdeColumn column, List<JdeColumn> columns, CatalogSection section) {
        List<String> texts = columns.stream()
                .filter(other -> other.rule() == JdeColumn.Rule.TEXT)
                .map(JdeColumn::physical)
                .toList();
        column.currency().filter(code -> !texts.contains(code)).ifPresent(code -> {
            throw section.wrong(
                    column.physical(), "currency: no text column is " + code + "." + Suggestion.text(code, texts));
        });
    }

    private static String folded(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static JdeColumn column(String physical, CatalogSection section) {
        String name = section.text("name");
        String type = section.text("type");
        Set<String> own = TYPES.get(type);
        if (own == null) {
            throw section.wrong("type", "there is no rule '" + type + "'." + Suggestion.text(type, TYPES.keySet()));
        }
        Set<String> known = new HashSet<>(Set.of("name", "type"));
        known.addAll(own);
        section.allow(known);
        int length = own.contains("length") ? section.number("length", 1, LONGEST_TEXT) : DATE_DIGITS;
        int size = own.contains("digits") ? section.number("digits", 1, MOST_DIGITS) : length;
        int decimals = own.contains("decimals") ? section.number("decimals", 0, size) : 0;
        JdeColumn.Rule rule = JdeColumn.Rule.valueOf(type.toUpperCase(Locale.ROOT));
        return new JdeColumn(physical, name, rule, size, decimals, currency(section));
    }

    private static Optional<String> currency(CatalogSection section) {
        return section.keys().contains("currency")
                ? Optional.of(physical(section, "currency", section.text("currency")))
                : Optional.empty();
    }

    /** A name that can stand in a statement without quotes. */
    private static String physical(CatalogSection section, String key, String name) {
        if (!name.matches("[A-Z][A-Z0-9_]{2,29}")) {
            throw section.wrong(key, "'" + name + "' is no physical column of JDE, such as WADOCO");
        }
        return name;
    }
}
