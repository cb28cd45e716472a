package io.datasync.config;

import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the keys of one section. A value that cannot be used becomes a problem and its default is given back, so that
 * reading goes on. Keys that nobody asked for are unknown.
 */
final class Section {
    private static final Pattern INTEGER = Pattern.compile("-?\\d+(_\\d+)*");
    private static final Pattern DECIMAL = Pattern.compile("-?\\d+(_\\d+)*(\\.\\d+)?");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]+");
    private static final int LONGEST_QUOTE = 60;

    private final Problems problems;
    private final Secrets secrets;
    private final String path;
    private final Map<String, YamlNode> values;
    private final Set<String> asked = new LinkedHashSet<>();
    private final List<String> missing = new ArrayList<>();

    private Section(Problems problems, Secrets secrets, String path, Map<String, YamlNode> values) {
        this.problems = problems;
        this.secrets = secrets;
        this.path = path;
        this.values = values;
    }

    /** Reads the whole file with {@code reader}. */
    static <T> T root(YamlNode.Mapping file, Problems problems, Secrets secrets, Function<Section, T> reader) {
        return new Section(problems, secrets, "", file.values()).readAll(reader);
    }

    boolean has(String key) {
        asked.add(key);
        return values.containsKey(key);
    }

    void problem(String key, String message) {
        problems.addBroken(at(key), message);
    }

    /** Adds a problem at the end of the section if the file lacks the key. */
    void require(String key) {
        if (!has(key)) {
            missing.add(key);
        }
    }

    Optional<String> text(String key) {
        return parsed(key, "a text", Section::notBlank);
    }

    /** The text; if the file lacks it, a problem and a blank. */
    String required(String key) {
        require(key);
        return text(key).orElse("");
    }

    /** A file or folder, which need not be there; a relative path starts at the configuration file. */
    Optional<Path> path(String key) {
        return parsed(key, "a path", text -> secrets.path(notBlank(text)));
    }

    Secret secret(String key) {
        return scalar(key, "a text", value -> {})
                .map(text -> Secret.of(text.value()))
                .orElse(Secret.none());
    }

    boolean flag(String key, boolean fallback) {
        return parsed(key, "true or false", Section::trueOrFalse).orElse(fallback);
    }

    int integer(String key, int fallback, int least, int most) {
        return Math.toIntExact(integer(key, (long) fallback, least, most));
    }

    long integer(String key, long fallback, long least, long most) {
        return parsed(key, "a whole number", text -> whole(text, least, most)).orElse(fallback);
    }

    /** A whole number; empty if the file lacks it or has the word in its place. */
    OptionalInt integerOr(String key, String word, int least, int most) {
        return parsed(
                        key,
                        "a whole number or " + word,
                        text -> text.equals(word)
                                ? OptionalInt.empty()
                                : OptionalInt.of(wholeOr(text, word, least, most)))
                .orElse(OptionalInt.empty());
    }

    double decimal(String key, double fallback, int least, int most) {
        return parsed(key, "a number", text -> decimal(text, least, most)).orElse(fallback);
    }

    Duration duration(String key, Duration fallback) {
        return parsed(key, "a duration", Durations::parse).orElse(fallback);
    }

    /** One of the named values. */
    <T> Optional<T> choice(String key, Map<String, T> choices) {
        return parsed(key, "one of " + String.join(", ", choices.keySet()), text -> {
            T choice = choices.get(text);
            if (choice == null) {
                throw new IllegalArgumentException("is not known" + Suggestion.among(text, choices.keySet()));
            }
            return choice;
        });
    }

    /**
     * A value read by {@code parser}.
     *
     * @param parser throws IllegalArgumentException with what is wrong, which follows the quoted value in the message
     */
    <T> Optional<T> parsed(String key, String expected, Function<String, T> parser) {
        return scalar(key, expected, problems::hide).flatMap(text -> {
            try {
                return Optional.of(parser.apply(text.value()));
            } catch (IllegalArgumentException wrong) {
                problem(key, quoted(text.written()) + " " + wrong.getMessage());
                return Optional.empty();
            }
        });
    }

    /** A list of texts; a single text is a list of one. */
    List<String> texts(String key) {
        if (!(value(key) instanceof YamlNode.Sequence list)) {
            return text(key).map(List::of).orElse(List.of());
        }
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < list.items().size(); i++) {
            String item = at(key) + "[" + i + "]";
            new Section(problems, secrets, item, Map.of("", list.items().get(i)))
                    .text("")
                    .ifPresent(texts::add);
        }
        return texts;
    }

    /** A section of free names, each read by {@code reader}. */
    <T> Map<String, T> map(String key, BiFunction<Section, String, Optional<T>> reader) {
        return section(key, section -> {
            Map<String, T> map = new LinkedHashMap<>();
            for (String name : section.values.keySet()) {
                if (NAME.matcher(name).matches()) {
                    reader.apply(section, name).ifPresent(value -> map.put(name, value));
                } else {
                    section.problem(name, "a name has only letters, digits, '.', '_' and '-'");
                }
                section.asked.add(name);
            }
            return map;
        });
    }

    /** A section; without one in the file, it is read as an empty one. */
    <T> T section(String key, Function<Section, T> reader) {
        return section(at(key), value(key), reader);
    }

    /** A list of sections. */
    <T> List<T> sections(String key, Function<Section, T> reader) {
        YamlNode value = value(key);
        List<T> sections = new ArrayList<>();
        if (value instanceof YamlNode.Sequence list) {
            for (int i = 0; i < list.items().size(); i++) {
                sections.add(section(at(key) + "[" + i + "]", list.items().get(i), reader));
            }
        } else if (value != null && !isNull(value)) {
            problem(key, "expected a list of sections, each starting with '- ', found " + value.kind());
        }
        return sections;
    }

    private <T> T section(String at, @Nullable YamlNode value, Function<Section, T> reader) {
        Map<String, YamlNode> content = Map.of();
        if (value instanceof YamlNode.Mapping mapping) {
            content = mapping.values();
        } else if (value != null && !isNull(value)) {
            problems.addBroken(at, "expected a section of keys, found " + value.kind());
        }
        return new Section(problems, secrets, at, content).readAll(reader);
    }

    private <T> T readAll(Function<Section, T> reader) {
        T read = reader.apply(this);
        for (String key : values.keySet()) {
            if (!asked.contains(key)) {
                unknown(key);
            }
        }
        for (String key : missing) {
            problem(key, "is missing");
        }
        return read;
    }

    private void unknown(String key) {
        String shown = YamlTree.shown(key);
        problems.add(at(key), "unknown key" + Suggestion.among(shown, asked));
        // What the mistyped key was meant to set is not missing.
        Suggestion.closest(shown, asked)
                .filter(meant -> !values.containsKey(meant))
                .ifPresent(meant -> problems.doubt(at(meant)));
    }

    private Optional<Text> scalar(String key, String expected, Consumer<String> replaced) {
        YamlNode value = value(key);
        if (value == null) {
            return Optional.empty();
        }
        if (!(value instanceof YamlNode.Scalar scalar) || scalar.isNull()) {
            problem(key, "expected " + expected + ", found " + value.kind());
            return Optional.empty();
        }
        if (!Secrets.isReferenceIn(scalar.text())) {
            return Optional.of(new Text(scalar.text(), scalar.text()));
        }
        List<String> failures = new ArrayList<>();
        String resolved = secrets.resolve(scalar.text(), replaced, failures::add);
        failures.stream().distinct().forEach(failure -> problems.add(at(key), failure));
        if (!failures.isEmpty()) {
            problems.doubt(at(key));
            return Optional.empty();
        }
        return Optional.of(new Text(scalar.text(), resolved));
    }

    private @Nullable YamlNode value(String key) {
        asked.add(key);
        return values.get(key);
    }

    private String at(String key) {
        return key.isEmpty() ? path : YamlTree.child(path, key);
    }

    /** A value as the file has it, for messages, and with its secrets. */
    private record Text(String written, String value) {}

    private static boolean isNull(YamlNode value) {
        return value instanceof YamlNode.Scalar scalar && scalar.isNull();
    }

    private static String quoted(String text) {
        String line = text.replaceAll("\\s+", " ");
        return '"' + (line.length() > LONGEST_QUOTE ? line.substring(0, LONGEST_QUOTE) + "…" : line) + '"';
    }

    private static String notBlank(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("is blank; leave the key out or give it a value");
        }
        return text;
    }

    private static boolean trueOrFalse(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("is neither true nor false");
        };
    }

    private static long whole(String text, long least, long most) {
        if (!INTEGER.matcher(text).matches()) {
            throw new IllegalArgumentException("is not a whole number");
        }
        BigInteger number = new BigInteger(text.replace("_", ""));
        if (number.compareTo(BigInteger.valueOf(least)) < 0 || number.compareTo(BigInteger.valueOf(most)) > 0) {
            throw new IllegalArgumentException("is out of range; allowed: " + least + " to " + most);
        }
        return number.longValueExact();
    }

    private static int wholeOr(String text, String word, int least, int most) {
        if (!INTEGER.matcher(text).matches()) {
            throw new IllegalArgumentException("is neither a whole number nor " + word);
        }
        return Math.toIntExact(whole(text, least, most));
    }

    private static double decimal(String text, int least, int most) {
        if (!DECIMAL.matcher(text).matches()) {
            throw new IllegalArgumentException("is not a number");
        }
        double number = Double.parseDouble(text.replace("_", ""));
        if (number < least || number > most) {
            throw new IllegalArgumentException("is out of range; allowed: " + least + " to " + most);
        }
        return number;
    }
}
