package io.datasync.config;

/**
 * One thing that is wrong in a configuration file.
 *
 * @param path such as {@code tables[3].hourly.interval}; empty if the whole file is meant
 * @param line counted from 1; 0 if unknown
 * @param column counted from 1; 0 if unknown
 * @param message what is wrong and what is allowed; never the value of a secret
 */
public record Problem(String path, int line, int column, String message) {

    /** For people, in one line: {@code line 12, column 7: tables[3].hourly.interval: "15" has no unit; …}. */
    @Override
    public String toString() {
        String place = line == 0 ? "" : "line " + line + ", column " + column + ": ";
        return place + (path.isEmpty() ? "" : path + ": ") + message;
    }
}
