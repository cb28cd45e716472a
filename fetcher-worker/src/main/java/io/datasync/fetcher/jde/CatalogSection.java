package io.datasync.fetcher.jde;

import io.datasync.error.DataSyncException;
import io.datasync.error.ErrorCode;
import io.datasync.fetcher.Suggestion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Keys with values in a catalog file. What is missing or makes no sense is refused with file and line. */
final class CatalogSection {
    private final String file;
    private final String path;
    private final Node node;
    private final Map<String, NodeTuple> entries = new LinkedHashMap<>();

    /** The whole file. */
    CatalogSection(String file, Node root) {
        this(file, "", root);
    }

    private CatalogSection(String file, String path, Node node) {
        this.file = file;
        this.path = path;
        this.node = node;
        if (!(node instanceof MappingNode mapping)) {
            throw wrong(node, (path.isEmpty() ? "the file" : path) + ": expected keys with values");
        }
        for (NodeTuple entry : mapping.getValue()) {
            String key = scalar(entry.getKeyNode()).orElse("");
            if (entries.putIfAbsent(key, entry) != null) {
                throw wrong(entry.getKeyNode(), at(key) + ": stands twice");
            }
        }
    }

    Set<String> keys() {
        return entries.keySet();
    }

    /** Refuses keys that are not among these. */
    void allow(Set<String> known) {
        for (String key : keys()) {
            if (!known.contains(key)) {
                throw wrong(key, "unknown key." + Suggestion.text(key, known));
            }
        }
    }

    CatalogSection section(String key) {
        return new CatalogSection(file, at(key), value(key));
    }

    String text(String key) {
        return scalar(value(key)).filter(text -> !text.isBlank()).orElseThrow(() -> wrong(key, "expected a text"));
    }

    int number(String key, int least, int most) {
        int number = scalar(value(key))
                .filter(text -> text.matches("\\d{1,9}"))
                .map(Integer::parseInt)
                .orElse(-1);
        if (number < least || number > most) {
            throw wrong(key, "expected a number from " + least + " to " + most);
        }
        return number;
    }

    /** A list of one text or more. */
    List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        if (value(key) instanceof SequenceNode list) {
            list.getValue().forEach(item -> scalar(item).ifPresent(texts::add));
        }
        if (texts.isEmpty()) {
            throw wrong(key, "expected a list of names");
        }
        return texts;
    }

    private Node value(String key) {
        NodeTuple entry = entries.get(key);
        if (entry == null) {
            throw wrong(node, at(key) + ": is missing");
        }
        return entry.getValueNode();
    }

    private static Optional<String> scalar(Node node) {
        return node instanceof ScalarNode scalar && !scalar.getTag().equals(Tag.NULL)
                ? Optional.of(scalar.getValue())
                : Optional.empty();
    }

    /** What is wrong with a key that is there. */
    DataSyncException wrong(String key, String problem) {
        NodeTuple entry = entries.get(key);
        return wrong(entry == null ? node : entry.getKeyNode(), at(key) + ": " + problem);
    }

    private DataSyncException wrong(Node place, String problem) {
        return wrong(file, place.getStartMark().orElse(null), problem);
    }

    static DataSyncException wrong(String file, @Nullable Mark mark, String problem) {
        String line = mark == null ? "" : ", line " + (mark.getLine() + 1);
        return new DataSyncException(ErrorCode.CONFIGURATION, "Catalog file " + file + line + ": " + problem);
    }

    private String at(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}
