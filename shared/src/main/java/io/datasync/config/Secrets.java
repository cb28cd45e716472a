package io.datasync.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Puts environment variables and files in the place of <code>${env:NAME}</code> and <code>${file:path}</code>; two dollar
 * signs before a brace stand for one. A relative path starts at the configuration file.
 */
final class Secrets {
    private static final Pattern REFERENCE = Pattern.compile("(\\$?)\\$\\{([^}]*)(}?)");
    private static final int LARGEST_FILE = 1 << 20;

    private final Function<String, @Nullable String> environment;
    private final Path directory;

    Secrets(Function<String, @Nullable String> environment, Path directory) {
        this.environment = environment;
        this.directory = directory;
    }

    static boolean isReferenceIn(String text) {
        return text.contains("${");
    }

    /** Writes a text so that it reads back as it is. */
    static String escape(String text) {
        return text.replace("${", "$${");
    }

    /**
     * The text with its references replaced.
     *
     * @param replaced is told each value that was put in
     * @param problems is told why a reference could not be replaced, never a value
     */
    String resolve(String text, Consumer<String> replaced, Consumer<String> problems) {
        return REFERENCE.matcher(text).replaceAll(match -> {
            String value = value(match, problems);
            replaced.accept(match.group(1).isEmpty() ? value : "");
            return Matcher.quoteReplacement(value);
        });
    }

    /**
     * A path of the file.
     *
     * @throws IllegalArgumentException with what is wrong
     */
    Path path(String text) {
        try {
            return directory.resolve(text).normalize();
        } catch (InvalidPathException wrong) {
            throw new IllegalArgumentException("is no path of this machine", wrong);
        }
    }

    private String value(MatchResult match, Consumer<String> problems) {
        if (!match.group(1).isEmpty()) {
            return match.group().substring(1);
        }
        String reference = match.group(2);
        if (match.group(3).isEmpty() || !(reference.startsWith("env:") || reference.startsWith("file:"))) {
            problems.accept("after ${ comes env:NAME} or file:path}; write $${ for the text ${ itself");
            return "";
        }
        String name = reference.substring(reference.indexOf(':') + 1);
        return reference.startsWith("env:") ? variable(name, problems) : file(name, problems);
    }

    private String variable(String name, Consumer<String> problems) {
        String value = environment.apply(name);
        if (value == null) {
            problems.accept("environment variable " + name + " is not set");
            return "";
        }
        return value;
    }

    private String file(String name, Consumer<String> problems) {
        try {
            Path path = directory.resolve(name);
            if (!Files.isRegularFile(path)) {
                problems.accept("file " + name + " does not exist (a relative path starts at the configuration file)");
            } else if (!Files.isReadable(path)) {
                problems.accept("file " + name + " may not be read");
            } else if (Files.size(path) > LARGEST_FILE) {
                problems.accept("file " + name + " is larger than 1 MiB");
            } else {
                return Files.readString(path).replaceFirst("\\r?\\n\\z", "");
            }
        } catch (IOException | InvalidPathException failure) {
            // The reason may quote the content, so only its kind is told.
            problems.accept("file " + name + " cannot be read as UTF-8 text: "
                    + failure.getClass().getSimpleName());
        }
        return "";
    }
}
