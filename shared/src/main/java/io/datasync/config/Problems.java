package io.datasync.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Collects what is wrong in a configuration file, so that all of it can be listed at once. Knows where each path stands
 * in the file, and which paths hold no usable value: what follows from those alone is not reported as well.
 */
public final class Problems {
    /** Shorter values would blot out ordinary words of a message. */
    private static final int SHORTEST_HIDDEN = 4;

    private final List<Problem> list = new ArrayList<>();
    private final Map<String, Position> positions = new HashMap<>();
    private final Set<String> broken = new HashSet<>();
    private final Set<String> hidden = new HashSet<>();

    /**
     * Adds a problem; its line is that of the path, or of the section around it if the file does not have the path. A
     * path whose value could not be read has its problem already: nothing is added then.
     *
     * @param path such as {@code tables[3].fetcher}, counted from 0 in the order of {@link DataSyncConfig#tables()}
     */
    public void add(String path, String message) {
        if (!isBroken(path)) {
            addAt(position(path), path, message);
        }
    }

    /** False if the file's value at one of these paths, or below it, could not be read, so that a default stands there. */
    public boolean isSound(String... paths) {
        for (String path : paths) {
            if (isBroken(path) || broken.stream().anyMatch(inner -> isInside(inner, path))) {
                return false;
            }
        }
        return true;
    }

    public boolean isEmpty() {
        return list.isEmpty();
    }

    /** All problems in the order of the file. */
    public List<Problem> list() {
        return list.stream()
                .sorted(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column))
                .toList();
    }

    /** All problems, one a line, under a heading that names the file. */
    String describe(String file) {
        String heading = file + (list.size() == 1 ? " has a problem:" : " has " + list.size() + " problems:");
        return list().stream().map(problem -> "\n  " + problem).collect(Collectors.joining("", heading, ""));
    }

    /** Adds a problem that leaves the path without a usable value. */
    void addBroken(String path, String message) {
        add(path, message);
        doubt(path);
    }

    /** Holds back any further problem of this path: another one explains it. */
    void doubt(String path) {
        broken.add(path);
    }

    void addAt(Position position, String path, String message) {
        String shown = message;
        for (String secret : hidden) {
            shown = shown.replace(secret, "********");
        }
        list.add(new Problem(path, position.line(), position.column(), shown));
    }

    void locate(String path, Position position) {
        positions.putIfAbsent(path, position);
    }

    /** Whether the file has the path. */
    boolean isInFile(String path) {
        return positions.containsKey(path);
    }

    /** Keeps a value that came from the environment or a file out of every later message. */
    void hide(String value) {
        if (value.length() >= SHORTEST_HIDDEN) {
            hidden.add(value);
        }
    }

    private Position position(String path) {
        for (String at = path; ; at = parent(at)) {
            Position position = positions.get(at);
            if (position != null) {
                return position;
            }
            if (at.isEmpty()) {
                return Position.UNKNOWN;
            }
        }
    }

    /** True if the value at this path, or that of a section around it, could not be read. */
    boolean isBroken(String path) {
        for (String at = path; !at.isEmpty(); at = parent(at)) {
            if (broken.contains(at)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isInside(String inner, String outer) {
        return inner.startsWith(outer)
                && inner.length() > outer.length()
                && ".[".indexOf(inner.charAt(outer.length())) >= 0;
    }

    private static String parent(String path) {
        return path.substring(0, Math.max(0, Math.max(path.lastIndexOf('.'), path.lastIndexOf('['))));
    }
}
