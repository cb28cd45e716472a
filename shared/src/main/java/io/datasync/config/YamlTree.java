package io.datasync.config;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Builds the tree of a YAML text from the parser's events and tells {@link Problems} where each path stands. Built from
 * events, since a composed tree would have resolved anchors and guessed types before their places could be reported.
 */
final class YamlTree {
    private static final int DEEPEST = 20;
    private static final Pattern KEY_START = Pattern.compile("[A-Za-z0-9_.-]{0,80}");

    private final Problems problems;
    private final Iterator<Event> events;

    private YamlTree(Problems problems, Iterator<Event> events) {
        this.problems = problems;
        this.events = events;
    }

    /** The tree, or nothing if the text is no single YAML document of keys; the problem is added then. */
    static Optional<YamlNode.Mapping> parse(String text, Problems problems) {
        try {
            LoadSettings settings = LoadSettings.builder().build();
            return new YamlTree(problems, new Parse(settings).parseString(text).iterator()).document();
        } catch (MarkedYamlEngineException failure) {
            Position position = failure.getProblemMark()
                    .or(failure::getContextMark)
                    .map(YamlTree::position)
                    .orElse(Position.UNKNOWN);
            problems.addAt(position, "", "not valid YAML: " + explained(failure));
        } catch (ReaderException failure) {
            problems.addAt(firstUnprintable(text), "", "a control character is not allowed in YAML");
        } catch (YamlEngineException failure) {
            problems.addAt(Position.UNKNOWN, "", "not valid YAML, or nested too deeply, or longer than 3 MB");
        }
        return Optional.empty();
    }

    private Optional<YamlNode.Mapping> document() {
        events.next(); // start of the stream
        if (events.next().getEventId() == Event.ID.StreamEnd) {
            problems.addAt(Position.UNKNOWN, "", "the file is empty");
            return Optional.empty();
        }
        Event first = events.next();
        YamlNode root = node(first, "", 0);
        events.next(); // end of the document
        Event next = events.next();
        if (next.getEventId() == Event.ID.DocumentStart) {
            problems.addAt(position(next), "", "only one YAML document is allowed; this line starts a second one");
            return Optional.empty();
        }
        if (root instanceof YamlNode.Mapping mapping) {
            return Optional.of(mapping);
        }
        problems.addAt(position(first), "", "expected sections such as tables:, found " + root.kind());
        return Optional.empty();
    }

    private YamlNode node(Event event, String path, int depth) {
        if (event.getEventId() == Event.ID.Alias) {
            problems.addBroken(path, "aliases (*name) are not supported; write the value out, or quote a text with *");
            return new YamlNode.Scalar("", true);
        }
        if (depth > DEEPEST) {
            throw new YamlEngineException("nested deeper than " + DEEPEST);
        }
        refuseAnchorsAndTags((NodeEvent) event, path);
        if (event instanceof ScalarEvent scalar) {
            return new YamlNode.Scalar(scalar.getValue(), scalar.isPlain());
        }
        return event.getEventId() == Event.ID.SequenceStart ? sequence(path, depth) : mapping(path, depth);
    }

    private void refuseAnchorsAndTags(NodeEvent event, String path) {
        if (event.getAnchor().isPresent()) {
            problems.addBroken(path, "anchors (&name) are not supported; quote a text that starts with &");
        }
        Optional<String> tag =
                event instanceof ScalarEvent scalar ? scalar.getTag() : ((CollectionStartEvent) event).getTag();
        if (tag.isPresent()) {
            problems.addBroken(path, "tags (!name) are not supported; quote a text that starts with !");
        }
    }

    private YamlNode sequence(String path, int depth) {
        List<YamlNode> items = new ArrayList<>();
        for (Event event = events.next(); event.getEventId() != Event.ID.SequenceEnd; event = events.next()) {
            String item = path + "[" + items.size() + "]";
            problems.locate(item, position(event));
            items.add(node(event, item, depth + 1));
        }
        return new YamlNode.Sequence(items);
    }

    private YamlNode mapping(String path, int depth) {
        Map<String, YamlNode> values = new LinkedHashMap<>();
        Map<String, Position> places = new LinkedHashMap<>();
        for (Event event = events.next(); event.getEventId() != Event.ID.MappingEnd; event = events.next()) {
            Position place = position(event);
            String key = key(event, path);
            Event value = events.next();
            if (key == null) {
                skip(value);
                continue;
            }
            String child = child(path, key);
            Position first = places.putIfAbsent(key, place);
            if (first == null) {
                problems.locate(child, place);
                values.put(key, node(value, child, depth + 1));
            } else {
                problems.addAt(place, child, "stands twice; the first is in line " + first.line());
                skip(value);
            }
        }
        return new YamlNode.Mapping(values);
    }

    private @Nullable String key(Event event, String path) {
        if (!(event instanceof ScalarEvent scalar)) {
            problems.addAt(
                    position(event), path, "a key must be plain text; quote a value that starts with { or [ or *");
            skip(event);
            return null;
        }
        if (scalar.isPlain() && scalar.getValue().equals("<<")) {
            problems.addAt(position(event), path, "merge keys (<<) are not supported; write the keys out");
            return null;
        }
        refuseAnchorsAndTags(scalar, child(path, scalar.getValue()));
        return scalar.getValue();
    }

    /** Reads a value away that has no place in the tree. */
    private void skip(Event start) {
        int open = 0;
        for (Event event = start; ; event = events.next()) {
            switch (event.getEventId()) {
                case MappingStart, SequenceStart -> open++;
                case MappingEnd, SequenceEnd -> open--;
                default -> {}
            }
            if (open == 0) {
                return;
            }
        }
    }

    /** The path of a key; a section of the top has no name before it. */
    static String child(String path, String key) {
        return path.isEmpty() ? shown(key) : path + "." + shown(key);
    }

    /** A key as messages show it: up to the first odd character, since {@code {password:secret}} makes all of it a key. */
    static String shown(String key) {
        var start = KEY_START.matcher(key);
        return start.matches() ? key : start.reset().lookingAt() ? key.substring(0, start.end()) + "…" : "…";
    }

    /** What the parser says, less the words that may repeat a part of a value, which may be a password. */
    private static String explained(MarkedYamlEngineException failure) {
        String problem = failure.getProblem();
        if (problem.startsWith("mapping values are not allowed here")) {
            return "a colon is not allowed here; quote a text with ': ' in it, and check the indentation";
        }
        String context = failure.getContext() == null ? "" : failure.getContext() + ", ";
        return context + problem.replaceFirst("(?s)(tag handle|numbers, but found|URI in UTF-8).*", "$1 …");
    }

    private static Position firstUnprintable(String text) {
        int line = 1;
        int column = 1;
        for (int character : text.codePoints().toArray()) {
            if (!StreamReader.isPrintable(character)) {
                return new Position(line, column);
            }
            line += character == '\n' ? 1 : 0;
            column = character == '\n' ? 1 : column + 1;
        }
        return Position.UNKNOWN;
    }

    private static Position position(Event event) {
        return event.getStartMark().map(YamlTree::position).orElse(Position.UNKNOWN);
    }

    private static Position position(Mark mark) {
        return new Position(mark.getLine() + 1, mark.getColumn() + 1);
    }
}
